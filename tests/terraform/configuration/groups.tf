# Groups with and without a description, and who is in them.

resource "aws_identitystore_group" "builders" {
  identity_store_id = local.identity_store_id
  display_name      = "Builders"
  description       = "Those who change things"
}

resource "aws_identitystore_group" "readers" {
  identity_store_id = local.identity_store_id
  display_name      = "Readers"
}

resource "aws_identitystore_group" "guests" {
  identity_store_id = local.identity_store_id
  display_name      = "Guests"
}

resource "aws_identitystore_group_membership" "ada_builds" {
  identity_store_id = local.identity_store_id
  group_id          = aws_identitystore_group.builders.group_id
  member_id         = aws_identitystore_user.ada.user_id
}

resource "aws_identitystore_group_membership" "brian_reads" {
  identity_store_id = local.identity_store_id
  group_id          = aws_identitystore_group.readers.group_id
  member_id         = aws_identitystore_user.brian.user_id
}

data "aws_identitystore_group" "by_id" {
  identity_store_id = local.identity_store_id
  group_id          = aws_identitystore_group.builders.group_id
}

data "aws_identitystore_group" "by_name" {
  identity_store_id = local.identity_store_id

  alternate_identifier {
    unique_attribute {
      attribute_path  = "DisplayName"
      attribute_value = aws_identitystore_group.builders.display_name
    }
  }
}

data "aws_identitystore_groups" "all" {
  identity_store_id = local.identity_store_id

  depends_on = [aws_identitystore_group.builders, aws_identitystore_group.readers, aws_identitystore_group.guests]
}

data "aws_identitystore_group_memberships" "builders" {
  identity_store_id = local.identity_store_id
  group_id          = aws_identitystore_group.builders.group_id

  depends_on = [aws_identitystore_group_membership.ada_builds]
}

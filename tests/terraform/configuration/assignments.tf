# Who has which permission set in the account: a group and a user.

resource "aws_ssoadmin_account_assignment" "builders" {
  instance_arn       = local.instance_arn
  permission_set_arn = aws_ssoadmin_permission_set.builder.arn
  principal_type     = "GROUP"
  principal_id       = aws_identitystore_group.builders.group_id
  target_type        = "AWS_ACCOUNT"
  target_id          = local.account_id

  # The role refers to this policy, so it is there before the role and goes after it.
  depends_on = [aws_iam_policy.deploy]
}

resource "aws_ssoadmin_account_assignment" "brian" {
  instance_arn       = local.instance_arn
  permission_set_arn = aws_ssoadmin_permission_set.reader.arn
  principal_type     = "USER"
  principal_id       = aws_identitystore_user.brian.user_id
  target_type        = "AWS_ACCOUNT"
  target_id          = local.account_id

  depends_on = [aws_iam_policy.deploy]
}

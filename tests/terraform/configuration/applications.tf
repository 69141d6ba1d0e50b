# An application with everything that the provider knows of one, and one with what is required.

data "aws_ssoadmin_application_providers" "all" {}

resource "aws_ssoadmin_application" "wiki" {
  instance_arn             = local.instance_arn
  application_provider_arn = "arn:aws:sso::aws:applicationProvider/custom"
  name                     = "Wiki"
  description              = "What we know"
  status                   = "ENABLED"
  tags                     = { team = "docs" }

  portal_options {
    visibility = "ENABLED"
    sign_in_options {
      origin          = "APPLICATION"
      application_url = "https://wiki.example.com/"
    }
  }
}

resource "aws_ssoadmin_application" "queue" {
  instance_arn             = local.instance_arn
  application_provider_arn = "arn:aws:sso::aws:applicationProvider/custom"
  name                     = "Queue"
}

resource "aws_ssoadmin_application_assignment_configuration" "queue" {
  application_arn     = aws_ssoadmin_application.queue.application_arn
  assignment_required = false
}

resource "aws_ssoadmin_application_access_scope" "wiki" {
  application_arn    = aws_ssoadmin_application.wiki.application_arn
  scope              = "sso:account:access"
  authorized_targets = [aws_ssoadmin_application.queue.application_arn]
}

resource "aws_ssoadmin_application_assignment" "builders" {
  application_arn = aws_ssoadmin_application.wiki.application_arn
  principal_type  = "GROUP"
  principal_id    = aws_identitystore_group.builders.group_id
}

resource "aws_ssoadmin_application_assignment" "brian" {
  application_arn = aws_ssoadmin_application.wiki.application_arn
  principal_type  = "USER"
  principal_id    = aws_identitystore_user.brian.user_id
}

data "aws_ssoadmin_application" "wiki" {
  application_arn = aws_ssoadmin_application.wiki.application_arn
}

data "aws_ssoadmin_application_assignments" "wiki" {
  application_arn = aws_ssoadmin_application.wiki.application_arn

  depends_on = [aws_ssoadmin_application_assignment.builders, aws_ssoadmin_application_assignment.brian]
}

data "aws_ssoadmin_principal_application_assignments" "brian" {
  instance_arn   = local.instance_arn
  principal_type = "USER"
  principal_id   = aws_identitystore_user.brian.user_id

  depends_on = [aws_ssoadmin_application_assignment.brian]
}

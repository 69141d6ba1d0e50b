# One permission set with everything that it can have, one with a boundary, and one that nothing refers to.

resource "aws_ssoadmin_permission_set" "builder" {
  instance_arn     = local.instance_arn
  name             = "Builder"
  description      = "For those who build: \"carefully\""
  relay_state      = "https://console.example.com/start?to=builds"
  session_duration = "PT4H"
  tags             = { team = "platform", "cost:centre" = "42" }
}

resource "aws_ssoadmin_permission_set" "reader" {
  instance_arn = local.instance_arn
  name         = "Reader"
}

resource "aws_ssoadmin_permission_set" "guest" {
  instance_arn = local.instance_arn
  name         = "Guest"
}

resource "aws_ssoadmin_managed_policy_attachment" "builder_reads" {
  instance_arn       = local.instance_arn
  permission_set_arn = aws_ssoadmin_permission_set.builder.arn
  managed_policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}

resource "aws_ssoadmin_managed_policy_attachment" "builder_views" {
  instance_arn       = local.instance_arn
  permission_set_arn = aws_ssoadmin_permission_set.builder.arn
  managed_policy_arn = "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess"
}

resource "aws_iam_policy" "deploy" {
  name   = "Deploy"
  path   = "/teams/"
  policy = data.aws_iam_policy_document.deploy.json
}

resource "aws_ssoadmin_customer_managed_policy_attachment" "builder_deploys" {
  instance_arn       = local.instance_arn
  permission_set_arn = aws_ssoadmin_permission_set.builder.arn

  customer_managed_policy_reference {
    name = aws_iam_policy.deploy.name
    path = aws_iam_policy.deploy.path
  }
}

data "aws_iam_policy_document" "deploy" {
  statement {
    sid       = "LookAtRoles"
    actions   = ["iam:GetRole", "iam:ListRoles"]
    resources = ["*"]

    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalTag/department"
      values   = ["platform"]
    }
  }
}

resource "aws_ssoadmin_permission_set_inline_policy" "builder" {
  instance_arn       = local.instance_arn
  permission_set_arn = aws_ssoadmin_permission_set.builder.arn
  inline_policy      = data.aws_iam_policy_document.deploy.json
}

resource "aws_ssoadmin_permissions_boundary_attachment" "builder" {
  instance_arn       = local.instance_arn
  permission_set_arn = aws_ssoadmin_permission_set.builder.arn

  permissions_boundary {
    managed_policy_arn = "arn:aws:iam::aws:policy/PowerUserAccess"
  }
}

resource "aws_ssoadmin_permissions_boundary_attachment" "reader" {
  instance_arn       = local.instance_arn
  permission_set_arn = aws_ssoadmin_permission_set.reader.arn

  permissions_boundary {
    customer_managed_policy_reference {
      name = aws_iam_policy.deploy.name
      path = aws_iam_policy.deploy.path
    }
  }
}

data "aws_ssoadmin_permission_set" "by_arn" {
  instance_arn = local.instance_arn
  arn          = aws_ssoadmin_permission_set.builder.arn
}

data "aws_ssoadmin_permission_set" "by_name" {
  instance_arn = local.instance_arn
  name         = aws_ssoadmin_permission_set.builder.name
}

data "aws_ssoadmin_permission_sets" "all" {
  instance_arn = local.instance_arn

  depends_on = [
    aws_ssoadmin_permission_set.builder, aws_ssoadmin_permission_set.reader, aws_ssoadmin_permission_set.guest,
  ]
}

# What of a user becomes a tag of their session.

resource "aws_ssoadmin_instance_access_control_attributes" "ours" {
  instance_arn = local.instance_arn

  attribute {
    key = "department"
    value {
      source = ["$${path:enterprise.department}"]
    }
  }

  attribute {
    key = "surname"
    value {
      source = ["$${path:name.familyName}"]
    }
  }
}

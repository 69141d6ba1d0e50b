# As for AWS itself, but for the endpoints. Credentials are in the environment, and checked: Gatepost says whose they are.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

variable "endpoint" {
  type = string
}

variable "region" {
  type = string
}

provider "aws" {
  region                  = var.region
  skip_metadata_api_check = true
  max_retries             = 2

  endpoints {
    iam           = var.endpoint
    identitystore = var.endpoint
    organizations = var.endpoint
    ssoadmin      = var.endpoint
    sts           = var.endpoint
  }
}

data "aws_caller_identity" "current" {}

data "aws_ssoadmin_instances" "ours" {}

locals {
  account_id        = data.aws_caller_identity.current.account_id
  instance_arn      = data.aws_ssoadmin_instances.ours.arns[0]
  identity_store_id = data.aws_ssoadmin_instances.ours.identity_store_ids[0]
}

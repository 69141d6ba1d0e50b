"""Every operation of Identity Center's four services, walked from botocore's models."""

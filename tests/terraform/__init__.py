"""Terraform's AWS provider, as a stranger whose every resource and data source of Identity Center has to work."""

"""The policy language, by tables: expected outcomes are those of the IAM User Guide."""

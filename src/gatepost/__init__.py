"""Gatepost: single sign-on that an organisation runs itself, speaking the APIs of AWS IAM Identity Center."""

__version__ = "0.1.0"

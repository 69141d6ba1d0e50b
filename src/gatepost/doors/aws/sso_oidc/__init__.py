"""sso-oidc: how clients register and come by tokens."""

from gatepost.doors.aws.sso_oidc import clients, device, tokens

__all__ = ["clients", "device", "tokens"]

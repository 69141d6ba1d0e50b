"""sso-oidc: how clients register and come by tokens."""

from gatepost.doors.aws.sso_oidc import application_tokens, clients, device, tokens

__all__ = ["application_tokens", "clients", "device", "tokens"]

"""What clients get: OIDC clients, device and code grants, access and refresh tokens, role credentials."""

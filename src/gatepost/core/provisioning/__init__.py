"""Provisioning: an outside identity provider keeps users and groups in step, by a tenant's bearer tokens."""

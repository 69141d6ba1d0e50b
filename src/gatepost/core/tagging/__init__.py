"""Tags on resources of Identity Center: what carries them need not be known here, its ARN is enough."""

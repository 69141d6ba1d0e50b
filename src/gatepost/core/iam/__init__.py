"""Built-in accounts: users, roles, policies, access keys and temporary credentials."""

"""Permission sets, account assignments and their provisioning into accounts."""

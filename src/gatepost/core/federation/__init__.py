"""Where people prove who they are: in Gatepost's own directory, or at an external identity provider that it trusts."""

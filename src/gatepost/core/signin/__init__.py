"""How people get in: invitations, passwords, sessions, attempts and the flow between them."""

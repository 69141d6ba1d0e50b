"""The organisation: its root, units and accounts."""

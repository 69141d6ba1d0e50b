"""The `gatepost` command as somebody types it."""

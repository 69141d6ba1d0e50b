"""The console, as administrators see it."""

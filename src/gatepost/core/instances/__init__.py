"""The Identity Center instance and its identity store."""

"""Stored concepts, on both databases."""

"""Signing keys of an instance and their certificates: issued, rotated with an overlap, published."""

"""Signed requests: the bytes that arrived, their canonical form and Signature Version 4, for every door that takes them."""

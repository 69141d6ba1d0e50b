"""The demonstration that `make demo` serves."""

"""The documentation: complete, fresh, and true to the command line."""

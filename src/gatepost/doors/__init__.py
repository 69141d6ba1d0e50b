"""The ways in: each door parses, calls the core through perform() and renders."""

"""What needs no server: rules, formats and decisions."""

"""What Gatepost knows, by concept."""

"""What the core keeps, on SQLite and on PostgreSQL."""

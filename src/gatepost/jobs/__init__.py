"""Work that outlives a request: rows leased in the database."""

"""The requests of each measure: prepared in a world that is not served yet, one script a connection."""

"""The database itself: engine, transactions, column types and migrations; not its contents."""

"""The SQLite store behind the core's `Store` port."""

"""The only SQL: one portfolio is one SQLite file."""

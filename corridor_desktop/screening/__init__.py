"""Holdings held against sanctions lists that the user brings: offline, identifiers before names."""

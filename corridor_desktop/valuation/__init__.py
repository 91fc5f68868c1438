"""Book x market: priced lines, unpriced lines with reasons, coverage."""

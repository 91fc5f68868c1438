"""Prices and exchange rates as tables: as-of look-up with age, cross rates with their path."""

"""One table model for every page."""

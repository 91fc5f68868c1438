"""The exposure page."""

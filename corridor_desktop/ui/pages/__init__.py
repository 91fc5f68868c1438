"""One folder a page; each renders a review."""

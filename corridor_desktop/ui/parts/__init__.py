"""Small pieces that every page is built from."""

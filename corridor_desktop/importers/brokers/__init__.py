"""Code for the few layouts that data alone cannot describe, one broker a file."""

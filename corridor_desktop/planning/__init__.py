"""Plans tried before they are made: a what-if portfolio and the smallest fix of a breach."""

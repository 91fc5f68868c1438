"""The measuring room: what the program costs, beside the least that it could and beside others."""

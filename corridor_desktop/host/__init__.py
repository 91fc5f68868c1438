"""The operating system: paths, secrets, logging, single instance."""

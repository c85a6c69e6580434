"""Where tools come from: the built-in pool and files."""

"""Where tools come from: the built-in pool, files of any format, and Python functions."""

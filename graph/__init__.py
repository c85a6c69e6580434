"""The wiring: in what order, how many at once, with which models and tools, from which files to which."""

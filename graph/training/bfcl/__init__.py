"""The multi-turn part of BFCL, scored by its own scorer in an environment of its own."""

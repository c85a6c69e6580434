"""What can be checked without a model: one promise per function."""

"""Training formats: from records to files that trainers read."""

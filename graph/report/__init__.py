"""A run as one page: its figures as charts, and its dialogues to be read version by version."""

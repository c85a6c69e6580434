"""A run on a Ray cluster: the same dialogues, made by many processes on many machines."""

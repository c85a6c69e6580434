"""Faults planted in trusted dialogues, and how many of them the rules catch: `python -m graph.benchmarks.planting`."""

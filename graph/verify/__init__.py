"""Verification of anyone's dialogues: `python -m graph.verify`."""

"""Other people's trainers, each in an environment of its own, and what they make of an export."""

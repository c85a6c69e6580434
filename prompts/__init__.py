"""The words: what is said to models. Knows the nouns of `state`, and no model."""

"""From runs to a collection: what is left out, what is balanced, what is held back, and how diverse the rest is."""

"""One run divided among processes that know nothing of each other: `python -m graph.run --shard 3/40`."""

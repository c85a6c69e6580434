"""The experiments there are, in the order in which they are told."""

ORDER = ("compare", "ablate", "scale", "verifiers", "pools", "stops")

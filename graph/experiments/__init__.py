"""The paper's experiments: arms that differ in a few settings, on the same seeds, with intervals."""

"""The simulated model: a seeded writer, judge and expert that works offline and with any tools."""

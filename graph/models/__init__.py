"""What answers: the simulated model and OpenAI-compatible endpoints."""

"""The nouns: what a dialogue is. Knows nothing of prompts, models, files or LangGraph."""

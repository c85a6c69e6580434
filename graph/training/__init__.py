"""Fine-tuning on exports, and scoring what came of it: nothing that makes dialogues knows of it."""

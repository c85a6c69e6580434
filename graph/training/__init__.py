"""Fine-tuning on what was generated, and measuring what it gave."""

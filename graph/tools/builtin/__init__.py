"""The built-in pool: everyday domains whose tools really run."""

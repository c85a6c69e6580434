"""The verbs: what can be done to a dialogue. Knows no provider, no file and no LangGraph."""

"""MCP servers: started for one dialogue at a time, held to limits, and called as the dialogue calls."""

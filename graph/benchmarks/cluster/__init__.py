"""What a cluster loses when machines are lost, how fast it is, and whether its budget holds."""

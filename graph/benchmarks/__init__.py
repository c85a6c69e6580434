"""What is measured rather than tested: commands, an endpoint on this machine to run them against."""

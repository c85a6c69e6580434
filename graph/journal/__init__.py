"""What dialogues were told, kept so that nothing is asked twice: after a crash, in a replay, behind an endpoint."""

"""Text messages, through an SMS gateway."""

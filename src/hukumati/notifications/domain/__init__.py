"""The rules of carrying a message, without database or network."""

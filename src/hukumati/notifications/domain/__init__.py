"""The rules of delivering a message, without database or network."""

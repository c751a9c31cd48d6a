"""Enqueuing and delivering messages."""

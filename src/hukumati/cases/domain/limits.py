"""Limits on what people type."""

LONGEST_TEXT = 2000
"""Characters of a reason, a question or an answer; longer texts are cut."""

"""Text that people type, made fit to store."""


def strip_nul(text: str) -> str:
    """Remove NUL characters, which PostgreSQL cannot store in text."""
    return text.replace("\x00", "")


def clean_text(text: str, *, longest: int) -> str:
    """Return a typed text without NUL and outer white space, cut to `longest` characters."""
    return strip_nul(text).strip()[:longest]

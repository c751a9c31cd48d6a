"""Pages that combine parts; it owns no tables."""

"""Stand-ins for outside systems, each a separate small program with its own store."""

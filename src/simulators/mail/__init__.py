"""Stands in for the world's mail servers: a real SMTP server, and pages that show what it received."""

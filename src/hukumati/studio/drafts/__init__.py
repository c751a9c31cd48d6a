"""Drafts of service folders, kept in the database until a second person publishes them."""

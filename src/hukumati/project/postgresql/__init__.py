"""Django's way to PostgreSQL, but for how a pooled connection is looked at before it is used."""

"""Carries a message to a person: SMS and e-mail, each message once."""

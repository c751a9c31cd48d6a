"""Enquiries: a person reads what registers hold about them, at once and without an application."""

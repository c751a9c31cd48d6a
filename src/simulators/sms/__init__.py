"""Stands in for an SMS gateway: Kannel's `sendsms`, and a page that shows what telephones received."""

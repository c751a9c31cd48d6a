"""A stand-in for an SMS gateway: Kannel's `sendsms`, and a page that shows the messages received."""

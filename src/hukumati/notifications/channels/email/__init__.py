"""E-mail, through a mail server."""

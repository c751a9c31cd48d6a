"""A stand-in for the world's mail servers: a real SMTP server, and pages that show the e-mails received."""

"""The registers of the ministries that answer enquiries, several in one program: each under its own path."""

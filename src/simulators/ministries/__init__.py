"""The registers of the ministries, several in one program, each under its own path."""

"""The difference between two versions of a service: in plain words of both languages, and file by file."""

"""The difference between two versions of a service: in sentences of both languages, and line by line."""

"""Thousands of mutated service folders against the check of folders: `make fuzz`."""

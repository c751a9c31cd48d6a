"""The security server that each agency runs; it stands alone."""

"""The start page of the demonstration: where everything is, and who can be tried."""

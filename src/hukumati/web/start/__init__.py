"""The start page of the demonstration: every address, and the fictional people to sign in as."""

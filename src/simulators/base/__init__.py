"""What every simulator builds on: a program with a store, an event log, fault injection and plain pages."""

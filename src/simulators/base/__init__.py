"""What every simulator stands on: a program with a store, a journal, faults to order and plain pages."""

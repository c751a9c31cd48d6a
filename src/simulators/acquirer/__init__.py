"""A stand-in for the card acquirer: a REST interface, a hosted page, signed notifications, its own ledger."""

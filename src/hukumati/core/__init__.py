"""What all parts need: outbox, audit chain, money, identifiers, clock, errors. It knows no other part."""

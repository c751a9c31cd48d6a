"""What the registers have in common: queries by header, faults, magic people."""

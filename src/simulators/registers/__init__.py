"""What the registers have in common: one question by header, faults, magic people."""

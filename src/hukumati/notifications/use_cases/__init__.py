"""What the part does: hand a message over, deliver it."""

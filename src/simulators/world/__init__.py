"""One fictional country that all register simulators share: the same seed and year make the same people and things."""

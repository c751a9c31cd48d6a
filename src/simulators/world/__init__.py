"""A fictional country that all register simulators share: the same seed and month make the same people and things."""

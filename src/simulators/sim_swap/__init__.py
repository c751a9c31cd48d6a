"""A stand-in for a mobile operator that tells of swapped SIM cards (CAMARA SIM Swap, version 2)."""

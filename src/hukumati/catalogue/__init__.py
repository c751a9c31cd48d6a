"""The catalogue: which services exist; it reads, checks and publishes the folders under `services/`."""

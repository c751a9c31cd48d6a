"""A stand-in for the Ministry of Interior's population register: `GET /persons/current`."""

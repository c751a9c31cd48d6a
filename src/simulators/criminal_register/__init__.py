"""A stand-in for the Ministry of Justice's criminal record register: `GET /records/current`."""

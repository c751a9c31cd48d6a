"""The officials' workplace: inbox, side requests, appointments, desk and studio. It owns no tables."""

"""The analysts' studio: services are written, checked, tried out, and published by two people. It owns no tables."""

"""The ways to carry a message: one folder for each, registered in `notifications/wiring.py`."""

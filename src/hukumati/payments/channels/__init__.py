"""The ways to pay: one folder for each, registered in `payments/wiring.py`."""

"""Hukumati (حكومتي): an open government e-services platform."""

__version__ = "0.3.0.dev0"
"""The one place where the version stands: packaging, `hukumati --version` and `/health` read it here."""

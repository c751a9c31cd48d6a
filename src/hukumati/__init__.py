"""Hukumati (حكومتي): an open government e-services platform."""

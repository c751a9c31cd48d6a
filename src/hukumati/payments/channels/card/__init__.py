"""Paying by card on the page of an acquirer."""

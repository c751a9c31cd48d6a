"""Paying in cash at an agent, through the electronic bill presentment and payment (EBPP) switch."""

"""Diagrams of a service's flow: its states and transitions, laid out and drawn as SVG."""

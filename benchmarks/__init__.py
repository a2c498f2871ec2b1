"""Measurements: speed and memory, printed as tables."""

"""Watching sources: finding, asking and reading them, and saying when one is in trouble or silent."""

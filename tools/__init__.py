"""Tools of the checks."""

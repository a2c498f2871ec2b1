"""Everything that translates between the core and the world outside."""

"""The chat commands: one declaration each, and the grammar and dispatch that serve them all."""

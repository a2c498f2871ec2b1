"""Servers of our own that the bot is tested against, each in a process of its own."""

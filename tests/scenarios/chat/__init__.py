"""Scenarios that read like a chat: the same are played in the terminal, in Slack and in Discord."""

"""Slack from end to end: people on one side, the store on the other, sockets in between."""

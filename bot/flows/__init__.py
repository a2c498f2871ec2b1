"""Use cases: what the bot does, through its ports."""

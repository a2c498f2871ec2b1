"""Discord: guilds, their channels, forums and threads, and direct messages, through discord.py."""

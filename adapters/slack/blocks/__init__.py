"""Cards as Block Kit, within every limit that Slack has."""

"""Slack: a workspace's channels, direct messages and home pages, through slack-bolt."""

"""Tests of the Slack adapter's parts."""

"""Exports: follow-ups for spreadsheets, other programs, and calendars."""

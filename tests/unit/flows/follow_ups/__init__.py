"""Follow-ups, over a real store and two platforms in memory."""

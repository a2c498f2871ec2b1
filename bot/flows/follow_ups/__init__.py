"""Follow-ups: from a flag to work that gets done."""

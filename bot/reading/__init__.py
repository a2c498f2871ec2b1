"""Documents into briefs: pure functions without network, model or key."""

"""Values into cards: what a person is shown, before any platform renders it."""

"""Reading: documents into briefs."""

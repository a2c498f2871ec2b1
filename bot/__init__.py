"""The core of Nutgraf: it knows stories, and no chat platform, database or file format."""

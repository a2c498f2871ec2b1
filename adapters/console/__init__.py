"""The local playground: a chat in the terminal."""

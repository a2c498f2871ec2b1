"""The wall: what the bot has posted in the terminal, with its reactions, under numbers that can be said."""

import secrets
from dataclasses import dataclass, field

from bot.model.card import Card
from bot.model.people import Conversation, MessageRef
from bot.model.reaction import Reaction


@dataclass
class Post:
    """A message, what it showed one after the other, and who has put which reaction on it."""

    number: int
    message: MessageRef
    key: str
    cards: list[Card]
    reactions: set[Reaction] = field(default_factory=set)

    @property
    def card(self) -> Card:
        """What it shows now."""
        return self.cards[-1]


class Wall:
    """Every post of one terminal. Another terminal's are unknown to it: they have gone with it."""

    def __init__(self) -> None:
        self._opened = secrets.token_hex(4)  # the store remembers posts of earlier terminals by their ids
        self._posts: list[Post] = []

    def put(self, to: Conversation, card: Card, key: str) -> Post:
        """Put up a post."""
        number = len(self._posts) + 1
        message = MessageRef(conversation=to, id=f"{self._opened}-{number}")
        self._posts.append(Post(number, message, key, [card]))
        return self._posts[-1]

    def under(self, key: str) -> Post | None:
        """Return the post that was put up with that key."""
        return next((each for each in self._posts if each.key == key), None)

    def of(self, identity: str | None) -> Post | None:
        """Return the post with that id."""
        return next((each for each in self._posts if each.message.id == identity), None)

    def numbered(self, number: int | None) -> Post | None:
        """Return the post with that number; for None the newest."""
        at = len(self._posts) if number is None else number
        return self._posts[at - 1] if 1 <= at <= len(self._posts) else None

    def all(self) -> tuple[Post, ...]:
        """Return every post, oldest first."""
        return tuple(self._posts)

    def react(self, post: Post, mark: Reaction, *, present: bool) -> bool:
        """Put a reaction on a post or take it back; say whether that changed anything."""
        if (mark in post.reactions) is present:
            return False
        (post.reactions.add if present else post.reactions.discard)(mark)
        return True

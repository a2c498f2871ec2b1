"""Flags: a person's wish that somebody goes back to a story, kept and shown with it."""

import re

from bot.errors import NotFound
from bot.flows.desk import the_story
from bot.model.card import Buttons, Card
from bot.model.flag import Flag
from bot.model.people import Actor, Conversation, MessageRef
from bot.model.story import Story
from bot.model.value import Value
from bot.ports import Clock, Store, Tx, View


class Flagged(Value):
    """A story and the flags that stand on it now; `changed` is unset where it was just so before."""

    story: Story
    flags: tuple[Flag, ...]
    changed: bool


class Flags:
    """Puts flags on stories and takes them off."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def put(self, number: int, by: Actor, where: Conversation, angle: str = "") -> Flagged:
        """Flag a story; with no angle, the one that the person gave before stays. Raises NotFound."""
        at = self._clock.now()

        def work(tx: Tx) -> Flagged:
            story = the_story(tx, number)
            before = next((each for each in tx.flags.of(number) if _same(each.by, by)), None)
            changed = before is None or angle not in {"", before.angle}
            if changed:
                tx.flags.put(Flag(story=number, by=by, where=where, at=at, angle=angle))
            return Flagged(story=story, flags=tx.flags.of(number), changed=changed)

        return await self._store.write(work)

    async def take(self, number: int, by: Actor) -> Flagged:
        """Take a person's own flag off a story. Raises NotFound where there is no such story."""

        def work(tx: Tx) -> Flagged:
            story, taken = the_story(tx, number), tx.flags.take(number, by)
            return Flagged(story=story, flags=tx.flags.of(number), changed=taken)

        return await self._store.write(work)

    async def shown_on(self, message: MessageRef) -> tuple[Story, ...]:
        """Return the stories that can be flagged on a post of ours, in their order; at least one.

        Raises NotFound where it is no post of ours, or shows no story.
        """

        def look(view: View) -> tuple[Story, ...]:
            post = view.deliveries.at(message)
            if post is None:
                raise NotFound(
                    "That message is none of Nutgraf's posts, so nothing was flagged.", next_step=_BY_HAND
                )
            numbers = (post.story,) if post.story else _flaggable(post.card)
            stories = (view.stories.get(number) for number in numbers)
            found = tuple(story for story in stories if story is not None)
            if not found:
                raise NotFound("That post shows no story, so nothing was flagged.", next_step=_BY_HAND)
            return found

        return await self._store.read(look)

    async def of(self, number: int) -> tuple[Flag, ...]:
        """Return the flags that stand on a story, oldest first."""
        return await self._store.read(lambda view: view.flags.of(number))


_BY_HAND = "`follow NUMBER` flags a story; `latest` and `search WORDS` show their numbers."
_FLAG = re.compile(r"follow (\d+)")


def _flaggable(card: Card) -> tuple[int, ...]:
    """Return the stories whose *Flag* buttons a card has."""
    said = (b.says for block in card.blocks if isinstance(block, Buttons) for b in block.buttons)
    return tuple(int(flag[1]) for says in said if (flag := _FLAG.fullmatch(says)))


def _same(person: Actor, other: Actor) -> bool:
    """Say whether they are the same person; name and role may have changed."""
    return (person.platform, person.workspace, person.id) == (other.platform, other.workspace, other.id)

"""Everything that is known of follow-ups, gathered for an export."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from bot.model.exported import Exported
from bot.ports import Store, View

_AT_ONCE: Final = 500


async def exported(store: Store) -> tuple[Exported, ...]:
    """Return every follow-up in whatever state, the lowest number first.

    They are read in several goes, so that writers don't wait; one that is made meanwhile may be in it or not.
    """
    gathered: list[Exported] = []
    after = 0
    while found := await store.read(partial(_page, after=after)):
        gathered.extend(found)
        after = found[-1].follow_up.number
    return tuple(gathered)


def _page(view: View, *, after: int) -> Sequence[Exported]:
    found = view.follow_ups.every(after=after, limit=_AT_ONCE)
    stories = {story.number: story for story in view.stories.numbered({each.story for each in found})}
    return [
        Exported(
            follow_up=each,
            headline=stories[each.story].headline if each.story in stories else "",
            url=stories[each.story].url if each.story in stories else None,
            flags=view.follow_ups.flags(each.number),
            history=view.follow_ups.history(each.number),
        )
        for each in found
    ]

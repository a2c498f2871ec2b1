"""A source that is polled: where it is, how often it publishes, and how it is."""

from datetime import timedelta
from enum import StrEnum

from bot.model.fetch import Fault
from bot.model.people import Actor, Conversation
from bot.model.value import Utc, Value


class SourceKind(StrEnum):
    """What is polled: a feed, or a page of which every change is looked at."""

    feed = "feed"
    page = "page"


class SourceState(StrEnum):
    """Whether a source is polled.

    active   it is
    stopped  it is gone for good (410), or an address that may not be asked: until somebody checks it again
    removed  somebody took it out
    """

    active = "active"
    stopped = "stopped"
    removed = "removed"


class Trouble(Value):
    """An unbroken row of failures: what, since when, how many; `told` says whether a person was told.

    `says` is one plain sentence, `next_step` what to do about it.
    """

    fault: Fault
    says: str
    next_step: str = ""
    since: Utc
    times: int = 1
    told: bool = False


class PolledDraft(Value):
    """A source that has no number yet.

    `key` is stable and what its items are known by, whatever address it moves to (`Source.key` in the
    store): the address that was added. `url` is where it is asked now. `home` is where it was added: what is
    to be said of it is said
    there; None where it was imported. `full` has the page of each entry that has only a summary read.
    `topics` are given to all its stories.
    """

    key: str
    url: str
    kind: SourceKind
    title: str
    added_at: Utc
    next_at: Utc
    home: Conversation | None = None
    added_by: Actor | None = None
    full: bool = False
    topics: tuple[str, ...] = ()
    state: SourceState = SourceState.active
    etag: str | None = None
    last_modified: str | None = None
    ttl: int | None = None
    moments: tuple[Utc, ...] = ()
    polled_at: Utc | None = None
    succeeded_at: Utc | None = None
    trouble: Trouble | None = None
    alarmed_for: Utc | None = None
    muted: bool = False


class PolledSource(PolledDraft):
    """A source that is polled.

    `next_at` is when it is asked next. `etag`, `last_modified` and `ttl` (minutes) are what it said last.
    `moments` are when its newest items were published, as far as known, else first seen; newest first, at
    most 50. `alarmed_for` is the newest moment when the alarm was last given that nothing came since;
    `muted` says that no such alarm is wanted.
    """

    number: int

    @property
    def newest(self) -> Utc | None:
        """When it last published something, as far as is known."""
        return self.moments[0] if self.moments else None


class Wish(Value):
    """What somebody wants to have watched: an address as they wrote it, and how.

    `by` and `where` are who asked in which conversation. `page` is for the page itself, whatever feeds it
    names. `full` and `topics` are as in `PolledDraft`.
    """

    url: str
    by: Actor | None = None
    where: Conversation | None = None
    full: bool = False
    topics: tuple[str, ...] = ()
    page: bool = False


class Rhythm(Value):
    """How often a source publishes, learned from its own moments.

    `usual` is the usual time between two, None where too little is known. `poll_every` is how often to ask.
    `quiet_after` is how long nothing may come before that is worth a word; None where nothing is known.
    """

    usual: timedelta | None
    poll_every: timedelta
    quiet_after: timedelta | None


class Sighting(Value):
    """What was found at an address: a source that could be added, and its newest headlines (at most three).

    `doubts` are plain sentences on why to ask before adding it; `others` are other sources that were found.
    """

    source: PolledDraft
    rhythm: Rhythm
    headlines: tuple[str, ...] = ()
    entries: int = 0
    doubts: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    known: int | None = None

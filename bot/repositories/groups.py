"""The repository of what is compared when a report comes in: which story it belongs to."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple, Protocol

from bot.model.sketch import Kept, Profile
from bot.model.value import Utc


class Frequencies(NamedTuple):
    """In how many of `total` reports that were kept each stem is.

    `reports` says at least those that were asked for; where a stem is in none, it may be left out. It is
    valid until the next report is kept.
    """

    total: int
    reports: Mapping[str, int]


class Printed(NamedTuple):
    """A report that has `prints` prints, and shares some with another."""

    report: int
    story: int
    at: Utc
    prints: int
    shared: int


class Groups(Protocol):
    """Stories as the grouping knows them: those that had a report of late."""

    def frequencies(self, stems: Collection[str]) -> Frequencies:
        """Return in how many reports each of the stems is, and how many reports were counted."""
        ...

    def near(self, stems: Sequence[str], *, most: int) -> Mapping[str, tuple[int, ...]]:
        """Return for each stem the `most` stories with the latest reports that are found by it, in any order.

        Stems of no story are left out.
        """
        ...

    def profiles(self, stories: Collection[int]) -> Mapping[int, Profile]:
        """Return the profiles of these stories; those without one are left out."""
        ...

    def printed(self, prints: Collection[int]) -> tuple[Printed, ...]:
        """Return at most 20 reports that share prints with these, most first, then the latest that came."""
        ...

    def on_page(self, page: int) -> tuple[Printed, ...]:
        """Return the reports at that page (`Sketch.page`), at most 20, the latest that came first."""
        ...

    def kept(self, story: int) -> tuple[Kept, ...]:
        """Return the reports of a story that are kept, in the order in which they came."""
        ...

    def keep(self, kept: Kept, stems: Collection[str], profile: Profile) -> None:
        """Keep a report that isn't kept yet, and what its story says with it.

        `stems` are all of its own, to be counted.
        """
        ...

    def replace(self, story: int, kept: Collection[Kept], profile: Profile | None) -> None:
        """Make these the reports of a story, wherever they were kept before; None: it leaves the index."""
        ...

    def forget(self, before: Utc) -> int:
        """Let stories without a report since that moment leave the index; return how many did.

        Where very many reports are counted, old counts are halved, so that frequencies are those of late.
        """
        ...

"""The groups of a store that is nowhere: the same answers without a file, for trying many settings."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence

from bot.model.sketch import Kept, Profile
from bot.model.value import Utc
from bot.repositories.groups import Frequencies, Printed


class MemoryGroups:
    """See `bot.repositories.groups.Groups` for the contract."""

    def __init__(self) -> None:
        self._total = 0
        self._words: Counter[str] = Counter()
        self._found: dict[str, dict[int, Utc]] = defaultdict(dict)
        self._profiles: dict[int, Profile] = {}
        self._reports: dict[int, Kept] = {}
        self._prints: dict[int, set[int]] = defaultdict(set)

    def frequencies(self, stems: Collection[str]) -> Frequencies:
        """Return in how many reports each of the stems is, and how many reports were counted."""
        return Frequencies(self._total, {stem: self._words[stem] for stem in stems})

    def near(self, stems: Sequence[str], *, most: int) -> Mapping[str, tuple[int, ...]]:
        """Return for each stem the `most` stories of late that are found by it, in any order."""
        return {stem: self._newest(stem, most) for stem in stems if self._found.get(stem)}

    def profiles(self, stories: Collection[int]) -> Mapping[int, Profile]:
        """Return the profiles of these stories; those without one are left out."""
        return {story: self._profiles[story] for story in stories if story in self._profiles}

    def printed(self, prints: Collection[int]) -> tuple[Printed, ...]:
        """Return at most 20 reports that share prints with these, most first, then the latest that came."""
        shared = Counter(report for mark in prints for report in self._prints.get(mark, ()))
        most = sorted(shared, key=lambda report: (-shared[report], -report))[:20]
        return tuple(self._printed(self._reports[report], shared[report]) for report in most)

    def on_page(self, page: int) -> tuple[Printed, ...]:
        """Return the reports at that page, at most 20, the latest that came first."""
        there = [kept for _, kept in sorted(self._reports.items()) if kept.sketch.page == page]
        return tuple(self._printed(kept, 0) for kept in reversed(there[-20:]))

    def kept(self, story: int) -> tuple[Kept, ...]:
        """Return the reports of a story that are kept, in the order in which they came."""
        return tuple(kept for _, kept in sorted(self._reports.items()) if kept.story == story)

    def keep(self, kept: Kept, stems: Collection[str], profile: Profile) -> None:
        """Keep a report that isn't kept yet, and what its story says with it."""
        self._total += 1
        self._words.update(stems)
        self._put(kept)
        self._profiles[kept.story] = profile

    def replace(self, story: int, kept: Collection[Kept], profile: Profile | None) -> None:
        """Make these the reports of a story, wherever they were kept before; None: it leaves the index."""
        self._drop(story)
        for each in kept:
            self._put(each)
        if profile:
            self._profiles[story] = profile

    def forget(self, before: Utc) -> int:
        """Let stories without a report since that moment leave the index; return how many did."""
        old = [story for story, profile in self._profiles.items() if profile.last < before]
        for story in old:
            self._drop(story)
        return len(old)

    def _newest(self, stem: str, most: int) -> tuple[int, ...]:
        seen = self._found[stem]
        return tuple(sorted(seen, key=lambda story: (seen[story], story), reverse=True)[:most])

    def _printed(self, kept: Kept, shared: int) -> Printed:
        return Printed(kept.report, kept.story, kept.at, len(kept.sketch.prints), shared)

    def _put(self, kept: Kept) -> None:
        self._reports[kept.report] = kept
        for stem in kept.stems:
            seen = self._found[stem]
            seen[kept.story] = max(seen.get(kept.story, kept.at), kept.at)
        for mark in kept.sketch.prints:
            self._prints[mark].add(kept.report)

    def _drop(self, story: int) -> None:
        self._profiles.pop(story, None)
        for kept in self.kept(story):
            del self._reports[kept.report]
            for stem in kept.stems:
                self._found[stem].pop(story, None)
            for mark in kept.sketch.prints:
                self._prints[mark].discard(kept.report)

"""What editors do to stories: two that are one event become one, a stray report becomes a story."""

from bot.errors import NotFound, UsageError
from bot.flows.desk import the_story
from bot.flows.folds import refresh_folds
from bot.flows.follow_ups.showing import refresh
from bot.flows.grouping import Grouping
from bot.flows.story_posts import bring_back, lead_posts, tell_posts
from bot.flows.weights import weights_of
from bot.model.people import Actor, ChannelRef
from bot.model.story import Story
from bot.model.value import Value
from bot.model.worth import Worth
from bot.ports import Clock, Store, Tx, View
from bot.reading.ranking import worth


class Standing(Value):
    """A story, and why it stands where it stands in lists."""

    story: Story
    worth: Worth


class Stories:
    """Merges and splits stories. `zone` is the IANA zone of cards where nobody has set one."""

    def __init__(self, store: Store, clock: Clock, grouping: Grouping, *, zone: str = "UTC") -> None:
        self._store = store
        self._clock = clock
        self._grouping = grouping
        self._zone = zone

    async def merge(self, kept: int, gone: int, *, by: Actor) -> Story:
        """Make the reports of `gone` reports of `kept`, with its follow-ups; return that story.

        Posts of either are brought up to date. The machine never parts them again. Raises NotFound, and
        UsageError where both are one already.
        """
        at = self._clock.now()

        def work(tx: Tx) -> Story:
            into, other = the_story(tx, kept), the_story(tx, gone)
            if into.number == other.number:
                raise UsageError(
                    _one_already(kept, gone, into.number), next_step=f"`story {into.number}` shows it."
                )
            story = tx.stories.merge(into.number, other.number, by=by.name)
            self._grouping.joined(tx, into.number, other.number)
            for follow_up in tx.follow_ups.of(other.number):
                tx.follow_ups.change(follow_up.model_copy(update={"story": story.number}))
            tell_posts(tx, story, f"{by.name} put #{other.number} with this: who has it has changed.", at=at)
            lead_posts(tx, other.number, story, at=at, by=by.name)
            refresh_folds(tx, story.number, at=at)
            for follow_up in tx.follow_ups.of(story.number):
                refresh(tx, follow_up, at=at, zone=self._zone)
            return story

        return await self._store.write(work)

    async def split(self, number: int, report: int, *, by: Actor) -> tuple[Story, Story]:
        """Make a report a story of its own; return the old story and the new one. `report` counts from 1.

        Where the report began a story that was merged, that has its number back, and its posts. Posts of the
        old story are brought up to date, its follow-ups stay with it. The machine never puts the report
        back. Raises NotFound, and UsageError where it is the story's only report.
        """
        at = self._clock.now()

        def work(tx: Tx) -> tuple[Story, Story]:
            story = the_story(tx, number)
            if len(story.reports) == 1:
                raise UsageError(
                    f"#{story.number} has only one report, so there is nothing to split off.",
                    next_step=f"`story {story.number}` shows it.",
                )
            if not 1 <= report <= len(story.reports):
                raise NotFound(
                    f"#{story.number} has no report {report}: it has {len(story.reports)}.",
                    next_step=f"`story {story.number}` numbers them.",
                )
            arrival = story.reports[report - 1].arrival
            old, new = tx.stories.split(story.number, arrival, by=by.name)
            self._grouping.parted(tx, old.number, arrival, new.number)
            bring_back(tx, old, new, at=at)
            words = f"{by.name} made a report of this #{new.number}: {new.headline}"
            tell_posts(tx, old, words, at=at)
            for each in (old, new):
                refresh_folds(tx, each.number, at=at)
            for follow_up in tx.follow_ups.of(old.number):
                refresh(tx, follow_up, at=at, zone=self._zone)
            return old, new

        return await self._store.write(work)

    async def standing(self, number: int, *, where: ChannelRef) -> Standing:
        """Return a story, and what it is worth in lists of that channel's workspace. Raises NotFound."""
        now = self._clock.now()

        def look(view: View) -> Standing:
            story = the_story(view, number)
            people = view.reactions.people([story.number]).get(story.number, 0)
            weights = weights_of(view, where)
            return Standing(story=story, worth=worth(story, people=people, weights=weights, now=now))

        return await self._store.read(look)


def _one_already(kept: int, gone: int, number: int) -> str:
    if kept == gone:
        return f"#{kept} can't be merged with itself."
    return f"#{kept} and #{gone} are one story already, #{number}."

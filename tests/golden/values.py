"""Stories, digests and what belongs to them, as the cards of the golden files show them."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from bot.model.brief import Brief, Passage, Point, Section, SectionKind
from bot.model.digest import Digest, OrderState
from bot.model.document import Place
from bot.model.follow_up import SAID, Did, Entry, Flag, FollowUp, NamedDay
from bot.model.people import Actor, ChannelRef, Conversation, Role
from bot.model.schedule import WEEKDAYS, Schedule
from bot.model.story import Report, Story
from bot.model.subscription import Rules, Subscription
from bot.reading.read import read
from tests.unit.reading.helpers import document

NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)
SAMPLE = Path(__file__).parents[2] / "samples" / "briefs" / "karpathy-joins-anthropic.txt"
HOSTILE = (
    "<!channel> @everyone <@U123> *bold* _it_ ~gone~ `code` :tada: R&D <https://evil.example|look> "
    "\u202ebackwards\u202c\x1b[31m > quote & &amp; done"
)
ANNA = Actor(platform="slack", workspace="T1", id="U0ANNA", name="anna", role=Role.editor)
NEWSROOM = Conversation(channel=ChannelRef(platform="slack", workspace="T1", id="C0NEWSROOM"))
ANNAS = Conversation(channel=ChannelRef(platform="slack", workspace="T1", id="U0ANNA", person=True))


def passage(text: str) -> Passage:
    """Return a passage; its place is of no importance to a card."""
    return Passage(text=text, place=Place(start=0, end=len(text)))


def story(
    number: int,
    headline: str,
    gist: str,
    *,
    outlets: tuple[str, ...] = ("The Courier",),
    url: str | None = "https://www.courier.example/2026/11/02/story",
    hours: int = 2,
) -> Story:
    """Return a story that came in so many hours before eight."""
    reports = tuple(
        Report(
            outlet=o, headline=headline, first_seen=NOW, published_at=NOW - timedelta(hours=hours), url=url
        )
        for o in outlets
    )
    matters = Section(kind=SectionKind.why_it_matters, title="", text=(passage(gist),))
    return Story(
        number=number,
        headline=headline,
        brief=Brief(dek=passage(gist), sections=(matters,)),
        reports=reports,
        first_seen=NOW,
        url=url,
    )


def council() -> Story:
    """Return a story as a newsroom has them."""
    return story(
        142,
        "Council votes to close the Harbour Street bridge for two years",
        "Some 18,000 people cross it every day, and no ferry is planned. The vote was 31 to 29.",
        outlets=("The Courier", "Harbour Radio", "Reuters"),
    )


def morning() -> tuple[Story, ...]:
    """Return the stories of an ordinary edition."""
    return (
        council(),
        story(
            139,
            "Nurses at three hospitals call a strike for Thursday",
            "Planned operations are put off; emergency rooms stay open. Talks go on until Wednesday night.",
            outlets=("Harbour Radio",),
            hours=4,
        ),
        story(
            151,
            "Battery plant delays its opening by a year",
            "The region counted on 1,400 jobs by 2027, and has already paid for the road to the site.",
            outlets=("Business Daily", "Reuters"),
            hours=11,
        ),
        story(
            147,
            "Court lets the school merger go ahead",
            "Parents of 600 children had sued; the first classes move in September.",
            url=None,
            hours=13,
        ),
        story(
            150,
            "Rivers fall below the mark of 2018",
            "Barges carry half their load, so coal and grain get dearer inland.",
            outlets=("Weather Desk",),
            hours=15,
        ),
    )


def karpathy() -> Story:
    """Return a long brief that a newsroom drafted by hand."""
    reading = read(document(SAMPLE.read_text("utf-8")))
    report = Report(
        outlet="Anthropic News",
        headline=reading.headline,
        first_seen=NOW,
        published_at=NOW - timedelta(hours=3),
        url="https://www.anthropic.example/news/karpathy",
    )
    return Story(
        number=142,
        headline=reading.headline,
        brief=reading.brief,
        reports=(report, report.model_copy(update={"outlet": "Reuters"})),
        first_seen=NOW,
        url=report.url,
        topics=("ai", "people"),
        happened_on=date(2026, 5, 19),
    )


def hostile(number: int = 1) -> Story:
    """Return a story of which every word was written by somebody who means no good."""
    place = Place(start=0, end=1)
    points = tuple(Point(text=HOSTILE, place=place, label=label) for label in (None, HOSTILE))
    section = Section(kind=SectionKind.other, title=HOSTILE, text=(passage(HOSTILE),), points=points)
    report = Report(outlet=HOSTILE, headline=HOSTILE, first_seen=NOW, url="https://evil.example/<!here>|x")
    return Story(
        number=number,
        headline=HOSTILE,
        brief=Brief(dek=passage(HOSTILE), sections=(section,), source_line=HOSTILE),
        reports=(report, report.model_copy(update={"outlet": "*two*", "url": "javascript:alert(1)"})),
        first_seen=NOW,
        url="https://evil.example/?a=1&b=<2>",
        topics=(HOSTILE,),
    )


def enormous(number: int = 1) -> Story:
    """Return a story that is longer in every way than Slack takes."""
    place = Place(start=0, end=1)
    text = "It rained all day & all night in <every> town. " * 90
    sections = tuple(
        Section(
            kind=SectionKind.background,
            title=f"Chapter {chapter}",
            text=(passage(text),),
            points=(Point(text="Short.", place=place, label="A point"), Point(text=text, place=place)),
        )
        for chapter in range(1, 5)
    )
    report = Report(outlet="O" * 300, headline="x", first_seen=NOW, url=f"https://x.example/{'a' * 1_900}")
    return Story(
        number=number,
        headline="A headline that does not end " * 20,
        brief=Brief(dek=passage(text), sections=sections, source_line="The Courier"),
        reports=(report,) * 12,
        first_seen=NOW,
        url=f"https://x.example/{'b' * 290}",
        topics=tuple(f"topic {n}" for n in range(40)),
    )


def digest(number: int = 1, *, state: OrderState = OrderState.active, reason: str = "") -> Digest:
    """Return the newsroom's digest."""
    return Digest(
        number=number,
        where=NEWSROOM,
        schedule=Schedule(at=time(8), zone="Europe/London", days=WEEKDAYS),
        set_by=ANNA,
        made_at=NOW,
        changed_at=NOW,
        state=state,
        reason=reason,
    )


def subscription(number: int, rules: Rules, *, state: OrderState = OrderState.active) -> Subscription:
    """Return a subscription of the newsroom's."""
    reason = "The channel is archived." if state is OrderState.paused else ""
    return Subscription(
        number=number, where=NEWSROOM, rules=rules, set_by=ANNA, made_at=NOW, state=state, reason=reason
    )


BEN = ANNA.model_copy(update={"id": "U0BEN", "name": "ben", "role": Role.reader})


def asking() -> Story:
    """Return a story that leaves two questions open."""
    questions = ("Who pays for the ferry?", "When was the bridge last checked?")
    points = tuple(Point(text=q, place=Place(start=at, end=at + 1)) for at, q in enumerate(questions))
    known = council()
    asked = Section(kind=SectionKind.open_questions, points=points)
    return known.model_copy(
        update={"brief": known.brief.model_copy(update={"sections": (*known.brief.sections, asked)})}
    )


def flags() -> tuple[Flag, ...]:
    """Return two people's flags."""
    return tuple(Flag(by=by, way=SAID, at=NOW) for by in (ANNA, BEN))


def follow_up(number: int = 12, **changes: object) -> FollowUp:
    """Return a follow-up of story 142, open and as it was made unless changed."""
    made = FollowUp(
        number=number,
        story=142,
        slug="council-votes-close-harbour",
        home=NEWSROOM,
        made_by=ANNA,
        made_at=NOW,
        days=(NamedDay(day=date(2026, 11, 19), sentence="The council meets again on 19 November."),),
    )
    return made.model_copy(update=changes)


def history() -> tuple[Entry, ...]:
    """Return what was done to a follow-up, one line of each kind."""
    due = NOW + timedelta(days=2)
    timed = {Did.due, Did.snoozed, Did.nudged}
    words = {Did.angled: "Who pays?", Did.dropped: "The council has answered", Did.done: HOSTILE}
    return tuple(
        Entry(
            at=NOW + timedelta(hours=at),
            did=did,
            by=None if did in {Did.nudged, Did.escalated, Did.called} else ANNA,
            words=words.get(did, ""),
            owner=BEN if did is Did.assigned else None,
            due=due if did in timed else None,
            where=NEWSROOM,
        )
        for at, did in enumerate(Did)
    )

"""Cards of stories with several reports, and of topics, watches and weights, for the golden files."""

from datetime import timedelta

from bot.cards.merged import merged_card, split_card
from bot.cards.settings import weights_card
from bot.cards.story import brief_card
from bot.cards.topics import topic_dropped_card, topic_set_card, topics_card
from bot.cards.watches import unwatched_card, watched_card, watches_card
from bot.cards.why import why_card
from bot.model.account import Account
from bot.model.card import Card
from bot.model.decision import Choice, Decision
from bot.model.preferences import Weights
from bot.model.sketch import Explanation
from bot.model.story import Copy, Fresh, Report, Story
from bot.model.subscription import Rules, Subscription
from bot.model.topic import TopicCount, TopicRule
from bot.model.worth import Worth
from tests.golden import values as v

_MINUTE = timedelta(minutes=1)
_FIRST = v.NOW - timedelta(hours=5)
_TAKEN = TopicRule(
    name="economy", words=("interest rate", "taper"), sources=("Fed News",), without=("football",)
)
_WORTH = Worth(
    total=2.87,
    parts=(
        ("4 outlets", 2.0),
        ("5 hours old", -0.208),
        ("2 people reacted", 0.79),
        ("drafted by its source", 0.25),
    ),
)


def reported_cards() -> dict[str, Card]:
    """Return the cards by name; the same each time."""
    council, hostile = _council(), _hostile()
    watch = _watch(3, Rules(phrases=("Karpathy",)))
    ruled = TopicRule(name=v.HOSTILE, words=(v.HOSTILE,), sources=(v.HOSTILE,), without=(v.HOSTILE,))
    return {
        "brief-reports": brief_card(council),
        "brief-reports-hostile": brief_card(hostile),
        "brief-reports-largest": brief_card(_many()),
        "why-reports": why_card(council, (_account(),), _WORTH),
        "why-reports-hostile": why_card(hostile, (), _WORTH),
        "why-watch": why_card(council, (), _WORTH, person=True),
        "merged": merged_card(council, 150),
        "split": split_card(council, v.story(163, "Ferry owners see their chance", ""), report=3),
        "topics": topics_card(
            (
                TopicCount(name="politics", stories=1_204),
                TopicCount(name="economy", stories=311, rule=_TAKEN),
                TopicCount(name="school", stories=0, rule=TopicRule(name="school", words=("pupil",))),
            )
        ),
        "topic-set": topic_set_card(_TAKEN, 12),
        "topic-dropped": topic_dropped_card("economy"),
        "topic-set-hostile": topic_set_card(ruled, 0),
        "watched": watched_card(
            watch,
            "Watch 3 is set up.",
            ("Nothing old is posted. Of the news of the last 24 hours 2 of 310 stories would have fitted.",),
        ),
        "watches": watches_card((watch, _watch(5, Rules(topics=("economy",), without=("football",))))),
        "unwatched": unwatched_card(watch, withdrawn=1, kept_back=2),
        "weights": weights_card("Set for the whole workspace", Weights(outlets=2)),
    }


def _council() -> Story:
    """Return a story of four outlets, with a copy, an editor's report and an update that brought facts."""
    known = v.council()
    why = Explanation(
        words=("Harbour", "Street", "bridge", "council"), score=0.62, needed=0.35, hours_apart=0.3
    )
    copies = (
        _copy("The Echo", "https://echo.example/ap/bridge"),
        _copy("AP", "https://amp.ap.example/bridge"),
    )
    ferry = (
        Fresh(text="A ferry would cost 4.1 million a year.", seen=_FIRST + 20 * _MINUTE),
        Fresh(text="The mayor will speak at noon.", seen=_FIRST + 190 * _MINUTE),
    )
    reports = (
        _report("The Courier", 0, known.headline, arrival=1),
        _report(
            "AP",
            20,
            "Harbour Street bridge to shut until 2028",
            arrival=4,
            why=why,
            copies=copies,
            fresh=ferry,
        ),
        _report("Harbour Radio", 47, known.headline, arrival=5, why=why, published_at=None),
        _report("Ferry Times", 200, "Ferry owners see their chance", arrival=9, put_by="Anna"),
    )
    return known.model_copy(update={"reports": reports, "first_seen": _FIRST})


def _hostile() -> Story:
    why = Explanation(words=(v.HOSTILE, "taper"), score=1, needed=0)
    fresh = (Fresh(text=v.HOSTILE, seen=v.NOW),)
    copies = (Copy(outlet=v.HOSTILE, first_seen=v.NOW),)
    reports = (
        _report(v.HOSTILE, 0, v.HOSTILE, fresh=fresh, copies=copies),
        _report("Other", 5, v.HOSTILE, why=why),
        _report(v.HOSTILE, 9, "Another", put_by=v.HOSTILE),
    )
    return v.hostile(142).model_copy(update={"reports": reports, "first_seen": _FIRST})


def _many() -> Story:
    why = Explanation(words=tuple("w" * 30 + str(n) for n in range(12)), score=0.5, needed=0.4)
    fresh = tuple(Fresh(text=f"Fact {n} " + "that goes on " * 60, seen=v.NOW + n * _MINUTE) for n in range(5))
    copies = tuple(_copy(f"Outlet with a long name {n}", f"https://x{n}.example/") for n in range(9))
    reports = tuple(
        _report(
            f"An outlet with a rather long name {n}",
            n,
            f"Headline {n} " * 40,
            copies=copies,
            fresh=fresh,
            why=why,
        )
        for n in range(60)
    )
    return v.enormous().model_copy(update={"reports": reports, "first_seen": _FIRST})


def _report(outlet: str, minutes: int, headline: str, **more: object) -> Report:
    seen = _FIRST + minutes * _MINUTE
    host = "".join(letter for letter in outlet.lower() if letter.isascii() and letter.isalpha())[:20]
    return Report(
        outlet=outlet,
        headline=headline,
        first_seen=seen,
        url=f"https://www.{host}.example/2026/11/02/story",
        published_at=seen - 12 * _MINUTE,
    ).model_copy(update=more)


def _copy(outlet: str, url: str) -> Copy:
    return Copy(outlet=outlet, first_seen=_FIRST + 30 * _MINUTE, url=url)


def _watch(number: int, rules: Rules) -> Subscription:
    return Subscription(number=number, where=v.ANNAS, rules=rules, set_by=v.ANNA, made_at=v.NOW)


def _account() -> Account:
    decision = Decision(
        story=142, where=v.NEWSROOM, order="digest 1", choice=Choice.edition, detail="", at=v.NOW
    )
    return Account(order="digest 1", decision=decision, because="it ranked 1st")

"""Every card that the bot can make, by the name of its golden file: small, large, and with hostile words."""

from datetime import timedelta

from bot.cards import deliveries, digests, subscriptions
from bot.cards.edition import EditionShown, Entry, KeptBack, Lateness, edition_card
from bot.cards.follow_up import FollowUpShown, follow_up_card, footed
from bot.cards.follow_up_answers import angle_card, when_card, worked_card
from bot.cards.follow_up_answers import why_card as why_drop_card
from bot.cards.follow_up_notices import (
    asks_card,
    assigned_card,
    declined_card,
    refused_card,
    which_follow_up_card,
    which_story_card,
)
from bot.cards.help import command_card, overview_card
from bot.cards.history import history_card
from bot.cards.home import HomeShown, OnHome, home_card
from bot.cards.settings import Holding, settings_card
from bot.cards.sharing import shared_by, shared_card, with_sharing
from bot.cards.status import status_card
from bot.cards.stories import nothing_card, stories_card
from bot.cards.story import brief_card, post_card
from bot.cards.trouble import fault, trouble_card
from bot.cards.why import why_card
from bot.errors import NotFound
from bot.model import card as c
from bot.model.account import Account
from bot.model.decision import Choice, Decision
from bot.model.delivery import Delivery, DeliveryState
from bot.model.digest import Edition, OrderState, Verdict
from bot.model.follow_up import FollowUp, FollowUpState
from bot.model.health import Finding, LastEdition, Promises
from bot.model.preferences import Preferences, QuietHours
from bot.model.story import Story
from bot.model.subscription import Fold, Rules
from tests.golden import values as v
from tests.golden.chased import chased_cards
from tests.golden.reported import reported_cards
from tests.golden.sourced import listed, sourced_cards

FRIDAY = v.NOW - timedelta(days=3) + timedelta(hours=10)


def cards() -> dict[str, c.Card]:
    """Return every card by name; the same each time."""
    return {
        **_stories(),
        **_follow_up_cards(),
        **chased_cards(),
        **reported_cards(),
        **sourced_cards(),
        **_editions(),
        **_orders(),
        **_deliveries(),
        **_help(),
        **_blocks(),
    }


def _stories() -> dict[str, c.Card]:
    bare = v.story(1, "Fire", "", url=None)
    brief, post = brief_card(v.karpathy(), _follow_ups()), post_card(v.council())
    return {
        "story": post,
        "story-smallest": post_card(bare),
        "story-largest": post_card(v.enormous()),
        "story-hostile": post_card(v.hostile()),
        "story-shared": shared_by(post, v.ANNA),
        "brief": brief,
        "brief-to-share": with_sharing(brief, "story 142"),
        "brief-smallest": brief_card(bare),
        "brief-largest": brief_card(v.enormous()),
        "brief-hostile": brief_card(v.hostile(), (v.follow_up(angle=v.HOSTILE),)),
        "latest": with_sharing(
            stories_card("Latest stories", "5 of 37 stories, best first", v.morning(), more="latest page:2"),
            "latest",
        ),
        "latest-largest": stories_card("Latest", "x", [v.enormous(n) for n in range(1, 21)], more="latest"),
        "latest-hostile": stories_card(v.HOSTILE, v.HOSTILE, [v.hostile()], more=v.HOSTILE),
        "latest-nothing": nothing_card("Latest stories", "Nothing new fits.", "Look further back: since:7d."),
        "which": which_story_card(v.morning(), 7),
        "shared": shared_card("Council votes to close the bridge", v.NEWSROOM.channel),
        "home": home_card(
            HomeShown(
                follow_ups=OnHome(now=v.NOW),
                stories=v.morning()[:3],
                total=37,
                digests=(digests.Standing(digest=v.digest(), next=(v.NOW + timedelta(days=1),)),),
            )
        ),
        "home-smallest": home_card(HomeShown(follow_ups=OnHome(now=v.NOW))),
        "home-largest": home_card(
            HomeShown(follow_ups=OnHome(now=v.NOW), stories=tuple(v.enormous(n) for n in range(5)), total=9)
        ),
    }


def _follow_ups() -> tuple[FollowUp, ...]:
    """Return three follow-ups of one story: open, claimed and due, done."""
    due = v.NOW + timedelta(days=2, hours=9)
    return (
        v.follow_up(),
        v.follow_up(13, state=FollowUpState.claimed, owner=v.BEN, angle="Who pays for the ferry?", due=due),
        v.follow_up(
            9, state=FollowUpState.done, closed_by=v.ANNA, closed_at=v.NOW, closing="The city pays", days=()
        ),
    )


def _shown(follow_up: FollowUp, story: Story) -> c.Card:
    return follow_up_card(
        FollowUpShown(follow_up=follow_up, story=story, flags=v.flags(), zone="Europe/London", now=v.NOW)
    )


def _follow_up_cards() -> dict[str, c.Card]:
    (open_one, claimed, done), asking = _follow_ups(), v.asking()
    hostile = v.follow_up(
        slug=v.HOSTILE,
        angle=v.HOSTILE,
        state=FollowUpState.dropped,
        closing=v.HOSTILE,
        closed_by=v.BEN.model_copy(update={"name": v.HOSTILE}),
    )
    largest = v.follow_up(angle="w" * 300, state=FollowUpState.claimed, owner=v.BEN, due=v.NOW, days=())
    morning = edition_card(_edition(entries=tuple(Entry(story=s) for s in v.morning()), fits=37))
    return {
        "follow-up": _shown(open_one, asking),
        "follow-up-claimed": _shown(claimed, asking),
        "follow-up-done": _shown(done, asking),
        "follow-up-hostile": _shown(hostile, v.hostile()),
        "follow-up-largest": _shown(largest, v.enormous()),
        "footer": footed(post_card(v.council()), 142, _follow_ups()),
        "footer-edition": footed(morning, 142, _follow_ups()),
        "footer-hostile": footed(post_card(v.hostile(142)), 142, (hostile,) * 9),
        "flagged": worked_card(
            "Flagged: #142 Council votes to close the Harbour Street bridge · F12",
            open_one,
            own=False,
            note="Flagged by 2 people.",
            buttons=(c.Button(label="Take it back", says="unfollow 142"),),
        ),
        "due-choice": when_card(claimed, now=v.NOW, zone="Europe/London"),
        "angle-choice": angle_card(open_one, asking),
        "drop-reason": why_drop_card(open_one),
        "history": history_card(claimed, asking, v.history(), here=v.NEWSROOM.channel),
        "history-largest": history_card(largest, v.enormous(), v.history() * 9, here=v.ANNAS.channel),
        "assigned": assigned_card(claimed, "Council votes to close the Harbour Street bridge", v.ANNA),
        "declined": declined_card(open_one, "Council votes to close the Harbour Street bridge", v.BEN),
        "unflag-asks": asks_card((claimed,)),
        "refused": refused_card("F12 is Anna's already.", "`history F12` shows since when."),
        "which-follow-up": which_follow_up_card(_follow_ups()[:2], "claim", "Take"),
    }


def _edition(**changes: object) -> EditionShown:
    usual = EditionShown(day=v.NOW.date(), zone="Europe/London", after=FRIDAY, until=v.NOW)
    return usual.model_copy(update=changes)


def _editions() -> dict[str, c.Card]:
    usual = tuple(Entry(story=story) for story in v.morning())
    largest = tuple(Entry(story=v.enormous(n), news="New: " + "N" * 50) for n in range(1, 11))
    late = Lateness(due_at=v.NOW - timedelta(hours=2), reason="the bot was not running")
    kept = KeptBack(stories=tuple(v.enormous(n) for n in range(20, 90)), folds=(1, 2, 3, 4, 5, 6))
    hostile = (Entry(story=v.hostile(), news=v.HOSTILE),)
    return {
        "edition": edition_card(_edition(entries=usual, fits=37)),
        "edition-smallest": edition_card(_edition()),
        "edition-largest": edition_card(
            _edition(entries=largest, fits=2_000, kept_back=kept, late=late, topic="t" * 100)
        ),
        "edition-hostile": edition_card(_edition(entries=hostile, fits=1, topic=v.HOSTILE)),
        "edition-late": edition_card(_edition(entries=usual[:2], fits=2, late=late)),
        "edition-quiet-hours": edition_card(
            _edition(kept_back=KeptBack(stories=v.morning()[:2], folds=(4,)))
        ),
    }


def _orders() -> dict[str, c.Card]:
    edition = Edition(
        digest=1,
        occasion="2026-11-02",
        day=v.NOW.date(),
        verdict=Verdict.sent,
        due_at=v.NOW,
        decided_at=v.NOW,
        stories=(1, 2, 3),
        delivery="k",
    )
    coming = tuple(v.NOW + timedelta(days=n) for n in (1, 2, 3))
    standing = digests.Standing(digest=v.digest(), last=edition, post=DeliveryState.sent, next=coming)
    paused = digests.Standing(digest=v.digest(2, state=OrderState.paused, reason="anna paused it"))
    rules = Rules(topics=("politics",), sources=("Reuters",), phrases=("harbour",), without=("sport",))
    strange = Rules(topics=(v.HOSTILE,), phrases=(v.HOSTILE,))
    one = v.subscription(1, rules)
    burst = Fold(number=3, where=v.NEWSROOM, why="burst", opened_at=v.NOW, closes_at=v.NOW, stories=(1,) * 9)
    preview = _edition(entries=(Entry(story=v.council()),), fits=1)
    decision = Decision(
        story=142, where=v.NEWSROOM, order="digest 1", choice=Choice.edition, detail="", at=v.NOW
    )
    quiet = Preferences(zone="Europe/London", quiet=QuietHours(start=FRIDAY.time(), until=v.NOW.time()))
    return {
        "digests": digests.digests_card((standing, paused), preview, 1),
        "digests-none": digests.digests_card((), None, None),
        "digest-set": digests.set_card(standing, "Digest 1 is set up.", ("The first comes tomorrow.",)),
        "digest-paused": digests.done_card("Digest 2 is paused.", paused),
        "digest-done": digests.done_card("Digest 1 has ended.", hint="`digest at 08:00` sets up another."),
        "subscribed": subscriptions.subscribed_card(one, "Subscription 1 is set up.", ("It posts at once.",)),
        "unsubscribed": subscriptions.ended_card(one, withdrawn=2, kept_back=1),
        "subscriptions": subscriptions.subscriptions_card(
            (one, v.subscription(2, Rules(), state=OrderState.paused))
        ),
        "subscriptions-none": subscriptions.subscriptions_card(()),
        "subscriptions-hostile": subscriptions.subscriptions_card((v.subscription(1, strange),)),
        "subscriptions-largest": subscriptions.subscriptions_card(
            [v.subscription(n, Rules(phrases=("word " * 40,) * 5)) for n in range(60)]
        ),
        "fold": subscriptions.fold_card(burst, v.morning()),
        "fold-hostile": subscriptions.fold_card(burst, (v.hostile(),)),
        "why": why_card(
            v.council(), (Account(order="digest 1", decision=decision, because="it ranked 1st"),)
        ),
        "why-nothing": why_card(v.council(), ()),
        "settings": settings_card(
            "Settings here",
            v.NEWSROOM.channel,
            Holding(channel=quiet, workspace=Preferences(), zone="UTC"),
        ),
    }


def _delivery(state: DeliveryState, *, reason: str = "The channel is archived.") -> Delivery:
    return Delivery(
        key="k",
        to=v.ANNAS if state is DeliveryState.dead else v.NEWSROOM,
        card=post_card(v.council()),
        due_at=v.NOW,
        number=12,
        mark="m",
        state=state,
        queued_at=FRIDAY,
        failing_since=FRIDAY,
        reason=reason,
    )


def _deliveries() -> dict[str, c.Card]:
    held, dead = _delivery(DeliveryState.held), _delivery(DeliveryState.dead)
    edition = Edition(
        digest=1, occasion="x", day=v.NOW.date(), verdict=Verdict.late, due_at=v.NOW, decided_at=v.NOW
    )
    ill = Promises(
        counts={DeliveryState.held: 1, DeliveryState.dead: 9},
        stuck=(held, dead),
        failing=(_delivery(DeliveryState.retry),),
        editions=(LastEdition(digest=v.digest(), edition=edition, state=DeliveryState.retry),),
        paused=(v.digest(2, state=OrderState.paused, reason=v.HOSTILE),),
    )
    well = Promises(counts={}, stuck=(), editions=(), paused=())
    facts = (("Stories", "1,204"), ("Newest", "today"), ("Store", "12 MB"), (v.HOSTILE, v.HOSTILE))
    warning = Finding(subject="Slack", state="warning", says="a scope is missing", next_step="Add it.")
    fine = Finding(subject="Store", state="fine", says="sound")
    return {
        "status": status_card(facts[:3], (fine,), well),
        "status-ill": status_card(facts, (fine, warning), ill, listed()),
        "given-up": deliveries.given_up_card(dead),
        "paused": deliveries.paused_card(v.NEWSROOM.channel, (v.digest(),), "The channel is archived."),
        "ended": deliveries.ended_card(v.NEWSROOM.channel, (v.digest(),), "The channel was deleted."),
        "pressed": deliveries.pressed_card(held, done=True, asked="send"),
    }


def _help() -> dict[str, c.Card]:
    missing = NotFound("There is no story #999.", next_step="`latest` shows the newest with their numbers.")
    groups = (("Stories", ("latest", "story")), ("Digests", ("digest", "digest at, now, off")))
    return {
        "error": trouble_card(missing, ("story 142", "latest 10")),
        "error-fault": trouble_card(fault("7f3a")),
        "error-hostile": trouble_card(NotFound(v.HOSTILE, next_step=v.HOSTILE), (v.HOSTILE,)),
        "error-largest": trouble_card(NotFound("x" * 9_000, next_step="y " * 4_000)),
        "help": overview_card(groups),
        "help-command": command_card(
            usage="latest [count] [topic] [since:24h]",
            summary="The newest stories, best first.",
            arguments=(("count", "how many, 1 to 20"), ("since:24h", "only what is newer")),
            examples=("latest", 'latest 3 source:"Anthropic News"'),
            role="reader",
        ),
    }


def _blocks() -> dict[str, c.Card]:
    """Return one card with a block of each kind, and one with a span of each kind in each of them."""
    words: c.Prose = (c.Plain(text="Plain words."),)
    spans: c.Prose = (
        c.Plain(text="plain "),
        c.Strong(text="strong "),
        c.Typed(text='search "a & b"'),
        c.Plain(text=" "),
        c.Link(text="a link", url="https://x.example/?a=1&b=2"),
        c.Plain(text=" "),
        c.Mention(user="U0ANNA", name="anna"),
        c.Plain(text=" "),
        c.ChannelName(id="C0NEWSROOM", name="newsroom"),
        c.Plain(text=" "),
        c.When(at=v.NOW),
    )
    return {"blocks": _each(words), "blocks-spans": _each(spans)}


def _each(prose: c.Prose) -> c.Card:
    return c.Card(
        summary="One of each",
        blocks=(
            c.Headline(prose=prose),
            c.Headline(prose=prose, level=2),
            c.Paragraph(prose=prose),
            c.Bullets(points=(prose, prose)),
            c.Bullets(points=(prose, prose), numbered=True),
            c.Facts(facts=(c.Fact(label="Label", prose=prose), c.Fact(label="Other", prose=prose))),
            c.Picture(url="https://x.example/a.png", alt="A harbour"),
            c.Rule(),
            c.Buttons(
                buttons=(
                    c.Button(label="Normal", says="latest"),
                    c.Button(label="Primary", says="latest 2", style="primary"),
                    c.Button(label="Danger", says="latest 3", style="danger"),
                )
            ),
            c.Note(prose=prose),
        ),
    )

"""A person's own page as a card."""

from collections.abc import Sequence

from bot.cards.deliveries import place
from bot.cards.digests import Standing, described
from bot.cards.follow_ups import Listed, line
from bot.cards.prose import plain
from bot.cards.stories import listed
from bot.model.card import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Headline,
    Note,
    Paragraph,
    Plain,
    Prose,
    Rule,
    When,
    sentence,
)
from bot.model.story import Story
from bot.model.subscription import Subscription
from bot.model.value import Utc, Value
from bot.text import clip

_MOST = 20
"""How many digests are named; the rest is counted."""

_REASON = 200
_NONE = "You have none. `followups open` shows those that nobody has yet."


class OnHome(Value):
    """The follow-ups on a page: the first of somebody's own, of how many, and of those in their channels."""

    now: Utc
    mine: tuple[Listed, ...] = ()
    mine_total: int = 0
    here: tuple[Listed, ...] = ()


class HomeShown(Value):
    """What a page shows: follow-ups; stories of the last 24 hours, best first, of `total` in all; digests.

    `paused` are the person's own watches that are.
    """

    follow_ups: OnHome
    stories: tuple[Story, ...] = ()
    total: int = 0
    digests: tuple[Standing, ...] = ()
    paused: tuple[Subscription, ...] = ()


def home_card(shown: HomeShown) -> Card:
    """Return the page; where a part of it is empty, it says what would fill it."""
    return Card(
        summary="Nutgraf: today",
        blocks=(
            Headline(prose=plain("Nutgraf: today")),
            Note(prose=sentence("`/brief help` in any channel shows all that Nutgraf can do.")),
            *_paused(shown.paused),
            *_follow_ups(shown.follow_ups),
            Rule(),
            *_stories(shown),
            Rule(),
            Headline(prose=plain("Digests in your channels"), level=2),
            *_digests(shown.digests),
        ),
    )


def _paused(watches: Sequence[Subscription]) -> tuple[Block, ...]:
    """Say that watches bring nothing, because direct messages can't be sent, and how they are taken up."""
    if not watches:
        return ()
    many = "Your watch is" if len(watches) == 1 else f"{len(watches):,} of your watches are"
    why = f": {clip(watches[0].reason, _REASON)}" if watches[0].reason else "."
    again = "`watches` lists them; `watch` with the same words takes one up again."
    return (Paragraph(prose=sentence(f"{many} paused{why}")), Note(prose=sentence(again)))


def _follow_ups(shown: OnHome) -> tuple[Block, ...]:
    more = shown.mine_total - len(shown.mine)
    every = Button(label=f"All {shown.mine_total:,} of mine", says="followups mine")
    return (
        Headline(prose=plain("Your follow-ups"), level=2),
        *(block for each in shown.mine for block in _follow_up(each, shown.now)),
        *([] if shown.mine else [Paragraph(prose=sentence(_NONE))]),
        *([Buttons(buttons=(every,))] if more > 0 else []),
        *([Headline(prose=plain("Follow-ups in your channels"), level=2)] if shown.here else []),
        *(block for each in shown.here for block in _follow_up(each, shown.now)),
    )


def _follow_up(listed: Listed, now: Utc) -> tuple[Block, ...]:
    follow_up = listed.follow_up
    name = follow_up.name
    take = Button(label="I'll take it", says=f"claim {name}", style="primary")
    done = Button(label="Done", says=f"done {name}")
    due = Button(label="Due…", says=f"due {name}")
    return (
        Paragraph(prose=line(listed, now=now)),
        Buttons(buttons=(take if follow_up.owner is None else done, due)),
    )


def _stories(shown: HomeShown) -> tuple[Block, ...]:
    heading = Headline(prose=plain("The last 24 hours"), level=2)
    if shown.stories:
        more = Buttons(buttons=(Button(label="More stories", says="latest 10", style="primary"),))
        return (heading, *listed(shown.stories), *([more] if shown.total > len(shown.stories) else []))
    if shown.total:
        return (
            heading,
            Paragraph(prose=plain("Nothing new has come in.")),
            Note(prose=sentence("`/brief latest` shows what came before.")),
        )
    return (
        heading,
        Paragraph(prose=plain("There are no stories yet.")),
        Note(prose=sentence("An editor can add one: `/brief add` and the pasted text.")),
    )


def _digests(digests: Sequence[Standing]) -> tuple[Block, ...]:
    if not digests:
        return (
            Paragraph(prose=plain("None of your channels has a digest.")),
            Note(prose=sentence("An editor sets one up in a channel: `/brief digest at 08:00 weekdays`.")),
        )
    more = len(digests) - _MOST
    said = f"And {more:,} more; `/brief digest` in a channel shows its own."
    return (
        Bullets(points=tuple(_line(each) for each in digests[:_MOST])),
        *([Note(prose=sentence(said))] if more > 0 else []),
    )


def _line(standing: Standing) -> Prose:
    digest = standing.digest
    named = (place(digest.where.channel), Plain(text=f" · digest {digest.number}: {described(digest)} · "))
    if standing.next:
        return (*named, Plain(text="next "), When(at=standing.next[0]))
    reason = f": {clip(digest.reason, _REASON)}" if digest.reason else ""
    return (*named, Plain(text=f"{digest.state.value}{reason}"))

"""What could be given for one argument, shown so that a person can choose: topics, stories, zones, orders."""

from collections.abc import Sequence
from functools import lru_cache
from typing import assert_never

from bot.cards import digests, subscriptions
from bot.commands.clock_words import zone_names
from bot.commands.command import AnyCommand, Slot, Suggest
from bot.commands.context import Flows
from bot.errors import NotFound
from bot.flows.posts import direct
from bot.model.follow_up import FollowUp
from bot.model.people import Actor, ChannelRef, Conversation, Role
from bot.model.suggestion import Suggestion
from bot.text import clip, fold, one_line

MOST = 25
"""As many as Discord shows."""

LOOKED_AT = 100
"""Among how many of the newest stories a half-typed word is looked for; a search knows whole words alone."""

_LABEL = 100
"""As long as a label may be there."""


class Suggestions:
    """Suggests values for the arguments of commands."""

    def __init__(self, commands: Sequence[AnyCommand], flows: Flows) -> None:
        self._commands = tuple(commands)
        self._flows = flows

    async def of(
        self, command: str, argument: str, typed: str, where: Conversation, actor: Actor
    ) -> tuple[Suggestion, ...]:
        """Return what a person could give for an argument of a command there, best first, at most 25."""
        slot = self._slot(command, argument, actor.role)
        kind = slot.written.suggest if slot else None
        place = direct(actor) if kind == "watch" else where.channel
        return await self._of(kind, typed.strip(), place) if kind else ()

    def _slot(self, command: str, argument: str, role: Role) -> Slot | None:
        meant = (each for each in self._commands if each.name == command and role.may(each.role))
        slots = (slot for each in meant for slot in each.slots)
        return next((slot for slot in slots if slot.name == argument), None)

    async def _of(self, kind: Suggest, typed: str, channel: ChannelRef) -> tuple[Suggestion, ...]:
        flows = self._flows
        match kind:
            case "topic" | "outlet":
                topics, outlets = await flows.desk.names()
                return _in_a_list(typed, topics if kind == "topic" else outlets)
            case "story":
                return await _stories(typed, flows)
            case "command":
                return _fitting(typed, [(e.name, f"{e.name} · {e.summary}") for e in self._commands])
            case "zone":
                return _fitting(typed.replace(" ", "_"), [(name, name) for name in zone_names()])
            case "digest":
                here = [standing.digest for standing in await flows.digests.standing_in([channel])]
                return _fitting(typed, [_numbered(each.number, digests.described(each)) for each in here])
            case "subscription" | "watch":
                orders = await flows.subscriptions.here(channel)
                said = [_numbered(each.number, subscriptions.described(each.rules)) for each in orders]
                return _fitting(typed, said)
            case "follow_up":
                standing = await flows.follow_ups.suggested(channel)
                return _fitting(typed, [_followed(each) for each in standing])
            case "source":
                every = await flows.sources.every()
                return _fitting(typed, [_numbered(each.number, each.title or each.url) for each in every])
            case "person" | "channel":
                return ()  # every platform offers its own
            case _:
                assert_never(kind)


async def _stories(typed: str, flows: Flows) -> tuple[Suggestion, ...]:
    """Return the story of the number that is typed, the newest that fit, and what a search finds."""
    newest = await flows.desk.headlines(LOOKED_AT)
    number, words = typed.removeprefix("#"), fold(typed).split()
    shown = {each: headline for each, headline in newest.items() if _fits(each, headline, number, words)}
    if number.isdecimal():
        shown = {**await _numbered_so(int(number), flows), **shown}
    elif words and len(shown) < MOST:
        found = (await flows.desk.search(typed, count=MOST)).stories
        shown |= {story.number: story.headline for story in found}
    return tuple(_suggested(*_numbered(*each)) for each in list(shown.items())[:MOST])


async def _numbered_so(number: int, flows: Flows) -> dict[int, str]:
    try:
        return {number: (await flows.desk.story(number)).headline}
    except NotFound:
        return {}


def _fits(number: int, headline: str, typed: str, words: Sequence[str]) -> bool:
    """Say whether the number begins so, or the headline has a word that begins with each of these."""
    spaced = f" {_folded(headline)}"
    in_headline = all(f" {word}" in spaced for word in words)
    return in_headline or (typed.isdecimal() and str(number).startswith(typed))


def _numbered(number: int, said: str) -> tuple[str, str]:
    return str(number), f"#{number} · {said}"


def _followed(follow_up: FollowUp) -> tuple[str, str]:
    parts = [follow_up.name, follow_up.slug, follow_up.angle]
    return follow_up.name, " · ".join(part for part in parts if part)


def _in_a_list(typed: str, names: Sequence[str]) -> tuple[Suggestion, ...]:
    """Return names that fit what is typed; behind a comma, for the last of several."""
    before, comma, last = typed.rpartition(",")
    begun = f"{before}{comma}"
    return _fitting(typed if not comma else f"{begun}{last.strip()}", [(f"{begun}{n}",) * 2 for n in names])


def _fitting(typed: str, known: Sequence[tuple[str, str]]) -> tuple[Suggestion, ...]:
    """Return those that begin with what is typed, then those that hold it."""
    near = fold(typed)
    begin = [each for each in known if _folded(each[0]).startswith(near)]
    hold = [each for each in known if near in _folded(each[1])]
    return tuple(_suggested(*each) for each in list(dict.fromkeys([*begin, *hold]))[:MOST])


@lru_cache(maxsize=2048)  # the same names and headlines are looked through for every letter that is typed
def _folded(text: str) -> str:
    return fold(text)


def _suggested(value: str, label: str) -> Suggestion:
    return Suggestion(value=value, label=clip(one_line(label), _LABEL))

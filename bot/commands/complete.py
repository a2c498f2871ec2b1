"""Completion of half-typed commands, made from the declarations and from what the store knows."""

from collections.abc import Sequence

from bot.commands.command import AnyCommand, Form, Slot
from bot.commands.context import Flows
from bot.commands.grammar import unaddressed
from bot.commands.tokens import quoted
from bot.model.people import ChannelRef
from bot.text import fold

MOST = 25
"""As many as Discord shows."""

_ANYWHERE = ChannelRef(platform="", workspace="", id="")
"""Completion isn't told where somebody types, so no follow-up is nearer than another."""


async def completions(text: str, commands: Sequence[AnyCommand], flows: Flows) -> tuple[str, ...]:
    """Return at most 25 words that could stand instead of the last one, best first."""
    said = unaddressed(text)
    *before, last = said.split() if said and not text.endswith(" ") else [*said.split(), ""]
    command = next((c for c in commands if before and tuple(before[: len(c.path)]) == c.path), None)
    if command is None:
        at = len(before)
        words = [c.path[at] for c in commands if len(c.path) > at and list(c.path[:at]) == before]
    else:
        words = await _arguments(command, before, last, commands, flows)
    near = fold(last).strip('"')
    return tuple(dict.fromkeys(w for w in words if _fits(fold(w), near)))[:MOST]


def _fits(word: str, typed: str) -> bool:
    return word.startswith(typed) or word.replace('"', "").startswith(typed)


async def _arguments(
    command: AnyCommand, before: list[str], last: str, commands: Sequence[AnyCommand], flows: Flows
) -> list[str]:
    key, colon, _ = last.partition(":")
    words: list[str] = []
    for slot in command.slots:
        if slot.written.form is Form.option and not any(w.startswith(f"{slot.name}:") for w in before):
            if colon and key == slot.name:
                return [f"{key}:{value}" for value in await _values(slot, commands, flows)]
            words.append(f"{slot.name}:")
        elif slot.written.form is not Form.hidden:
            words = [*words, *await _values(slot, commands, flows)]
    return words


async def _values(slot: Slot, commands: Sequence[AnyCommand], flows: Flows) -> list[str]:
    match slot.written.suggest:
        case "topic":
            return [quoted(name) for name in (await flows.desk.names())[0]]
        case "outlet":
            return [quoted(name) for name in (await flows.desk.names())[1]]
        case "story":
            return [str(story.number) for story in (await flows.desk.latest(count=MOST)).stories]
        case "command":
            return [command.name for command in commands]
        case "follow_up":
            return [each.name for each in (await flows.follow_ups.suggested(_ANYWHERE))[:MOST]]
        case "source":
            return [str(each.number) for each in await flows.sources.every()][:MOST]
        case None | "person" | "channel" | "zone" | "digest" | "subscription" | "watch":
            return [slot.written.shown] if slot.written.form is Form.option else []

"""The playground: a chat in the terminal, or one command a line where the input is a pipe."""

import secrets
import sys
from pathlib import Path
from typing import Final, NamedTuple

from adapters.console.changes import news
from adapters.console.people import WORKSPACE, somebody
from adapters.console.screen import Pipe, Screen
from adapters.console.terminal import Terminal
from adapters.console.typed import HERE, Line, Reacts, line_of, reacts
from adapters.console.view import buttons
from adapters.console.wall import Wall
from bot.errors import StoreError
from bot.model.card import Ask, Button, Card, answered
from bot.model.delivery import Pace
from bot.model.events import ButtonPressed, CommandTyped, Incoming, ReactionChanged
from bot.model.outcome import Absent, Closed, Outcome, Sent, Sought
from bot.model.people import Actor, ChannelRef, Conversation, MessageRef
from bot.model.reaction import Reaction
from bot.model.value import Utc
from bot.ports import Answers, Clock
from bot.text import count as counted

_FAREWELLS: Final = frozenset({"exit", "quit"})
_PLAY: Final = (
    "Type /brief latest or /brief search Karpathy; the number of a button presses it.",
    "/brief story 1 share:yes posts a story; then 🚩 1 (or: react flag 1) puts a reaction on post 1.",
    "ben: claim F1 is said by Ben, a reader; anna: assign F1 @you by Anna, an editor. You are Max, an admin.",
    "/brief digest at 08:00 daily makes a morning digest (times are UTC until you set a zone).",
    "/brief help explains more. Tab completes, the up arrow goes back, Ctrl-D leaves.",
)


class _Pressable(NamedTuple):
    """A button that is seen, and the post that it stands on; None in an answer."""

    button: Button
    on: MessageRef | None


class Console:
    """A conversation with one person, who can speak as others. Implements `bot.ports.ChatPlatform`.

    `history` is the file that remembers what was typed; None keeps it in memory. `stories` is how many there
    are to play with. Where no `screen` is given, it is the terminal, or standard input and output where one
    of those is a pipe. The `wall` has what was posted.
    """

    name = "console"
    pace = Pace(every=0, per_second=1000)

    def __init__(
        self,
        *,
        history: Path | None,
        clock: Clock,
        stories: int,
        screen: Screen | None = None,
        wall: Wall | None = None,
    ) -> None:
        self._history = history
        self._clock = clock
        self._stories = stories
        self._given = screen
        self._screen: Screen = screen or Pipe()
        self._wall = wall or Wall()
        self._pressable: tuple[_Pressable, ...] = ()

    async def run(self, answers: Answers) -> None:
        """Chat until the person leaves or the input ends."""
        if self._given is None and sys.stdin.isatty() and sys.stdout.isatty():
            self._screen = self._terminal(answers)
        await self._catch_up(answers)
        while (text := await self._screen.ask()) is not None and text.strip().lower() not in _FAREWELLS:
            if text.strip():
                await self._said(answers, line_of(text))

    async def post(self, to: Conversation, card: Card, *, key: str) -> Outcome:
        """Show the card under what is there."""
        post = self._wall.under(key)
        if post is None:
            post = self._wall.put(to, card, key)
            self._show(card, above=self._header(post.number, to), on=post.message)
        return Sent(message=post.message)

    async def edit(self, message: MessageRef, card: Card, *, key: str) -> Outcome:  # noqa: ARG002 - the port's
        """Show what has changed: a terminal can't change what has scrolled by."""
        post = self._wall.of(message.id)
        before = post.card if post else None
        if before != card:
            if post:
                post.cards.append(card)
            header = self._header(post.number if post else None, message.conversation, changed=True)
            self._show(news(before, card), above=header, on=message)
        return Sent(message=message)

    async def find(self, to: Conversation, *, key: str, since: Utc) -> Sought:  # noqa: ARG002 - the port's
        """Look for the post on this screen; what another one showed is gone with it."""
        post = self._wall.under(key)
        return Sent(message=post.message) if post else Absent()

    async def enter(self, to: Conversation) -> Closed | None:  # noqa: ARG002 - the port's
        """Say that the bot may post anywhere here."""
        return None

    async def who(self, person: str, channel: ChannelRef) -> Actor | None:  # noqa: ARG002 - the port's
        """Return one of the few that there are; anybody else may do nothing."""
        return somebody(person)

    async def reactions(self, message: MessageRef) -> frozenset[Reaction] | None:
        """Return what stands on a post; of one that another terminal showed nothing is known."""
        post = self._wall.of(message.id)
        return frozenset(post.reactions) if post else None

    # ---- what the person does

    async def _said(self, answers: Answers, line: Line) -> None:
        try:
            if line.said.isdecimal() and 1 <= int(line.said) <= len(self._pressable):
                await self._press(answers, line, self._pressable[int(line.said) - 1])
            elif reaction := reacts(line.said):
                await self._react(answers, line, reaction)
            else:
                await self._answer(answers, CommandTyped(**self._request(line), text=line.said))
        except StoreError as error:
            self._screen.say(f"That could not be saved, so nothing was done. {error}")

    async def _press(self, answers: Answers, line: Line, pressed: _Pressable) -> None:
        button = pressed.button
        says: str | None = button.says
        if button.asks:
            says = await self._filled(button, button.asks)
        if says is None:
            self._screen.say("Left as it is.")
            return
        where = {"where": pressed.on.conversation} if pressed.on else {}
        request = {**self._request(line), **where}
        await self._answer(answers, ButtonPressed(**request, says=says, on=pressed.on))

    async def _filled(self, button: Button, asks: Ask) -> str | None:
        """Ask for what a button asks for; None where it is left empty and must not be."""
        hint = f" ({asks.hint})" if asks.hint else ""
        answer = (await self._screen.ask(f"{asks.label}{hint}: ") or "").strip()
        return answered(button.says, answer) if answer or asks.optional else None

    async def _answer(self, answers: Answers, incoming: Incoming) -> None:
        if await answers.accept(incoming):
            self._show(await answers.answer(incoming))

    async def _react(self, answers: Answers, line: Line, reaction: Reacts) -> None:
        post = self._wall.numbered(reaction.post)
        if post is None:
            self._screen.say(
                "There is no such post. /brief story 1 share:yes makes one; its number is shown."
            )
            return
        mark = Reaction(person=line.actor.id, name=reaction.mark)
        if not self._wall.react(post, mark, present=reaction.present):
            stands = "stands" if reaction.present else "doesn't stand"
            self._screen.say(f"{reaction.mark} by {line.actor.id} {stands} on post {post.number} already.")
            return
        fact = ReactionChanged(
            id=_new_id(),
            at=self._clock.now(),
            actor=line.actor,
            message=post.message,
            name=reaction.mark,
            present=reaction.present,
        )
        on = "on" if reaction.present else "taken off"
        self._screen.say(f"{line.actor.id} · {reaction.mark} {on} post {post.number}")
        if await answers.accept(fact):
            await answers.react(fact)

    async def _catch_up(self, answers: Answers) -> None:
        for owed in await answers.unanswered(self.name):
            if isinstance(owed, ReactionChanged):
                await answers.react(owed)
            else:
                self._show(await answers.answer(owed))
        await answers.catch_up(self)

    def _request(self, line: Line) -> dict[str, object]:
        channel = ChannelRef(platform=self.name, workspace=WORKSPACE, id=line.channel)
        return {
            "id": _new_id(),
            "at": self._clock.now(),
            "actor": line.actor,
            "where": Conversation(channel=channel),
        }

    # ---- what the person sees

    def _terminal(self, answers: Answers) -> Terminal:
        terminal = Terminal(answers, history=self._history)
        stories = counted(self._stories, "story", "stories")
        terminal.welcome(f"Nutgraf's playground: {stories}, and nothing leaves this machine.", *_PLAY)
        return terminal

    def _show(self, card: Card, *, above: str = "", on: MessageRef | None = None) -> None:
        """Show a card. The numbers of buttons run on: each presses the same as long as it is seen."""
        self._screen.show(card, first=len(self._pressable) + 1, above=above)
        self._pressable = (*self._pressable, *(_Pressable(button, on) for button in buttons(card)))

    def _header(self, number: int | None, to: Conversation, *, changed: bool = False) -> str:
        at = self._clock.now().astimezone()
        post = "an earlier post" if number is None else f"post {number}"
        end = ", changed" if changed else ""
        return f"── {at:%H:%M} · {post} {self._place(to)}{end} ──"

    def _place(self, to: Conversation) -> str:
        if to.channel.person:
            return f"to {to.channel.id} alone"
        channel = "" if to.channel.id == HERE and to.thread else f"in #{to.channel.id}"
        if to.thread is None:
            return channel
        begun = self._wall.of(to.thread)
        of = f"post {begun.number}" if begun else "an earlier post"
        return f"{channel} in the thread of {of}".strip()


def _new_id() -> str:
    return f"console:{secrets.token_hex(8)}"

"""What people say in the newsroom, by typing or by a button, as the dispatch answers it."""

from itertools import count
from typing import cast

from bot import compose
from bot.commands.catalogue import CATALOGUE
from bot.commands.dispatch import Dispatch
from bot.flows.sources.watching import Tools, watching
from bot.model.card import Card
from bot.model.events import ButtonPressed, CommandTyped, Incoming
from bot.model.habits import Habits
from bot.model.people import Actor, Conversation, MessageRef
from bot.ports import Clock, Reader, Store
from tests.servers.web_fake import WebFake
from tests.unit.flows.follow_ups.room import HERE, SLACK, THERE, Room


def a_dispatch(store: Store, clock: Clock) -> Dispatch:
    """Return what answers commands over a store; nothing can be read in."""
    unread = cast(Reader, None)
    tools = Tools(store, unread, WebFake(), clock)
    return Dispatch(CATALOGUE, compose.flows_of(tools, Habits(), watching(tools, Habits())))


class Talk:
    """People of a newsroom who talk to the bot."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._numbers = count(1)
        self.dispatch = a_dispatch(room.store, room.clock)
        for platform in room.platforms.values():
            self.dispatch._flows.people.serve(platform)
            self.dispatch._flows.doors.serve(platform)

    def say(
        self,
        by: Actor,
        text: str,
        *,
        pressed: bool = False,
        on: MessageRef | None = None,
        twice: bool = False,
    ) -> Card:
        """Let somebody say something in their channel, as an adapter brings it; return the answer.

        Where it is brought `twice`, it was a double click, or the platform's own second try.
        """
        self._room.later(seconds=1)
        identity, at = f"said {next(self._numbers)}", self._room.clock.now()
        where: Conversation = HERE if by.platform == SLACK else THERE
        incoming: Incoming = (
            ButtonPressed(id=identity, at=at, actor=by, where=where, says=text, on=on)
            if pressed
            else CommandTyped(id=identity, at=at, actor=by, where=where, text=text)
        )
        assert self._room.do(self.dispatch.accept(incoming))
        card = self._room.do(self.dispatch.answer(incoming))
        if twice and self._room.do(self.dispatch.accept(incoming)):
            raise AssertionError(f"{text} was new twice")
        return card

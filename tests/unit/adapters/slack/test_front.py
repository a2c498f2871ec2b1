"""What Slack brings, handed to the core: reactions, forms of buttons, people who are named, home tabs."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated

import pytest

from adapters.slack.platform import Slack
from adapters.slack.times import Times
from bot.clock import SystemClock
from bot.commands.command import AnyCommand, Command, Form, Written
from bot.errors import StoreFull
from bot.model.card import Ask, Button, Buttons, Card
from bot.model.events import Fact, Incoming, Owed, ReactionChanged
from bot.model.outcome import Sent
from bot.model.people import Actor, ChannelRef, Conversation, MessageRef, Role
from bot.model.suggestion import Suggestion
from bot.model.value import Value
from bot.ports import ChatPlatform
from tests.fakes import card
from tests.servers.slack import Delivery, FakeSlack, Message
from tests.unit.adapters.slack.inside import KEY, channel

TIMES = Times(patience=5.0, settling=0.0, back_off=0.02, longest_back_off=0.1, ending=1.0, between_homes=60.0)
DROP = Button(label="Drop…", says="drop F12", asks=Ask(label="Reason", hint="e.g. nothing to it"))
CLAIM = Button(label="I'll take it", says="claim F12")
READ = Button(label="Read brief", says="story 1")


class Dropping(Value):
    """A person, and words."""

    number: Annotated[str, Written(Form.word)]
    reason: Annotated[str, Written(Form.words)] = ""


class Assigning(Value):
    """A person."""

    number: Annotated[str, Written(Form.word)]
    person: Annotated[str, Written(Form.word, suggest="person")] = ""


async def _no_run(_: object, __: Value) -> Card:
    raise AssertionError("the core is none")


def command(name: str, arguments: type[Value], *, changes: bool) -> AnyCommand:
    return Command(
        path=(name,),
        summary="",
        arguments=arguments,
        role=Role.reader,
        examples=(),
        run=_no_run,
        changes=changes,
    )


COMMANDS = (
    command("drop", Dropping, changes=True),
    command("claim", Dropping, changes=True),
    command("assign", Assigning, changes=True),
    command("story", Dropping, changes=False),
)


def with_buttons(text: str, *buttons: Button) -> Card:
    made = card(text)
    return made.model_copy(update={"blocks": (*made.blocks, Buttons(buttons=buttons))})


@dataclass
class Core:
    """Keeps what it is handed. `owed` is what it has saved of an earlier life; `full` is its disk."""

    owed: Sequence[Owed] = ()
    full: bool = False
    ids: set[str] = field(default_factory=set)
    answered: list[Incoming] = field(default_factory=list)
    reacted: list[ReactionChanged] = field(default_factory=list)
    shown: Card = field(default_factory=lambda: card("Home"))
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    reachable: asyncio.Event = field(default_factory=asyncio.Event)

    async def accept(self, fact: Fact) -> bool:
        """Save it once, where there is room."""
        if self.full:
            raise StoreFull("There is no room.", next_step="Make some.")
        new = fact.id not in self.ids
        self.ids.add(fact.id)
        return new

    async def answer(self, incoming: Incoming) -> Card:
        """Answer once the gate is open."""
        await self.gate.wait()
        self.answered.append(incoming)
        return card(f"Answer {len(self.answered)}")

    async def react(self, reaction: ReactionChanged) -> None:
        """Keep it."""
        self.reacted.append(reaction)

    async def unanswered(self, platform: str) -> tuple[Owed, ...]:  # noqa: ARG002 - there is one
        """Return what was there."""
        return tuple(self.owed)

    async def complete(self, text: str) -> tuple[str, ...]:  # noqa: ARG002 - Slack asks for none
        """Complete nothing."""
        return ()

    async def suggest(
        self,
        command: str,  # noqa: ARG002 - Slack asks for none
        argument: str,  # noqa: ARG002
        typed: str,  # noqa: ARG002
        where: Conversation,  # noqa: ARG002
        actor: Actor,  # noqa: ARG002
    ) -> tuple[Suggestion, ...]:
        """Suggest nothing."""
        return ()

    async def home(self, actor: Actor, channels: Collection[ChannelRef]) -> Card:  # noqa: ARG002
        """Return a page that tells how much was answered by then."""
        page = f"Answered: {len(self.answered)}"
        return with_buttons(page, CLAIM, READ, DROP)

    async def catch_up(self, platform: ChatPlatform, message: MessageRef | None = None) -> None:  # noqa: ARG002
        """Say that it is reachable."""
        self.reachable.set()


class Ahead:
    """Slack's clock: a moment later each time that it brings the same again."""

    seconds = 0.0

    def now(self) -> datetime:
        """Return this moment, as that clock has it."""
        return SystemClock().now() + timedelta(seconds=self.seconds)


@dataclass
class Front:
    """A core, in front of it the adapter, and Slack."""

    slack: FakeSlack
    core: Core
    platform: Slack
    clock: Ahead

    async def again(self, delivery: Delivery) -> None:
        """Let Slack bring the same once more."""
        self.clock.seconds += 3
        assert (await self.slack.deliver_again(delivery)).acked

    async def posted(self, *buttons: Button, to: Conversation | None = None) -> Message:
        """Post a card with buttons."""
        outcome = await self.platform.post(to or channel(), with_buttons("F12", *buttons), key=KEY)
        assert isinstance(outcome, Sent)
        return self.slack.messages[-1]

    async def happened(self, what: Callable[[], object]) -> None:
        """Wait for it."""
        await self.slack.until(what)


@asynccontextmanager
async def front(core: Core, mode: str) -> AsyncIterator[Front]:
    clock = Ahead()
    async with FakeSlack(clock=clock, patience=3.0, retries=(0.0, 0.05)) as slack:
        slack.add_person("U1", "anna", zone="Europe/Berlin")
        slack.add_person("U2", "ben")
        slack.add_channel("C1", "newsroom", members=["U1", "U2"])
        options = slack.options(mode="http" if mode == "http" else "socket", guests="reader")
        platform = Slack(options, SystemClock(), COMMANDS, times=TIMES)
        core.gate.set()
        running = asyncio.create_task(platform.run(core))
        await asyncio.wait_for(core.reachable.wait(), 5)
        try:
            yield Front(slack, core, platform, clock)
        finally:
            running.cancel()
            await asyncio.wait({running})


Play = Callable[[Callable[[Front], Awaitable[None]]], Core]


@pytest.fixture(params=["socket", "http"])
def play(request: pytest.FixtureRequest) -> Play:
    def playing(scenario: Callable[[Front], Awaitable[None]], core: Core | None = None) -> Core:
        made = core or Core()

        async def live() -> None:
            async with front(made, request.param) as room:
                await scenario(room)

        asyncio.run(live())
        return made

    return playing


def ok(delivery: Delivery) -> None:
    assert delivery.acked


def test_a_reaction_is_saved_acknowledged_and_then_done_once(play: Play) -> None:
    async def scenario(room: Front) -> None:
        post = await room.posted()
        put = await room.slack.react("U1", post, "triangular_flag_on_post")
        ok(put)
        ok(await room.slack.unreact("U1", post, "triangular_flag_on_post"))
        await room.again(put)
        await room.happened(lambda: len(room.core.reacted) == 2)
        assert [(each.name, each.present) for each in room.core.reacted] == [("🚩", True), ("🚩", False)]
        assert room.slack.called("users.info") == []  # the core asks who it was

    play(scenario)


def test_a_reaction_that_can_not_be_saved_is_not_done_and_comes_again(play: Play) -> None:
    async def scenario(room: Front) -> None:
        post = await room.posted()
        room.core.full, room.slack.patience = True, 0.2
        put = await room.slack.react("U1", post, "eyes")
        assert not put.acked
        assert room.core.reacted == []
        room.core.full = False
        await room.slack.quiet()
        assert put.acked
        await room.happened(lambda: len(room.core.reacted) == 1)

    play(scenario)


def test_what_was_saved_and_not_done_is_done_at_the_next_start(play: Play) -> None:
    reaction = ReactionChanged(
        id="slack:Ev1",
        at=SystemClock().now(),
        actor=Actor(platform="slack", workspace="T1", id="U1", name="U1"),
        message=MessageRef(conversation=channel(), id="1.0"),
        name="🚩",
        present=True,
    )

    async def scenario(room: Front) -> None:
        await room.happened(lambda: room.core.reacted)
        assert room.core.reacted == [reaction]

    playing: Callable[..., Core] = play
    playing(scenario, Core(owed=[reaction]))


def test_a_button_that_asks_opens_a_form_whose_answer_is_the_press(play: Play) -> None:
    async def scenario(room: Front) -> None:
        thread = channel(thread=(await room.posted()).ts)
        post = await room.posted(DROP, to=thread)
        ok(await room.slack.press("U1", post, "Drop…"))
        await room.happened(lambda: room.slack.views)
        assert not room.core.ids, "to open a form does nothing"
        view = room.slack.modal("U1")
        sent = await room.slack.submit("U1", view, {"words": "Nothing to it :eyes:"})
        ok(sent)
        assert "Answer 1" in view.words
        await room.again(sent)
        [pressed] = room.core.answered
        assert getattr(pressed, "says", "") == "drop F12 :: Nothing to it 👀"
        assert (pressed.where, pressed.on) == (thread, MessageRef(conversation=thread, id=post.ts))
        assert (pressed.actor.name, pressed.actor.zone) == ("anna", "Europe/Berlin")

    play(scenario)


def test_a_form_whose_answer_can_not_be_saved_stays_open_and_may_be_sent_again(play: Play) -> None:
    async def scenario(room: Front) -> None:
        ok(await room.slack.press("U1", await room.posted(DROP), "Drop…"))
        await room.happened(lambda: room.slack.views)
        view = room.slack.modal("U1")
        room.core.full, room.slack.patience = True, 0.2
        assert not (await room.slack.submit("U1", view, {"words": "x"})).acked
        room.core.full, room.slack.patience = False, 3.0
        ok(await room.slack.submit("U1", view, {"words": "x"}))
        assert len(room.core.answered) == 1

    play(scenario)


def test_who_presses_too_late_for_a_form_is_told_what_to_do(play: Play) -> None:
    async def scenario(room: Front) -> None:
        room.slack.trigger_lives = -1
        ok(await room.slack.press("U1", await room.posted(DROP), "Drop…"))
        await room.happened(lambda: [each for each in room.slack.messages if each.ephemeral_to == "U1"])
        told = room.slack.messages[-1].words
        assert "Press “Drop…” once more" in told
        assert "nothing was done" in told
        assert not room.core.ids

    play(scenario)


def test_people_are_ids_where_a_command_takes_them_and_names_elsewhere(play: Play) -> None:
    async def scenario(room: Front) -> None:
        for typed, said in (
            ("assign F12 <@U2>", "assign F12 <@U2>"),
            ("drop F12 <@U2> & <#C1> have it", "drop F12 @ben & #newsroom have it"),
        ):
            before = len(room.core.answered)
            ok(await room.slack.command("U1", "C1", typed))
            ok(await room.slack.say("U1", room.slack.direct("U1").id, typed))
            await room.happened(lambda: len(room.core.answered) == before + 2)  # noqa: B023 - awaited here
            assert [getattr(each, "text", "") for each in room.core.answered[before:]] == [said] * 2

    play(scenario)


def test_the_form_to_add_a_message_names_people(play: Play) -> None:
    async def scenario(room: Front) -> None:
        room.slack.people["U1"].admin = True
        message = room.slack.add_message("C1", "U2", "We met <@U1> in <#C1|newsroom> :tada:")
        ok(await room.slack.shortcut("U1", message))
        await room.happened(lambda: room.slack.views)
        [field] = [
            each["element"] for each in room.slack.modal("U1").raw["blocks"] if each["type"] == "input"
        ]
        assert field["initial_value"] == "We met @anna in #newsroom 🎉"

    play(scenario)


async def at_home(room: Front, page: str) -> None:
    await room.happened(lambda: "U1" in room.slack.homes and page in room.slack.homes["U1"].words)


def test_the_home_tab_shows_what_became_of_its_buttons(play: Play) -> None:
    async def scenario(room: Front) -> None:
        ok(await room.slack.open_home("U1"))
        await at_home(room, "Answered: 0")
        home = room.slack.homes["U1"]
        ok(await room.slack.press("U1", home, "I'll take it"))
        await at_home(room, "Answered: 1")
        await room.happened(lambda: room.slack.views)
        ok(await room.slack.press("U1", home, "Read brief"))
        await room.happened(lambda: len(room.slack.views) == 2)
        ok(await room.slack.press("U1", home, "Drop…"))
        await room.happened(lambda: len(room.slack.views) == 3)
        ok(await room.slack.submit("U1", room.slack.modal("U1"), {"words": "x"}))
        await at_home(room, "Answered: 3")
        assert len(room.slack.called("views.publish")) == 3, "to read changes nothing"
        assert len(room.slack.called("users.conversations")) == 1

    play(scenario)


def test_a_button_that_asks_in_a_window_asks_there(play: Play) -> None:
    async def scenario(room: Front) -> None:
        ok(await room.slack.open_home("U1"))
        await at_home(room, "Answered: 0")

        async def answer(incoming: Incoming) -> Card:
            room.core.answered.append(incoming)
            return with_buttons(f"Answer {len(room.core.answered)}", DROP)

        room.core.answer = answer  # type: ignore[method-assign] # an answer with a button
        ok(await room.slack.press("U1", room.slack.homes["U1"], "I'll take it"))
        await room.happened(lambda: room.slack.views)
        [view] = room.slack.views
        ok(await room.slack.press("U1", view, "Drop…"))
        await room.happened(lambda: view.raw.get("submit"))
        ok(await room.slack.submit("U1", view, {"words": "x"}))
        assert "Answer 2" in view.words
        await at_home(room, "Answered: 2")
        assert len(room.slack.views) == 1

    play(scenario)


def test_homes_of_one_person_are_made_one_after_another(play: Play) -> None:
    async def scenario(room: Front) -> None:
        ok(await room.slack.open_home("U1"))
        await at_home(room, "Answered: 0")
        home = room.slack.homes["U1"]
        room.core.gate.clear()
        for _ in range(5):
            ok(await room.slack.press("U1", home, "I'll take it"))
        room.core.gate.set()
        await at_home(room, "Answered: 5")
        assert len(room.slack.called("views.publish")) <= 6

    play(scenario)

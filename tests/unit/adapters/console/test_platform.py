"""The playground's platform: what somebody types comes to the core, and what they see."""

import asyncio
from collections.abc import Collection

from adapters.console.platform import Console
from bot.clock import SystemClock
from bot.errors import StoreFull
from bot.model.card import Ask, Button, Buttons, Card, Paragraph, Plain
from bot.model.events import ButtonPressed, CommandTyped, Fact, Incoming, Owed, ReactionChanged
from bot.model.people import Actor, ChannelRef, Conversation, MessageRef, Role
from bot.model.reaction import Reaction
from bot.model.suggestion import Suggestion
from bot.ports import ChatPlatform

HERE = Conversation(channel=ChannelRef(platform="console", workspace="local", id="playground"))
FLAG = "\N{TRIANGULAR FLAG ON POST}"
DROP = Button(label="Drop…", says="drop F1", asks=Ask(label="Reason", hint="why"))
NOTE = Button(label="Done…", says="done F1", asks=Ask(label="Note", optional=True))


def a_card(*buttons: Button) -> Card:
    text = Paragraph(prose=(Plain(text="F1"),))
    return Card(summary="F1", blocks=(text, Buttons(buttons=buttons)) if buttons else (text,))


class Core:
    """Answers everything with an empty card; remembers what came. While `full`, nothing is taken in."""

    def __init__(self) -> None:
        self.came: list[Fact] = []
        self.done: list[Fact] = []
        self.caught_up = 0
        self.owed: tuple[Owed, ...] = ()
        self.full = False

    async def accept(self, fact: Fact) -> bool:
        if self.full:
            raise StoreFull("There is no room on the disk.", next_step="Make some.")
        self.came.append(fact)
        return True

    async def answer(self, incoming: Incoming) -> Card:
        self.done.append(incoming)
        return a_card()

    async def react(self, reaction: ReactionChanged) -> None:
        self.done.append(reaction)

    async def unanswered(self, platform: str) -> tuple[Owed, ...]:  # noqa: ARG002 - the port's
        return self.owed

    async def complete(self, text: str) -> tuple[str, ...]:  # noqa: ARG002 - the port's
        return ()

    async def suggest(
        self,
        command: str,  # noqa: ARG002 - the port's
        argument: str,  # noqa: ARG002 - the port's
        typed: str,  # noqa: ARG002 - the port's
        where: Conversation,  # noqa: ARG002 - the port's
        actor: Actor,  # noqa: ARG002 - the port's
    ) -> tuple[Suggestion, ...]:
        return ()

    async def home(self, actor: Actor, channels: Collection[ChannelRef]) -> Card:  # noqa: ARG002 - the port's
        return a_card()

    async def catch_up(self, platform: ChatPlatform, message: MessageRef | None = None) -> None:  # noqa: ARG002
        self.caught_up += 1


class Paper:
    """A screen that is written down, and lines that are typed one after the other."""

    def __init__(self, *lines: str) -> None:
        self._lines = list(lines)
        self.above: list[str] = []
        self.said: list[str] = []
        self.asked: list[str] = []

    def show(self, card: Card, *, first: int = 1, above: str = "") -> None:  # noqa: ARG002 - the protocol's
        self.above.append(above)

    def say(self, line: str) -> None:
        self.said.append(line)

    async def ask(self, question: str = "") -> str | None:
        self.asked += [question] if question else []
        return self._lines.pop(0) if self._lines else None


def played(
    *lines: str, posts: tuple[Card, ...] = (), core: Core | None = None
) -> tuple[Core, Paper, Console]:
    """Post these cards, then let somebody type these lines."""
    paper, core = Paper(*lines), core or Core()
    console = Console(history=None, clock=SystemClock(), stories=0, screen=paper)

    async def evening() -> None:
        for number, card in enumerate(posts):
            await console.post(HERE, card, key=f"key {number}")
        await console.run(core)

    asyncio.run(evening())
    return core, paper, console


def test_a_button_that_asks_is_pressed_with_the_answer() -> None:
    core, paper, _ = played("ben: 1", "The council has answered", posts=(a_card(DROP),))
    [pressed] = core.done
    assert isinstance(pressed, ButtonPressed)
    assert pressed.says == "drop F1 :: The council has answered"
    assert pressed.actor.id == "ben"
    assert pressed.on is not None
    assert paper.asked == ["Reason (why): "]


def test_an_answer_that_is_left_empty_does_nothing_where_it_is_needed() -> None:
    core, paper, _ = played("1", "  ", posts=(a_card(DROP),))
    assert core.came == []
    assert paper.said == ["Left as it is."]


def test_an_answer_may_be_left_empty_where_it_is_optional() -> None:
    core, _, _ = played("1", "", posts=(a_card(NOTE),))
    [pressed] = core.done
    assert isinstance(pressed, ButtonPressed)
    assert pressed.says == "done F1"


def test_a_reaction_is_saved_then_done_and_stands() -> None:
    core, _, console = played(f"anna: {FLAG} 1", f"anna: {FLAG} 1", posts=(a_card(),))
    [reaction] = core.came
    assert core.done == [reaction]
    assert isinstance(reaction, ReactionChanged)
    assert (reaction.actor.id, reaction.name, reaction.present) == ("anna", FLAG, True)
    standing = asyncio.run(console.reactions(reaction.message))
    assert standing == frozenset({Reaction(person="anna", name=FLAG)})


def test_a_reaction_on_what_is_not_there_is_no_fact() -> None:
    core, paper, _ = played(f"{FLAG} 4", "unreact done", posts=(a_card(),))
    assert core.came == []
    assert "no such post" in paper.said[0]
    assert "doesn't stand" in paper.said[1]


def test_of_posts_of_another_terminal_no_reactions_are_known() -> None:
    _, _, console = played()
    assert asyncio.run(console.reactions(MessageRef(conversation=HERE, id="1"))) is None


def test_what_can_not_be_saved_is_said_and_the_chat_goes_on() -> None:
    core = Core()
    core.full = True
    _, paper, _ = played("latest", f"{FLAG} 1", posts=(a_card(),), core=core)
    assert [said for said in paper.said if "nothing was done" in said]
    assert core.done == []


def test_posts_say_where_they_stand_and_for_whom() -> None:
    _, paper, console = played(posts=(a_card(),))

    async def more() -> None:
        first = await console.find(HERE, key="key 0", since=SystemClock().now())
        thread = HERE.model_copy(update={"thread": first.message.id})  # type: ignore[union-attr] # it is there
        await console.post(thread, a_card(), key="a")
        await console.post(HERE.model_copy(update={"thread": "gone"}), a_card(), key="b")
        ben = ChannelRef(platform="console", workspace="local", id="ben", person=True)
        await console.post(Conversation(channel=ben), a_card(), key="c")
        await console.edit(first.message, a_card(DROP), key="key 0")  # type: ignore[union-attr] # it is there

    asyncio.run(more())
    said = [each.split(" · ")[1].removesuffix(" ──") for each in paper.above]
    assert said == [
        "post 1 in #playground",
        "post 2 in the thread of post 1",
        "post 3 in the thread of an earlier post",
        "post 4 to ben alone",
        "post 1 in #playground, changed",
    ]


def test_what_was_left_open_is_done_before_anything_is_typed() -> None:
    core, now = Core(), SystemClock().now()
    you = Actor(platform="console", workspace="local", id="you", name="you")
    message = MessageRef(conversation=HERE, id="1")
    typed = CommandTyped(id="a", at=now, actor=you, where=HERE, text="claim F1")
    put = ReactionChanged(id="b", at=now, actor=you, message=message, name=FLAG, present=True)
    core.owed = (typed, put)
    played(core=core)
    assert core.done == [typed, put]
    assert core.caught_up == 1


def test_strangers_may_do_nothing() -> None:
    _, _, console = played()
    roles = [asyncio.run(console.who(name, HERE.channel)) for name in ("anna", "BEN", "carl")]
    assert [actor and actor.role for actor in roles] == [Role.editor, Role.reader, Role.nobody]

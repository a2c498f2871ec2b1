"""The one door for what people do in Discord: saved, then responded to, then answered.

discord.py's CommandTree and persistent views are not used. Each is a door of its own, by which something
could come in unsaved; and views keep in memory what a button means. That is known without them: of a command
from its declaration, of a button from the button itself.

Discord shows a failure where the first response takes longer than 3 s.
"""

import asyncio
import logging
from collections.abc import Collection, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import discord
from discord.app_commands import Choice

from adapters.discord.asking import form as form_of
from adapters.discord.commands import Native
from adapters.discord.components.pressed import Pressed
from adapters.discord.forms import form
from adapters.discord.inbound import Asked, FormWanted, Inbound, NotUnderstood, SuggestionWanted
from adapters.discord.people import People
from adapters.discord.places import PLATFORM
from adapters.discord.replies import TROUBLE, Replies, is_answered, sentence, told
from adapters.discord.times import Times
from adapters.discord.ways import read_note
from adapters.errands import Errands
from bot.errors import StoreError
from bot.model.card import Card
from bot.model.events import ButtonPressed, CommandTyped, Incoming, ReactionChanged
from bot.model.people import Actor, ChannelRef, Role
from bot.model.suggestion import Suggestion
from bot.ports import Answers, Clock
from bot.text import clip

MOST_SUGGESTIONS = 25
LONGEST_SUGGESTION = 100
"""How many choices Discord shows, and how long a label or a value may be."""

_FIRST = 2.5
"""By then, in seconds after it arrived, an interaction has had its first response, whatever is slow."""

_KNOWN = sentence("This has arrived already, and is answered or being worked on.")
_SLOW = sentence(
    "Saving this takes longer than Discord waits. The answer comes here once it is saved; if none comes in a "
    "minute, look whether it is done before you try again."
)
_EDITORS_ONLY = sentence("Only editors can add stories. Ask one of them, or ask an admin to make you one.")
_NOT_FOR_US = sentence("Nutgraf doesn't know what this is for, so nothing was done.")
_NO_FORM = sentence(
    "Discord refuses to open the form, so nothing was added. Type `/brief add` and give the text there, as "
    "its option `text`."
)
_FAULT = sentence(
    "That could not be done, by a fault of Nutgraf's: nothing was saved. Try again in a minute."
)
_PERHAPS = sentence(
    "This may be done, but by a fault of Nutgraf's its answer can't be shown. Look whether it is done before "
    "you try again."
)
_REMEMBERED = 500
"""How many interactions are remembered, so that one that Discord brings twice isn't answered twice."""

_log = logging.getLogger(__name__)


class Publisher(Protocol):
    """Publishes posts in announcement channels."""

    def handles(self, custom_id: str) -> bool:
        """Say whether a button is for publishing."""
        ...

    async def answer(self, interaction: Asked) -> Card:
        """Publish the message that the button is on; say what came of it. Never raises."""
        ...


class Recent:
    """Remembers the last interactions that this process has taken in."""

    def __init__(self) -> None:
        self._known: dict[str, None] = {}

    def __contains__(self, fact: str) -> bool:
        return fact in self._known

    def take(self, fact: str) -> bool:
        """Remember one, by its fact's id; say whether it is new."""
        if fact in self._known:
            return False
        self._known[fact] = None
        if len(self._known) > _REMEMBERED:
            del self._known[next(iter(self._known))]
        return True


@dataclass(frozen=True)
class Front:
    """Takes interactions in, and answers them. `editors` are ids or names of roles."""

    answers: Answers
    native: Native
    people: People
    editors: Collection[str]
    publishing: Publisher
    replies: Replies
    errands: Errands
    clock: Clock
    times: Times
    recent: Recent = field(default_factory=Recent)

    async def take_in(self, asked: Asked) -> None:
        """Take in one interaction, and answer it, but not when it is brought again. Never raises."""
        suggesting = asked.type is discord.InteractionType.autocomplete  # many, and any may be answered twice
        if not suggesting and not self.recent.take(f"{PLATFORM}:{asked.id}"):
            _log.info("Discord brought something twice (%s).", asked.type.name)
            return
        try:
            await self._taken_in(asked)
        except TROUBLE as why:
            _log.warning("What somebody did (%s) could not be answered: %s", asked.type.name, told(why))
        except Exception:  # noqa: BLE001 - logged and answered, not hidden
            _log.exception("What somebody did (%s) could not be taken in.", asked.type.name)
            if not suggesting:
                await self._say(asked, _FAULT)

    async def resume(self) -> None:
        """Begin to answer what was saved before the bot stopped, and had no effect yet. Raises StoreError.

        What is taken in while the store is read may be in it as well: that has its answer already.
        """
        for owed in await self.answers.unanswered(PLATFORM):
            if isinstance(owed, ReactionChanged):
                self.errands.start(self.answers.react(owed))
            elif owed.id not in self.recent:
                self.errands.start(self._late_answer(owed))

    async def _taken_in(self, asked: Asked) -> None:
        began = asyncio.get_running_loop().time()
        data: Mapping[str, Any] = asked.data or {}
        custom_id = str(data.get("custom_id", ""))
        if asked.type is discord.InteractionType.component and self.publishing.handles(custom_id):
            await self._through(asked, self._publish(asked, began))
            return
        brought = Inbound(self.native, self.editors).read(asked, self.clock.now())
        match brought:
            case None:
                await self._not_for_us(asked)
            case SuggestionWanted():
                await self._suggest(asked, brought)
            case FormWanted():
                await self._open(asked, brought)
            case Pressed():
                await self._show_form(asked, form_of(brought), _no_answer(brought.says))
            case NotUnderstood(sentence=why):
                await self._say(asked, sentence(why))
            case CommandTyped() | ButtonPressed():
                await self._through(asked, self._asked(asked, brought, began))

    # ---- what is saved and answered

    async def _through(self, asked: Asked, work: Coroutine[Any, Any, None]) -> None:
        """Do what may have had its effect when it breaks off, and then say so."""
        try:
            await work
        except Exception as why:  # noqa: BLE001 - logged and answered, not hidden
            if isinstance(why, TROUBLE):  # its own text may hold an address that is a secret
                _log.warning("What somebody did (%s) could not be answered: %s", asked.type.name, told(why))
            else:
                _log.exception("What somebody did (%s) broke off.", asked.type.name)
            await self._say(asked, _PERHAPS)

    async def _publish(self, asked: Asked, began: float) -> None:
        await self._show(asked, self.errands.start(self.publishing.answer(asked)), began)

    async def _asked(self, asked: Asked, incoming: Incoming, began: float) -> None:
        """Save first; if that takes too long, say so, and answer when it is done."""
        saving = asyncio.create_task(self.answers.accept(incoming))
        await asyncio.wait({saving}, timeout=self.times.saving)
        late = not saving.done()
        if late:
            await self.replies.respond(asked, _SLOW, private=incoming.private)
        show = self.replies.change if late else self.replies.respond
        try:
            new = await saving
        except StoreError as error:
            _log.warning("What somebody asked for can't be saved: %s", error)
            await show(asked, _unsaved(error), private=incoming.private)
            return
        if not new:
            await self._known_already(asked, late=late)
            return
        answering = self.errands.start(self._answer(incoming))
        if late:
            seen = await self.replies.change(asked, await answering, private=incoming.private)
        else:
            seen = await self._show(asked, answering, began)
        if not seen:
            await self._tell(incoming, await answering)

    async def _known_already(self, asked: Asked, *, late: bool) -> None:
        """Say so, but not in the place of the answer, if that is there."""
        private = asked.guild_id is not None
        if late:
            await self.replies.change(asked, _KNOWN, private=private)
        else:
            await self.replies.respond(asked, _KNOWN, private=private, instead=False)

    async def _show(self, asked: Asked, answering: "asyncio.Task[Card]", began: float) -> bool:
        left = began + _FIRST - asyncio.get_running_loop().time()
        patience = min(self.times.patience, left)
        return await self.replies.show(
            asked, answering, private=asked.guild_id is not None, patience=patience
        )

    async def _answer(self, incoming: Incoming) -> Card:
        if incoming.where.channel.person:
            actor = await self._known(incoming.actor)
            incoming = incoming.model_copy(update={"actor": actor})
        return await self.answers.answer(incoming)

    async def _known(self, actor: Actor) -> Actor:
        """Return somebody who wrote directly, with the role that they have in the guild.

        Where Discord can't be asked they are nobody, and may do nothing.
        """
        direct = ChannelRef(platform=PLATFORM, workspace=actor.workspace, id=actor.id, person=True)
        known = await self.people.who(actor.id, direct)
        return actor.model_copy(update={"role": known.role if known else Role.nobody})

    async def _late_answer(self, incoming: Incoming) -> None:
        """Answer what was asked before a restart: where it was asked, as long as Discord takes it there.

        Afterwards the person is written to only if something changed; nobody waits for yesterday's list.
        """
        card = await self._answer(incoming)
        note, workspace = read_note(incoming.reply), incoming.actor.workspace
        if note is None or not note.good(self.clock.now()):
            seen = False
        else:
            seen = await self.replies.follow(note, card, private=incoming.private, workspace=workspace)
        if not seen:
            await self._tell(incoming, card)

    async def _tell(self, incoming: Incoming, card: Card) -> None:
        said = incoming.text if isinstance(incoming, CommandTyped) else incoming.says
        if self.native.changes(said):
            await self.replies.tell(incoming.actor.id, incoming.actor.workspace, card)

    # ---- what is not saved

    async def _suggest(self, asked: Asked, wanted: SuggestionWanted) -> None:
        try:
            async with asyncio.timeout(self.times.suggesting):
                found = await self.answers.suggest(
                    wanted.command, wanted.argument, wanted.typed, wanted.where, wanted.actor
                )
        except TimeoutError:
            _log.warning("Suggestions took too long, so none were shown.")
            found = ()
        await asked.response.autocomplete(_choices(found))

    async def _open(self, asked: Asked, wanted: FormWanted) -> None:
        if wanted.actor.role.may(Role.editor):
            await self._show_form(asked, form(wanted.text, of_message=wanted.of_message), _NO_FORM)
        else:
            await self._say(asked, _EDITORS_ONLY)

    async def _show_form(self, asked: Asked, shown: discord.ui.Modal, refused: Card) -> None:
        try:
            await asked.response.send_modal(shown)
        except discord.HTTPException as why:
            if why.status != 400 or is_answered(why):
                raise
            _log.error("Discord refuses a form: %s", told(why))
            await self._say(asked, refused)

    async def _not_for_us(self, asked: Asked) -> None:
        _log.info("Discord brought what nothing here is for: %s.", asked.type.name)
        if asked.type is discord.InteractionType.autocomplete:
            await asked.response.autocomplete([])
        elif asked.type is not discord.InteractionType.ping:
            await self._say(asked, _NOT_FOR_US)

    async def _say(self, asked: Asked, card: Card) -> None:
        await self.replies.respond(asked, card, private=asked.guild_id is not None)


def _choices(found: tuple[Suggestion, ...]) -> list[Choice[str]]:
    fitting = [each for each in found if each.label and 0 < len(each.value) <= LONGEST_SUGGESTION]
    return [
        Choice(name=clip(each.label, LONGEST_SUGGESTION), value=each.value)
        for each in fitting[:MOST_SUGGESTIONS]
    ]


def _no_answer(says: str) -> Card:
    return sentence(
        f"Discord refuses to open the form, so nothing was done. Type the command instead: `/brief {says} …`"
    )


def _unsaved(error: StoreError) -> Card:
    return sentence(f"{error.message} So this was not saved, and nothing was done. Try again in a minute.")

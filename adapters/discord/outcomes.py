"""What a fault of Discord's means for a post, an edit or a search: pure tables of Discord's error codes.

The codes are those of https://discord.com/developers/docs/topics/opcodes-and-status-codes#json. A code that
no table knows says by its status what it means: nothing that Discord answers with 4xx was done.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import discord

from adapters.discord.client import NEVER_MADE, NotReached, ServerFailed, retry_after
from adapters.discord.permissions import NAMES, listed
from bot.errors import Missing
from bot.model.outcome import Closed, Deleted, Outcome, Refused, Rejected, Sought, Unknown
from bot.text import clip

ADMINS_WAIT: Final = 60.0
"""How long to wait, in seconds, for what only an admin can mend."""

BANNED_WAIT: Final = 600.0
"""How long to wait, in seconds, where Discord shuts the address out without saying for how long."""

UNKNOWN_MESSAGE: Final = 10008
_UNREADABLE = 160002
_MISSING_ACCESS, _MISSING_PERMISSIONS = 50001, 50013
ARCHIVED: Final = 50083
GONE: Final = 10003
_SHUT = frozenset({GONE, _MISSING_ACCESS, _MISSING_PERMISSIONS})


@dataclass(frozen=True, slots=True)
class Where:
    """Where something failed: the channel as people call it, and which permissions lack, if known.

    `direct` is set for direct messages.
    """

    name: str = "this channel"
    lacks: tuple[str, ...] = ()
    direct: bool = False


_GONE = "{name} is gone: somebody deleted it, or Nutgraf was put out of the server."
_LOCKED = "{name} is locked. Somebody has to unlock it, or use the channel itself."
_STUCK = "{name} is archived and can't be reopened. Somebody has to reopen it, or use the channel itself."
_NO_TEXT = "Nutgraf can't post in {name}: channels of this kind take no posts. Use a text channel."
_NO_THREAD = (
    "This thread is gone, and so is the message that it began at: somebody deleted them. Use the channel "
    "itself."
)
_NO_TAG = (
    "{name} asks for a tag on every post, and has none that Nutgraf may use. Make a tag there that is not "
    "for moderators alone."
)
_TOO_NEW = "{name} takes messages from verified members alone. Give Nutgraf a role there."
_NO_DIRECT = (
    "Discord delivers no direct messages from Nutgraf to this person: they don't take any from this server's "
    "members, blocked it, or left. They can allow it in the server's privacy settings."
)
_NOBODY = "Discord knows nobody by this id: they may have deleted their account."

_CLOSED: Final = {
    GONE: _GONE,
    10004: _GONE,
    10013: _NOBODY,
    40067: _NO_TAG,
    50003: _NO_TEXT,
    50007: _NO_DIRECT,
    50008: _NO_TEXT,
    50009: _TOO_NEW,
    50024: _NO_TEXT,
    ARCHIVED: _STUCK,
    50278: _NO_DIRECT,
    160005: _LOCKED,
}
"""Why a channel, thread or person takes nothing from the bot, and what a person has to do."""

_UNFIT: Final = frozenset({200000, 200001, 240000})
"""Codes for a card that the server's filters don't let through (AutoMod, its titles, harmful links).

They come with 403 or 400; only changing the words or the filter helps.
"""

_PASSING: Final = frozenset(
    {
        20016,  # the channel's slow mode
        20022,  # edits of announcements
        20028,  # posts in the channel
        20029,  # posts in the server
        30046,  # edits of a message that is older than an hour
        40003,  # new direct messages
        40004,  # sending is switched off for the time being
        40006,  # something is switched off for the time being
        40062,
        110001,
        130000,  # overloaded
        160006,  # threads that are open at a time
        160007,
    }
)
"""Codes for what Discord refuses now and may take later."""

_ADMINS: Final = frozenset({10002, 20012, 40001, 40002, 50014, 50025})
"""Codes for what keeps the bot from everything until an admin has mended it."""

_UNCHANGEABLE: Final = frozenset({50005, 50021})
"""Codes for a message that the bot can't change: another's, or one of Discord's own."""


def of_post(error: BaseException, where: Where) -> Outcome:
    """Return what became of a post that met this error.

    A nonce whose message is gone is answered as an unknown message: it was sent, then deleted.
    """
    match error:
        case Missing():
            return Refused(reason=str(error), retry_after=ADMINS_WAIT, wide=True)
        case NotReached():
            return Refused(reason=str(error), retry_after=error.retry_after, wide=True)
        case discord.RateLimited():
            return _limited(error.retry_after)
        case discord.HTTPException():
            return _of_answer(error, where)
        case discord.InvalidData():
            return no_text(where.name)
        case _ if isinstance(error, NEVER_MADE):
            return Refused(reason="Discord can't be reached from here.", wide=True)
        case ServerFailed():
            return Unknown(reason=f"Discord has a fault of its own ({error}).")
        case TimeoutError():
            return Unknown(reason="Discord didn't answer in time.")
        case _:
            return Unknown(reason=f"The connection to Discord broke ({type(error).__name__}).")


def of_edit(error: BaseException, where: Where) -> Outcome:
    """Return what became of an edit that met this error."""
    if isinstance(error, discord.HTTPException) and error.code in _UNCHANGEABLE:
        return Rejected(reason="Discord doesn't let the bot change this message.")
    return of_post(error, where)


def of_step_before(error: BaseException, where: Where) -> Outcome:
    """Return what became of a post for which a step before it met this error: it surely was not sent."""
    outcome = of_post(error, where)
    if isinstance(outcome, Unknown | Deleted):
        return Refused(reason=getattr(outcome, "reason", "") or _told(error))
    return outcome


def of_search(error: BaseException, where: Where) -> Sought:
    """Return what a search tells that met this error.

    A permission that reading the history needs closes nothing: posts may be made without it.
    """
    outcome = of_step_before(error, where)
    match outcome:
        case Refused() | Closed():
            return outcome
        case _:
            return Unknown(reason=f"The history can't be read. {_told(error)}")


def closed_by(lacks: tuple[str, ...], name: str) -> Closed:
    """Return what it means for a post that the bot lacks these permissions there."""
    return Closed(reason=_permissions(Where(name, lacks)))


def locked(name: str) -> Closed:
    """Return what it means for a post that its thread is locked."""
    return Closed(reason=_capital(_LOCKED.format(name=name)))


def no_text(name: str) -> Closed:
    """Return what it means for a post that channels of this kind take none."""
    return Closed(reason=_capital(_NO_TEXT.format(name=name)))


def no_thread() -> Closed:
    """Return what it means for a post that neither its thread is there, nor the message to begin it at."""
    return Closed(reason=_NO_THREAD)


def no_tag(name: str) -> Closed:
    """Return what it means for a post that a forum asks for a tag and has none for the bot."""
    return Closed(reason=_capital(_NO_TAG.format(name=name)))


def unreadable(name: str) -> Unknown:
    """Return what a search tells where the bot may not read the history: Discord shows it as empty."""
    return Unknown(
        reason=f"Nutgraf may not read what stands in {name}. Give it {NAMES['read_message_history']} in the "
        "channel's settings, under Permissions."
    )


def closes(error: BaseException, where: Where) -> Closed | None:
    """Return why nothing can be posted there, where that is what the error says."""
    outcome = of_post(error, where)
    return outcome if isinstance(outcome, Closed) else None


def unless_doubtful(outcome: Outcome) -> Outcome:
    """Return what became of a post of which an earlier try may have arrived: a refusal says too little."""
    match outcome:
        case Refused() | Rejected() | Closed():
            return Unknown(reason=outcome.reason)
        case _:
            return outcome


def _of_answer(error: discord.HTTPException, where: Where) -> Outcome:
    """Return what Discord's answer means; the first rule that knows it counts."""
    rules: tuple[Callable[[discord.HTTPException, Where], Outcome | None], ...] = (
        _by_code,
        _by_status,
    )
    return next(outcome for rule in rules if (outcome := rule(error, where)) is not None)


def _by_code(error: discord.HTTPException, where: Where) -> Outcome | None:
    code = error.code
    if error.status >= 500:
        return None
    if code == UNKNOWN_MESSAGE:
        return Deleted()
    if where.direct and code in _SHUT:
        return Closed(reason=_NO_DIRECT)
    if code == _UNREADABLE:  # who may not read the history may not reply either
        return closed_by((NAMES["read_message_history"],), where.name)
    if code in {_MISSING_ACCESS, _MISSING_PERMISSIONS}:
        return Closed(reason=_permissions(where))
    if code in _CLOSED:
        return Closed(reason=_capital(_CLOSED[code].format(name=where.name)))
    if code in _UNFIT:
        return Rejected(reason=f"A filter of this server doesn't let the words through. {_told(error)}")
    if code in _ADMINS:
        return _for_admins(error)
    if code in _PASSING:
        return Refused(reason=_told(error), retry_after=retry_after(error))
    return None


def _by_status(error: discord.HTTPException, _: Where) -> Outcome:
    status = error.status
    if status >= 500:
        return Unknown(reason=f"Discord has a fault of its own (status {status}).")
    if status == 401:
        return _for_admins(error)
    if status == 429:
        return _limited_by_answer(error)
    if status in {400, 413}:
        return Rejected(reason=f"Discord doesn't take this message. {_told(error)}")
    return Refused(reason=_told(error), retry_after=retry_after(error))


def _limited_by_answer(error: discord.HTTPException) -> Refused:
    """Return what a rate limit means that discord.py has not waited for.

    Without `Via` it comes not from Discord's own servers but from the wall before them, and is for the
    address: https://discord.com/developers/docs/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans
    """
    seconds = retry_after(error)
    if error.response.headers.get("Via"):
        return _limited(seconds)
    reason = "Discord shuts this machine's address out for a while."
    return Refused(reason=reason, retry_after=BANNED_WAIT if seconds is None else seconds, wide=True)


def _limited(seconds: float | None) -> Refused:
    return Refused(reason="Discord limits how fast Nutgraf may post here.", retry_after=seconds)


def _for_admins(error: discord.HTTPException) -> Refused:
    reason = f"{_told(error)} An admin has to mend that: `nutgraf doctor` says how."
    return Refused(reason=reason, retry_after=ADMINS_WAIT, wide=True)


def _permissions(where: Where) -> str:
    if not where.lacks:
        return (
            f"Nutgraf may not see {where.name}, or not write there. Give it {listed(NAMES.values())}, in the "
            "channel's settings under Permissions."
        )
    them = "it" if len(where.lacks) == 1 else "them"
    return (
        f"Nutgraf lacks {listed(where.lacks)} in {where.name}. Allow {them} for its role in the channel's "
        "settings, under Permissions."
    )


def _told(error: BaseException) -> str:
    """Return what Discord said, in a line. Its own texts hold no secret; those of other errors may."""
    if not isinstance(error, discord.HTTPException):
        return f"{type(error).__name__}."
    said = (
        " ".join(clip(error.text, 300).split()).rstrip(".") or f"It answered with the status {error.status}"
    )
    return f"Discord says: {said} ({error.code})." if error.code else f"Discord says: {said}."


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]

"""`digest`: what stands in this channel, and a preview; `digest now`, `pause`, `resume`, `off`."""

from typing import Annotated, Literal

from pydantic import Field

from bot.cards.digests import digests_card, done_card, holds
from bot.commands.command import Command, Form, Written
from bot.commands.context import Asked
from bot.commands.kinds import DigestNumber
from bot.model.card import Card
from bot.model.digest import Verdict
from bot.model.people import Role
from bot.model.value import Value


class WhichDigest(Value):
    """One of a channel's digests."""

    number: Annotated[DigestNumber | None, Written(Form.word, "number", suggest="digest")] = Field(
        default=None, description="which digest, where there are several; `digest` shows their numbers"
    )


class NowArguments(WhichDigest):
    """Which digest, and whether what it shows comes again."""

    keep: Annotated[Literal["yes", "no"], Written(Form.option, "no")] = Field(
        default="yes", description="whether the next edition still covers the same stories: yes or no"
    )


async def _list(asked: Asked, arguments: WhichDigest) -> Card:
    listing = await asked.digests.listing(asked.where, arguments.number)
    return digests_card(listing.standing, listing.preview, listing.number)


async def _now(asked: Asked, arguments: NowArguments) -> Card:
    await asked.doors.enter(asked.where)
    edition = await asked.digests.now(asked.where, arguments.number, keep=arguments.keep == "yes")
    follows = (
        "The next edition still covers these stories; with keep:no it begins where this one ends."
        if edition.keeps
        else "The next edition begins where this one ends."
    )
    shows = "it says that nothing is new" if edition.verdict is Verdict.quiet else holds(edition)
    return done_card(f"An edition of digest {edition.digest} is on its way: {shows}.", hint=follows)


async def _pause(asked: Asked, arguments: WhichDigest) -> Card:
    standing = await asked.digests.pause(asked.where, asked.actor, arguments.number)
    number = standing.digest.number
    return done_card(
        f"Digest {number} is paused.",
        hint=f"`digest resume {number}` takes it up again; its first edition then covers all since the last.",
    )


async def _resume(asked: Asked, arguments: WhichDigest) -> Card:
    await asked.doors.enter(asked.where)
    standing = await asked.digests.resume(asked.where, arguments.number)
    return done_card(f"Digest {standing.digest.number} is active.", standing)


async def _off(asked: Asked, arguments: WhichDigest) -> Card:
    standing = await asked.digests.off(asked.where, asked.actor, arguments.number)
    return done_card(
        f"Digest {standing.digest.number} has ended.", hint="`digest at 08:00 weekdays` sets up a new one."
    )


DIGEST = Command(
    path=("digest",),
    summary="this channel's digests, when each comes next, and a preview",
    arguments=WhichDigest,
    role=Role.reader,
    examples=("digest", "digest 2"),
    run=_list,
    shares=lambda _: None,
    placed=True,
)

DIGEST_NOW = Command(
    path=("digest", "now"),
    summary="sends an edition now, beside those that are due",
    arguments=NowArguments,
    role=Role.editor,
    examples=("digest now", "digest now 2 keep:no"),
    run=_now,
    changes=True,
    placed=True,
)

DIGEST_PAUSE = Command(
    path=("digest", "pause"),
    summary="pauses a digest",
    arguments=WhichDigest,
    role=Role.editor,
    examples=("digest pause", "digest pause 2"),
    run=_pause,
    changes=True,
    placed=True,
)

DIGEST_RESUME = Command(
    path=("digest", "resume"),
    summary="takes a paused digest up again",
    arguments=WhichDigest,
    role=Role.editor,
    examples=("digest resume", "digest resume 2"),
    run=_resume,
    changes=True,
    placed=True,
)

DIGEST_OFF = Command(
    path=("digest", "off"),
    summary="ends a digest",
    arguments=WhichDigest,
    role=Role.editor,
    examples=("digest off", "digest off 2"),
    run=_off,
    changes=True,
    placed=True,
)

"""How long it takes from a flag on a post until the follow-up's card is in its thread, in Slack and Discord.

`nutgraf run` is a process of its own, the fake platforms, which take the times, are this one. What the
network and the platforms themselves take comes on top.

python -m benchmarks.reactions [--flags 500]   (prints its rows)
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from benchmarks.discord import _discord
from benchmarks.measure import Row, Spread, table
from benchmarks.serving import fill, limit_row, serving
from benchmarks.slack import _told
from tests.servers import discord as discords
from tests.servers import slack as slacks

FLAGS, CHANNELS = 500, 50
IN_SLACK, IN_DISCORD = 2, 5
"""So many flags a second. Each makes two sends, the card and the footer, and Slack takes five a second."""
REST = 3.0
"""So many seconds after the last post, none of what was sent for the posts counts against the flags."""
CARD = 300.0
"""What is aimed at, in milliseconds, from the reaction to the card."""
FLAG = "\N{TRIANGULAR FLAG ON POST}"

T = TypeVar("T")


async def measure(folder: Path, *, flags: int = FLAGS) -> list[Row]:
    """Flag so many posts in each, a few a second, each of another story."""
    db = folder / "reactions.db"
    await fill(db)
    return [*await _in_slack(db, flags), *await _in_discord(db, flags)]


async def _in_slack(db: Path, flags: int) -> list[Row]:
    async with slacks.FakeSlack() as slack:
        slack.add_person("U1", "anna")
        for number in range(CHANNELS):
            slack.add_channel(f"C{number}", f"news-{number}", members=["U1"])
        async with serving(_told(slack), db):
            await slack.until(lambda: slack.connected, within=60)
            for number in range(flags):
                await slack.command("U1", f"C{number % CHANNELS}", f"story {number + 1} share:yes")

            def posts() -> list[slacks.Message]:
                return [each for each in slack.messages if each.key and not each.thread]

            await _until(lambda: len(posts()) >= flags)
            shown = posts()
            began: list[float] = []

            async def flag(post: slacks.Message) -> None:
                began.append(time.time())
                await slack.react("U1", post, "triangular_flag_on_post")

            await _paced(flag, shown, IN_SLACK)

            def cards() -> dict[str, float]:
                every = [each for each in slack.messages if each.thread]
                return {f"{each.channel} {each.thread}": float(each.ts) for each in reversed(every)}

            await _until(lambda: len(cards()) >= flags)
            there = cards()
    names = [f"{post.channel} {post.ts}" for post in shown]
    return _rows("Slack", IN_SLACK, began, [there.get(name) for name in names])


async def _in_discord(db: Path, flags: int) -> list[Row]:
    async with discords.FakeDiscord() as discord:
        discord.checked = False  # the scenarios do that; here it would take the time that is measured
        guild = discord.add_guild("The Newsroom")
        anna = discord.add_person("anna", guild)
        channels = [discord.add_channel(guild, f"news-{number}") for number in range(CHANNELS)]
        async with serving(_discord(discord), db):
            await discord.ready(within=60)
            for number in range(flags):
                told = {"number": str(flags + number + 1), "share": True}
                await discord.slash(anna, channels[number % CHANNELS], "story", told)
            inside = {channel.id for channel in channels}

            def posts() -> list[discords.Message]:
                return [each for each in discord.messages if each.nonce and each.channel.id in inside]

            await _until(lambda: len(posts()) >= flags)
            shown = posts()
            known = len(discord.messages)
            began: list[float] = []

            async def flag(post: discords.Message) -> None:
                began.append(time.time())
                discord.react(anna, post, FLAG)
                await asyncio.sleep(0)

            await _paced(flag, shown, IN_DISCORD)

            def cards() -> dict[str, float]:
                every = [each for each in discord.messages[known:] if each.nonce]
                return {_begun_by(each): each.posted_at for each in reversed(every)}

            await _until(lambda: len(cards()) >= flags)
            there = cards()
    return _rows("Discord", IN_DISCORD, began, [there.get(post.id) for post in shown])


def _begun_by(card: discords.Message) -> str:
    """Return the id of the message that a card answers: a thread has that of the one that begins it."""
    return card.replies_to.id if card.replies_to else card.channel.id


async def _paced(flag: Callable[[T], Awaitable[None]], posts: Sequence[T], a_second: int) -> None:
    """Flag one post after the other, so many a second."""
    await asyncio.sleep(REST)
    started = time.perf_counter()
    flagging: list[asyncio.Future[None]] = []
    for number, post in enumerate(posts):
        ahead = started + number / a_second - time.perf_counter()
        if ahead > 0:
            await asyncio.sleep(ahead)
        flagging.append(asyncio.ensure_future(flag(post)))
    await asyncio.gather(*flagging)


async def _until(true: Callable[[], bool]) -> None:
    """Wait until it is so, for two minutes at most: what is missing is counted."""
    with suppress(TimeoutError):
        async with asyncio.timeout(120):
            while not true():  # noqa: ASYNC110 - what is waited for comes from another process
                await asyncio.sleep(0.05)


def _rows(where: str, a_second: int, began: Sequence[float], there: Sequence[float | None]) -> list[Row]:
    taken = [at - start for start, at in zip(began, there, strict=False) if at is not None]
    missing = len(there) - len(taken)
    what = f"{len(there)} flags in {where}, {a_second} a second: from the reaction to the card in its thread"
    return [
        *([limit_row(what, Spread.of(taken), CARD)] if taken else []),
        Row("- without a card", f"{missing} of {len(there)}", "0", "", not missing),
    ]


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description="Measure reactions.")
    parser.add_argument("--flags", type=int, default=FLAGS, help="how many posts are flagged in each")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(table(asyncio.run(measure(Path(folder), flags=options.flags))))


if __name__ == "__main__":
    main()

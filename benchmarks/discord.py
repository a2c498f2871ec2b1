"""How fast people in Discord are answered, how fast the bot is there, and how much memory it takes.

`nutgraf run` is a process of its own, a fake Discord, which takes the times, is this one. They talk over
sockets on this machine: what the network and Discord itself take comes on top.

python -m benchmarks.discord   (prints its rows)
"""

import asyncio
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.measure import Row, Spread, table
from benchmarks.serving import fill, limit_row, memory, memory_row, serving
from tests.servers.discord import Channel, FakeDiscord, Interaction, Person
from tests.servers.slack import FakeSlack

PEOPLE, ROUNDS = 50, 20
FIRST = 100.0
"""What is aimed at, in milliseconds, from the interaction to its first response."""
SUGGESTED = 300.0
START = 3.0
"""What is aimed at, in seconds, from the start of the process until it is connected and has its commands."""
MOST_MEMORY = 170.0
GUILDS = 2_500


async def measure(folder: Path) -> list[Row]:
    """Serve a guild of 50 people over a store of 10,000 stories; then Slack beside it; then 2,500 guilds."""
    db = folder / "discord.db"
    await fill(db)
    return [*await _one_guild(db), *await _both(db), *await _many_guilds(db)]


# ---- one guild: how fast


async def _one_guild(db: Path) -> list[Row]:
    async with FakeDiscord() as discord:
        people, channel = _guild(discord)
        first = await _started(discord, db)
        async with serving(_discord(discord), db):
            again = await _until_ready(discord, time.perf_counter())
            readers = Readers(discord, people, channel)
            return [
                _start_row("from the start to READY, commands registered", first),
                _start_row("- where Discord has them already", again),
                *await readers.measure(),
            ]


def _guild(discord: FakeDiscord) -> tuple[list[Person], Channel]:
    discord.checked = False  # the scenarios do that; here it would take the time that is measured
    guild = discord.add_guild("The Newsroom")
    people = [discord.add_person(f"person {number}", guild) for number in range(PEOPLE)]
    return people, discord.add_channel(guild, "newsroom")


async def _started(discord: FakeDiscord, db: Path) -> float:
    """Return how many seconds the very first start takes."""
    began = time.perf_counter()
    async with serving(_discord(discord), db):
        return await _until_ready(discord, began)


async def _until_ready(discord: FakeDiscord, began: float) -> float:
    await discord.ready(within=60)
    return time.perf_counter() - began


class Readers:
    """People who choose `/brief latest`, and wait for the answer that is for their eyes alone."""

    def __init__(self, discord: FakeDiscord, people: Sequence[Person], channel: Channel) -> None:
        self._discord, self._people, self._channel = discord, people, channel

    async def measure(self) -> list[Row]:
        """Let all ask at the very same moment, each at their own pace, and type in a field."""
        cold = await self.together()
        paced = await asyncio.gather(
            *(self._at_own_pace(person, place / PEOPLE) for place, person in enumerate(self._people))
        )
        together = [await self.together() for _ in range(ROUNDS)]
        typed = [await self._type() for _ in range(ROUNDS)]
        what = f"`/brief latest` in Discord, {PEOPLE} people"
        response = "to the first response"
        asked = [*cold, *(each for some in (*paced, *together) for each in some)]
        unanswered = sum(each.response != 4 for each in asked)
        return [
            limit_row(f"{what}, each once a second: {response}", _spread(paced), FIRST),
            limit_row(f"{what} at the very same moment: {response}", _spread(together), FIRST),
            Row("- the very first time", f"p99 {_spread([cold]).p99:.0f} ms"),
            Row("- not answered at once", f"{unanswered} of {len(asked):,}", "0", "", not unanswered),
            limit_row(f"suggestions for {PEOPLE} people at the same moment", _spread(typed), SUGGESTED),
        ]

    async def _ask(self, person: Person) -> Interaction:
        return await self._discord.slash(person, self._channel, "latest")

    async def together(self) -> list[Interaction]:
        """Let all ask at the very same moment."""
        return await asyncio.gather(*map(self._ask, self._people))

    async def _type(self) -> list[Interaction]:
        return await asyncio.gather(
            *(
                self._discord.autocomplete(person, self._channel, "story", "number", "council")
                for person in self._people
            )
        )

    async def _at_own_pace(self, person: Person, late: float) -> list[Interaction]:
        """Let somebody ask again and again, once a second, beginning so many seconds late."""
        await asyncio.sleep(late)
        asked: list[Interaction] = []
        for _ in range(ROUNDS):
            asked.append(await self._ask(person))
            await asyncio.sleep(max(1 - asked[-1].seconds, 0))
        return asked


def _spread(asked: Sequence[Sequence[Interaction]]) -> Spread:
    return Spread.of([each.seconds for some in asked for each in some])


# ---- both platforms: how much memory


async def _both(db: Path) -> list[Row]:
    async with FakeDiscord() as discord, FakeSlack() as slack:
        people, channel = _guild(discord)
        slack.add_person("U1", "anna")
        slack.add_channel("C1", "newsroom", members=["U1"])
        async with serving({**_discord(discord), **_slack(slack)}, db) as process:
            await asyncio.gather(discord.ready(within=60), slack.until(lambda: slack.connected, within=60))
            idle = memory(process)
            readers = Readers(discord, people, channel)
            for _ in range(ROUNDS):
                await asyncio.gather(readers.together(), slack.command("U1", "C1", "latest"))
            busy = memory(process)
    what = f"memory of `nutgraf run` with both platforms: connected, after {ROUNDS * PEOPLE:,} answers"
    return [memory_row(what, idle, busy, MOST_MEMORY)]


# ---- 2,500 guilds


async def _many_guilds(db: Path) -> list[Row]:
    async with FakeDiscord() as discord:
        discord.add_guilds(GUILDS)
        people, channel = _guild(discord)
        began = time.perf_counter()
        async with serving(_discord(discord), db) as process:
            ready = await _until_ready(discord, began)
            asked = await discord.slash(people[0], channel, "latest")
            taken, used = time.perf_counter() - began, memory(process)
    answered = asked.response == 4
    return [
        Row(
            f"{GUILDS + 1:,} guilds in one READY: the first person is answered",
            f"{taken:.1f} s after the start" if answered else "not answered",
            "answered",
            f"connected and commands registered after {ready:.1f} s; memory {used:.0f} MB",
            answered,
        )
    ]


# ---- the bot


def _discord(discord: FakeDiscord) -> Mapping[str, str]:
    options = discord.options()
    return {
        "DISCORD_TOKEN": options.token.get_secret_value(),
        "NUTGRAF_DISCORD_API_URL": options.api_url,
        "NUTGRAF_DISCORD_GATEWAY_URL": options.gateway_url or "",
    }


def _slack(slack: FakeSlack) -> Mapping[str, str]:
    options = slack.options()
    tokens = {"SLACK_BOT_TOKEN": options.bot_token, "SLACK_APP_TOKEN": options.app_token}
    told = {name: token.get_secret_value() for name, token in tokens.items() if token}
    return told | {"NUTGRAF_SLACK_API_URL": options.api_url}


def _start_row(what: str, seconds: float) -> Row:
    return Row(what, f"{seconds:.1f} s", f"at most {START:.0f} s", "", seconds <= START)


def main() -> None:
    """Measure, and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        print(table(asyncio.run(measure(Path(folder)))))


if __name__ == "__main__":
    main()

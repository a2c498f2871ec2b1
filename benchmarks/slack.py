"""How fast people in Slack are answered, what a minute of many envelopes loses, and how much memory it takes.

`nutgraf run` is a process of its own, a fake Slack, which takes the times, is this one. They use Socket Mode
on this machine: what the network and Slack itself take comes on top.

python -m benchmarks.slack [--seconds 60]   (prints its rows)
"""

import argparse
import asyncio
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import Row, Spread, table
from benchmarks.serving import fill, limit_row, memory, memory_row, serving
from bot.compose import open_house
from bot.model.people import ChannelRef, Conversation, MessageRef
from tests.servers.slack import Delivery, FakeSlack, Message

PEOPLE, ROUNDS = 50, 20
ACK, ANSWER = 50.0, 150.0
"""What is aimed at, in milliseconds."""
RATE, SECONDS = 200, 60
MOST_MEMORY = 120.0
CHANNEL = "C1"
EMOJI = ("+1", "eyes", "heart", "rocket", "tada", "fire", "100", "clap")


async def measure(folder: Path, *, seconds: int = SECONDS) -> list[Row]:
    """Serve a workspace of 50 people over a store of 10,000 stories."""
    db = folder / "slack.db"
    await fill(db)
    async with FakeSlack() as slack:
        people = _people(slack)
        async with serving(_told(slack), db) as process:
            await slack.until(lambda: slack.connected, within=60)
            idle = memory(process)
            rows = await _answered(slack, people)
            flood = Flood(slack, people, await _post(slack, people[0]))
            await flood.pour(seconds)
            rows += flood.rows(seconds)
            busy = memory(process)
        rows.append(await _kept(db, flood.post, slack))
    what = "memory of `nutgraf run` with Slack alone: connected, after all that"
    return [*rows, memory_row(what, idle, busy, MOST_MEMORY)]


def _people(slack: FakeSlack) -> list[str]:
    people = [f"U{number:02}" for number in range(PEOPLE)]
    for each in people:
        slack.add_person(each, f"person {each}")
    slack.add_channel(CHANNEL, "newsroom", members=people)
    return people


def _told(slack: FakeSlack) -> Mapping[str, str]:
    options = slack.options()
    tokens = {"SLACK_BOT_TOKEN": options.bot_token, "SLACK_APP_TOKEN": options.app_token}
    told = {name: token.get_secret_value() for name, token in tokens.items() if token}
    return {**told, "NUTGRAF_SLACK_API_URL": options.api_url}


@dataclass(frozen=True)
class Taken:
    """How many seconds it took to the ack and to the answer."""

    ack: float
    answer: float


class Readers:
    """People who type `/brief latest`, and wait for the answer that is for their eyes alone."""

    def __init__(self, slack: FakeSlack) -> None:
        self._slack = slack
        self._seen = len(slack.messages)
        self._waiting: dict[str, asyncio.Future[float]] = {}

    async def watch(self) -> None:
        """Tell whoever waits when their answer came; until cancelled."""
        while True:
            await self._slack.until(self._answered, within=60)
            for message in self._slack.messages[self._seen :]:
                if waiting := self._waiting.pop(message.ephemeral_to or "", None):
                    waiting.set_result(float(message.ts))
            self._seen = len(self._slack.messages)

    def _answered(self) -> bool:
        return len(self._slack.messages) > self._seen

    async def ask(self, person: str) -> Taken:
        """Let somebody ask once."""
        answer = self._waiting[person] = asyncio.get_running_loop().create_future()
        started = time.time()
        typed = await self._slack.command(person, CHANNEL, "latest")
        return Taken(typed.seconds, await answer - started)

    async def together(self, people: Sequence[str]) -> list[Taken]:
        """Let all ask at the very same moment."""
        return await asyncio.gather(*map(self.ask, people))

    async def at_own_pace(self, person: str, late: float) -> list[Taken]:
        """Let somebody ask again and again, once a second, beginning so many seconds late."""
        await asyncio.sleep(late)
        taken: list[Taken] = []
        for _ in range(ROUNDS):
            taken.append(await self.ask(person))
            await asyncio.sleep(max(1 - taken[-1].answer, 0))
        return taken


async def _answered(slack: FakeSlack, people: Sequence[str]) -> list[Row]:
    """Let 50 people read the news: each at their own pace, and all at the very same moment."""
    readers = Readers(slack)
    watching = asyncio.ensure_future(readers.watch())
    cold = await readers.together(people)
    paced = await asyncio.gather(
        *(readers.at_own_pace(person, place / len(people)) for place, person in enumerate(people))
    )
    together = [await readers.together(people) for _ in range(ROUNDS)]
    watching.cancel()
    what = f"`/brief latest` in Slack, {len(people)} people"
    return [
        *_answer_rows(f"{what}, each once a second", paced),
        *_answer_rows(f"{what} at the very same moment", together),
        Row("- the very first time", f"p99 {_answers([cold]).p99:.0f} ms", "", "who each is, is asked for"),
    ]


def _answer_rows(what: str, taken: Sequence[Sequence[Taken]]) -> list[Row]:
    acks = Spread.of([each.ack for one in taken for each in one])
    return [
        limit_row(f"{what}: to the ack", acks, ACK),
        limit_row("- to the answer", _answers(taken), ANSWER),
    ]


def _answers(taken: Sequence[Sequence[Taken]]) -> Spread:
    return Spread.of([each.answer for one in taken for each in one])


async def _post(slack: FakeSlack, person: str) -> Message:
    """Let somebody share a story, and return the post."""
    await slack.command(person, CHANNEL, "story 1 share:yes")
    await slack.until(lambda: any(each.key for each in slack.messages), within=30)
    return next(each for each in slack.messages if each.key)


class Flood:
    """Commands, direct messages and reactions, many a second; each is to be acked, and to have its effect."""

    def __init__(self, slack: FakeSlack, people: Sequence[str], post: Message) -> None:
        self.post = post
        self._slack, self._people = slack, people
        self._before = len(slack.messages)
        self._brought: list[Delivery] = []
        self._took = 0.0

    async def pour(self, seconds: int) -> None:
        """Bring everything at its moment, then wait until the last answer is there."""
        started, bringing = time.perf_counter(), []
        for number in range(RATE * seconds):
            ahead = started + number / RATE - time.perf_counter()
            if ahead > 0:
                await asyncio.sleep(ahead)
            bringing.append(asyncio.ensure_future(self._one(number)))
        self._took = time.perf_counter() - started
        self._brought = await asyncio.gather(*bringing)
        await self._slack.quiet()
        with suppress(AssertionError):  # what is missing is counted
            await self._slack.until(lambda: self._shown() >= self._asked(), within=60)

    def rows(self, seconds: int) -> list[Row]:
        """Return the lines of the table."""
        total = RATE * seconds
        unacked = sum(not each.acked for each in self._brought)
        acks = Spread.of([each.seconds for each in self._brought])
        what = f"{RATE} envelopes a second for {seconds} s: not acked"
        missing = self._asked() - self._shown()
        return [
            Row(
                what,
                f"{unacked} of {total:,}",
                "0",
                f"brought in {self._took:.1f} s; acks {acks}",
                not unacked,
            ),
            Row("- not answered", f"{missing} of {self._asked():,}", "0", "", not missing),
        ]

    async def _one(self, number: int) -> Delivery:
        slack, person = self._slack, self._people[number // 4 % len(self._people)]
        match number % 4:
            case 0:
                return await slack.command(person, CHANNEL, "latest")
            case 1:
                return await slack.say(person, slack.direct(person).id, "latest")
            case _:
                return await self._reaction(number // 4 * 2 + number % 4 - 2)

    async def _reaction(self, turn: int) -> Delivery:
        """Let each put each emoji on the post, then take it back, and so on."""
        times, which = divmod(turn, len(self._people) * len(EMOJI))
        emoji, person = divmod(which, len(self._people))
        act = self._slack.unreact if times % 2 else self._slack.react
        return await act(self._people[person], self.post, EMOJI[emoji])

    def _asked(self) -> int:
        return sum(
            each.kind == "slash_commands" or each.payload["event"]["type"] == "message"
            for each in self._brought
        )

    def _shown(self) -> int:
        return sum(each.via != "person" for each in self._slack.messages[self._before :])


async def _kept(db: Path, post: Message, slack: FakeSlack) -> Row:
    """Compare the reactions that the store knows with Slack's."""
    place = Conversation(channel=ChannelRef(platform="slack", workspace=slack.team, id=post.channel))
    async with open_house(db) as house:
        known = await house.store.read(
            lambda view: view.reactions.standing(MessageRef(conversation=place, id=post.ts))
        )
    there = Counter(person for people in post.reactions.values() for person in people)
    wrong = (there - Counter(each.person for each in known)).total()
    wrong += (Counter(each.person for each in known) - there).total()
    return Row(
        "- reactions that the store has otherwise than Slack",
        f"{wrong} of {there.total()}",
        "0",
        "",
        not wrong,
    )


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description="Measure Nutgraf in Slack.")
    parser.add_argument("--seconds", type=int, default=SECONDS, help="how long the flood lasts")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(table(asyncio.run(measure(Path(folder), seconds=options.seconds))))


if __name__ == "__main__":
    main()

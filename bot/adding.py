"""`nutgraf add`: files into stories, each story printed, nothing lost in silence."""

import json
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from pathlib import Path

from bot.compose import House
from bot.errors import Unreadable
from bot.flows.intake import Receipt
from bot.model.source import Raw
from bot.text import count

Print = Callable[[str], None]


def add_all(
    paths: Sequence[str], *, say: Print, complain: Print, as_json: bool
) -> Callable[[House], Awaitable[bool]]:
    """Return the work that takes in every path, and tells whether all of it could be read."""

    async def work(house: House) -> bool:
        receipts: list[Receipt] = []
        refused: list[str] = []

        def refuse(fault: Unreadable) -> None:
            refused.append(str(fault))
            complain(str(fault))

        inputs = _inputs(paths, most=house.reader.most, refuse=refuse)
        async for raw, outcome in house.intake.take_all(inputs):
            if isinstance(outcome, Unreadable):
                refuse(outcome)
                continue
            receipts.append(outcome)
            for fault in outcome.faults:
                complain(f"{raw.name}: {fault}")
            _print(outcome, say=say, as_json=as_json)
        (complain if as_json else say)(_sum(receipts, len(refused)))
        return not refused

    return work


def _inputs(paths: Sequence[str], *, most: int, refuse: Callable[[Unreadable], None]) -> Iterator[Raw]:
    """Open one path after the other; one that can't be opened is refused."""
    for path in paths:
        try:
            yield _raw(path, most=most)
        except Unreadable as fault:
            refuse(fault)


def _raw(path: str, *, most: int) -> Raw:
    """Read a file, or standard input; one byte more than may be read is enough to be refused."""
    if path == "-":
        return Raw(name="standard input", body=sys.stdin.buffer.read(most + 1))
    try:
        with Path(path).open("rb") as file:
            return Raw(name=path, body=file.read(most + 1))
    except IsADirectoryError:
        raise Unreadable(f"{path} is a folder.", next_step="Name the files in it.") from None
    except OSError as error:
        raise Unreadable(f"{path} can't be opened: {error.strerror}.", next_step="Check its name.") from None


def _print(receipt: Receipt, *, say: Print, as_json: bool) -> None:
    for taken in receipt.taken:
        story = taken.story
        if as_json:
            say(json.dumps(story.record(), ensure_ascii=False))
        elif taken.joined:
            say(f"#{story.number}  one more report ({story.reports[-1].outlet}): {story.headline}")
        else:
            say(f"#{story.number}  {story.headline} ({story.reports[0].outlet})")
    if not as_json and not receipt.taken and len(receipt.known) == 1:
        say(f"#{receipt.known[0]}  is here already")


def _sum(receipts: Sequence[Receipt], refused: int) -> str:
    entries = sum(receipt.entries for receipt in receipts)
    stories = sum(len(receipt.stories) for receipt in receipts)
    joined = sum(len(receipt.taken) for receipt in receipts) - stories
    duplicates = sum(receipt.duplicates for receipt in receipts)
    unusable = sum(receipt.unusable for receipt in receipts)
    parts = [count(stories, "new story", "new stories"), count(duplicates, "duplicate")]
    if joined:
        parts.append(f"{joined:,} more of known stories")
    if unusable:
        parts.append(f"{unusable:,} unusable")
    said = f"{count(entries, 'entry', 'entries')} in = {' + '.join(parts)}."
    return f"{said} {count(refused, 'input')} could not be read." if refused else said

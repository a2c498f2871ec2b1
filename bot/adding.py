"""`nutgraf add`: files into stories, each story printed, nothing lost in silence."""

import json
import sys
from collections.abc import Awaitable, Callable, Sequence
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
        refused = 0
        for path in paths:
            try:
                receipt = await house.intake.take(_raw(path, most=house.reader.most))
            except Unreadable as error:
                refused += 1
                complain(f"{path}: {error}")
                continue
            receipts.append(receipt)
            for fault in receipt.faults:
                complain(f"{path}: {fault}")
            _print(receipt, say=say, as_json=as_json)
        (complain if as_json else say)(_sum(receipts, refused))
        return not refused

    return work


def _raw(path: str, *, most: int) -> Raw:
    """Read a file, or standard input; one byte more than may be read is enough to be refused."""
    if path == "-":
        return Raw(name="standard input", body=sys.stdin.buffer.read(most + 1))
    try:
        with Path(path).open("rb") as file:
            return Raw(name=Path(path).name, body=file.read(most + 1))
    except IsADirectoryError:
        raise Unreadable(
            "It is a folder.", next_step=f"Name its files, such as {path.rstrip('/')}/*."
        ) from None
    except OSError as error:
        raise Unreadable(f"It can't be opened: {error.strerror}.", next_step="Check its name.") from None


def _print(receipt: Receipt, *, say: Print, as_json: bool) -> None:
    for story in receipt.stories:
        if as_json:
            say(json.dumps(story.record(), ensure_ascii=False))
        else:
            say(f"#{story.number}  {story.headline} ({story.reports[0].outlet})")
    if not as_json and not receipt.stories and len(receipt.known) == 1:
        say(f"#{receipt.known[0]}  is here already")


def _sum(receipts: Sequence[Receipt], refused: int) -> str:
    entries = sum(receipt.entries for receipt in receipts)
    stories = sum(len(receipt.taken) for receipt in receipts)
    duplicates = sum(receipt.duplicates for receipt in receipts)
    unusable = sum(receipt.unusable for receipt in receipts)
    parts = [count(stories, "new story", "new stories"), count(duplicates, "duplicate")]
    if unusable:
        parts.append(f"{unusable:,} unusable")
    said = f"{count(entries, 'entry', 'entries')} in = {' + '.join(parts)}."
    return f"{said} {count(refused, 'input')} could not be read." if refused else said

"""The table of commands in the docs, made from the declarations. `make docs` writes it."""

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.commands.catalogue import CATALOGUE
from bot.commands.command import AnyCommand

BEGIN, END = "<!-- commands: begin -->", "<!-- commands: end -->"


def table(commands: Sequence[AnyCommand] = CATALOGUE) -> str:
    """Return the commands as a Markdown table."""
    rows = [f"| `/brief {c.usage}` | {c.role.value} | {c.summary} |" for c in commands]
    return "\n".join(["| command | role | what it does |", "|---|---|---|", *rows])


def renewed(page: str) -> str:
    """Return a page with the table between its marks made anew."""
    block = f"{BEGIN}\n{table()}\n{END}"
    return re.sub(f"{BEGIN}.*?{END}", lambda _: block, page, flags=re.DOTALL)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        Path(name).write_text(renewed(Path(name).read_text("utf-8")), "utf-8")

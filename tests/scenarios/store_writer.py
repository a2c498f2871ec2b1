"""Another process that writes to a store: waits for a line, then adds stories and says each number.

python -m tests.scenarios.store_writer PATH NAME COUNT
"""

import asyncio
import sys
from pathlib import Path

from storage.store import open_store
from tests.contracts.drafts import a_draft


async def main(path: Path, name: str, count: int) -> None:
    """Add so many stories, one a transaction; a number that was said is committed."""
    say("ready")
    sys.stdin.readline()
    store = await open_store(path, busy_timeout=20)
    for at in range(count):
        draft = a_draft(f"{name} reports", source=name, item=str(at), topics=(name,))
        say(str(await store.write(lambda tx, draft=draft: tx.stories.add(draft).number)))  # type: ignore[misc]
    await store.close()


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))

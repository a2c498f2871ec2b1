"""The texts of stories, by recency: what people search through, and what the brief was read from."""

from collections.abc import Sequence

from sqlite_utils import Database

from bot.model.story import Story
from storage import search

# Rows in one statement; sqlite-utils takes fewer where they have many columns.
_BATCH = 1000
# A story that everybody reports on again and again is found by the words of so many characters; each
# change of the text costs as much as indexing all of it.
_LONGEST = 200_000

_BODY = "SELECT body FROM texts WHERE recency = ?"
_SET_BODY = "UPDATE texts SET body = ? WHERE recency = ?"


def joined(body: str, more: Sequence[str]) -> str:
    """Return the body with the lines of further texts behind it that it lacks, as far as there is room."""
    said = set(body.splitlines())
    room = _LONGEST - len(body)
    lines = [body]
    for line in (line for text in more for line in text.splitlines()):
        if room <= 0:
            break
        if line not in said:
            said.add(line)
            lines.append(line[: room - 1])
            room -= len(lines[-1]) + 1
    return "\n".join(lines)


class Texts:
    """The texts of a transaction: what it adds and changes is written together (see `write`)."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._added: dict[int, search.Text] = {}
        self._bodies: dict[int, str] = {}

    def add(self, at: int, story: Story, body: str) -> None:
        """Let a new story be found."""
        for text in search.texts(at, story, body):
            self._added[text.recency] = text

    def body(self, at: int) -> str:
        """Return the text of the story of that recency."""
        if at in self._added:
            return self._added[at].body
        if at in self._bodies:
            return self._bodies[at]
        return str(self._db.execute(_BODY, [at]).fetchone()[0])

    def join(self, at: int, more: Sequence[str]) -> None:
        """Let a story be found by the words of further texts, too."""
        before = self.body(at)
        body = joined(before, more)
        if body == before:
            return
        if at in self._added:
            self._added[at] = self._added[at]._replace(body=body)
        else:
            self._bodies[at] = body

    def drop(self, at: int) -> None:
        """Let a story be found no more."""
        self._bodies.pop(at, None)
        if not self._added.pop(at, None):
            self._db.execute("DELETE FROM headlines WHERE recency = ?", [at])
            self._db.execute("DELETE FROM texts WHERE recency = ?", [at])

    def put(self, at: int, headline: str, body: str) -> None:
        """Let a story that was there be found by this alone."""
        self.drop(at)
        self._added[at] = search.Text(at, headline, body)

    def write(self) -> None:
        """Write what was added and changed."""
        added = [text for _, text in sorted(self._added.items())]
        bodies = sorted(self._bodies.items())
        self._added, self._bodies = {}, {}
        if added:
            headlines = map(search.headline, added)
            self._db.table("headlines").insert_all(headlines, batch_size=_BATCH)
            self._db.table("texts").insert_all((text._asdict() for text in added), batch_size=_BATCH)
        self._db.conn.executemany(_SET_BODY, [(body, at) for at, body in bodies])

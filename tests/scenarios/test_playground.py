"""The playground as a person meets it: in a terminal, and behind a pipe."""

import os
import pty
import re
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.scenarios.commandline import nutgraf

PATIENCE_S = 20
PROMPT = "› "
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x1b\x07]*(?:\x07|\x1b\\)")


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store that the playground has filled with its samples."""
    path = tmp_path_factory.mktemp("playground") / "folder" / "p.db"
    ran = nutgraf("try", db=path)
    assert ran.status == 0, ran.err
    assert "Reading the sample stories, once" in ran.err
    return path


def test_a_pipe_is_answered_line_by_line(db: Path) -> None:
    ran = nutgraf("try", db=db, stdin=b"/brief latest 2\n\n/brief story 1\nlatest x y z\n")
    assert ran.status == 0
    assert ran.err == ""
    assert re.search(r"2 of 2,\d\d\d stories", ran.out)
    assert "Open Questions" in ran.out
    assert "has no place for" in ran.out


def test_without_a_named_store_the_playground_keeps_its_own(tmp_path: Path) -> None:
    ran = nutgraf("try", XDG_CACHE_HOME=str(tmp_path), stdin=b"story 1\n")
    assert "Andrej Karpathy" in ran.out
    assert (tmp_path / "nutgraf" / "playground.db").exists()


def test_samples_never_go_into_a_store_that_has_stories(tmp_path: Path) -> None:
    db = tmp_path / "newsroom.db"
    nutgraf("add", "-", db=db, stdin=b"Mayor resigns. It is unclear who follows.")
    assert "1 of 1 story" in nutgraf("try", db=db, stdin=b"latest\n").out


class Terminal:
    """A person at a terminal: types, and waits for what appears."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._unread = ""

    def type(self, text: str) -> None:
        """Type on the keyboard."""
        os.write(self._handle, text.encode())

    def wait_for(self, text: str) -> str:
        """Read on until the text has appeared; return the screen up to there, since the last wait."""
        while text not in self._unread:
            ready, _, _ = select.select([self._handle], [], [], PATIENCE_S)
            assert ready, f"{text!r} did not appear in: {self._unread}"
            self._unread += _ESCAPES.sub("", os.read(self._handle, 65_536).decode(errors="replace"))
        seen, _, self._unread = self._unread.partition(text)
        return seen + text


@contextmanager
def terminal(db: Path, *, at: str = "") -> Iterator[tuple[Terminal, subprocess.Popen[bytes]]]:
    """Open the playground in a terminal of its own; `at` starts it on a fast clock at that moment."""
    ours, theirs = pty.openpty()
    environment = os.environ | {
        "TERM": "xterm-256color",
        "COLUMNS": "100",
        "LINES": "50",
        "PROMPT_TOOLKIT_NO_CPR": "1",
    }
    fast = ["tests.scenarios.fast_playground", str(db), at]
    command = [sys.executable, "-m", *(fast if at else ["bot", "--db", str(db), "try"])]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as process:
        os.close(theirs)
        try:
            yield Terminal(ours), process
        finally:
            process.kill()
            os.close(ours)


def test_a_person_chats_presses_a_button_and_leaves(db: Path) -> None:
    with terminal(db) as (screen, process):
        welcome = screen.wait_for("Ctrl-D leaves")
        assert re.search(r" 2,\d\d\d stories", welcome)
        assert "/brief latest" in welcome
        screen.wait_for(PROMPT)
        screen.type("/brief latest 3\r")
        assert "Andrej Karpathy" in screen.wait_for("More")
        screen.wait_for(PROMPT)
        screen.type("1\r")
        assert "Open Questions" in screen.wait_for("Who has it")
        screen.wait_for(PROMPT)
        screen.type("/brief stat\t")
        screen.wait_for("status")
        screen.type("\r")
        screen.wait_for("Every story can be found.")
        screen.wait_for(PROMPT)
        screen.type("\x04")
        assert process.wait(PATIENCE_S) == 0


def test_what_was_typed_is_remembered_for_the_next_time(db: Path) -> None:
    with terminal(db) as (screen, process):
        screen.wait_for(PROMPT)
        screen.type("/brief help latest\r")
        screen.wait_for("Examples")
        screen.wait_for(PROMPT)
        screen.type("\x04")
        process.wait(PATIENCE_S)
    with terminal(db) as (screen, _):
        screen.wait_for(PROMPT)
        screen.type("\x1b[A")
        screen.wait_for("/brief help latest")


def test_an_edition_arrives_while_one_types_and_its_buttons_can_be_pressed(tmp_path: Path) -> None:
    db = tmp_path / "p.db"
    nutgraf("add", "-", db=db, stdin=b"Mayor resigns. It is unclear who follows.")
    # The next eight o'clock: what is added now, at whatever hour, came in since the one before.
    coming = (datetime.now(UTC) - timedelta(hours=7, minutes=50)).date() + timedelta(days=1)
    with terminal(db, at=f"{coming}T07:59:00+00:00") as (screen, _):
        screen.wait_for(PROMPT)
        screen.type("/brief digest at 08:00 daily\r")
        screen.wait_for("08:00 UTC")
        screen.wait_for(PROMPT)
        screen.type("/brief help lat")
        screen.wait_for("post 1 in #playground")
        assert "· 1 story" in screen.wait_for("Read brief")
        screen.type("est\r")
        screen.wait_for("Examples")


def test_a_story_is_posted_flagged_taken_and_dropped_by_three_people(tmp_path: Path) -> None:
    db = tmp_path / "p.db"
    nutgraf("add", "-", db=db, stdin=b"Mayor resigns. It is unclear who follows.")
    with terminal(db) as (screen, process):
        screen.wait_for(PROMPT)
        screen.type("story 1 share:yes\r")
        screen.wait_for("post 1 in #playground")
        screen.wait_for("Shared by Max")
        screen.type("\N{TRIANGULAR FLAG ON POST} 1\r")
        screen.wait_for("post 1 in #playground, changed")
        assert "Mayor resigns" not in screen.wait_for("F1 open")
        screen.wait_for("post 2 in the thread of post 1")
        card = screen.wait_for("History")
        screen.type("anna: assign F1 @ben\r")
        screen.wait_for("to ben alone")
        assert "Anna gave you F1" in screen.wait_for("Decline")
        drop = re.search(r"(\d+) +Drop", card)
        assert drop
        screen.type(f"ben: {drop[1]}\r")
        screen.wait_for("Reason")
        screen.type("Answered\r")
        for _ in ("on the card", "under the post"):
            screen.wait_for("ropped by Ben: Answered")
        screen.wait_for(PROMPT)
        screen.type("\x04")
        assert process.wait(PATIENCE_S) == 0


def test_a_filling_that_was_cut_short_goes_on(tmp_path: Path) -> None:
    db = tmp_path / "p.db"
    command = [sys.executable, "-m", "bot", "--db", str(db), "try"]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        assert process.stderr
        assert b"Reading the sample stories" in process.stderr.readline()
        process.kill()
    again = nutgraf("try", db=db, stdin=b"latest 1\n")
    assert "Reading the sample stories" in again.err
    assert re.search(r"1 of 2,\d\d\d stories", again.out)

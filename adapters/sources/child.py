"""The parent's side of reading: hands bytes to a confined child process and takes items back.

What strangers wrote is parsed in the child alone (`worker`); this side sees checked values.
"""

import asyncio
import logging
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from adapters.sources.frames import FrameTooLong, read_frame, write_frame
from adapters.sources.limits import Limits
from adapters.sources.mark import mark_of
from adapters.sources.protocol import DELIVERED, MOST_KNOWN, Ended, Refusal, Request
from bot.errors import Missing, NutgrafError, Unreadable
from bot.model.source import Delivered, Raw
from bot.text import clip, one_line

_log = logging.getLogger(__name__)
_HOUSE = Path(__file__).resolve().parents[2]
_SMALLER = "Hand in a smaller part of it, or paste its text."
_LONGEST_NAME = 200
_LONGEST_LAST_WORDS = 500
_AGAIN = "Try it again; if it happens again, paste the text itself."
_LATER = "Hand it in again after the next start."
_INSTALL = "Install Nutgraf again, then try it again."
# Python ends so where a module can't be imported before the child has begun to serve.
_NEVER_STARTED = 1


class ChildReader:
    """Reads in `children` child processes, which are started when they are first needed.

    Each runs the module `serving`, which calls `worker.serve`.

    A child that overruns its limits is ended and replaced; only the input that did it is refused.
    """

    def __init__(self, serving: str, limits: Limits | None = None, *, children: int = 1) -> None:
        self._serving = serving
        self._limits = limits or Limits()
        self._free = asyncio.Semaphore(children)
        self._idle: list[_Child] = []
        self._busy: set[_Child] = set()
        self._closed = False

    @property
    def most(self) -> int:
        """How many bytes one input may have."""
        return self._limits.input_bytes

    async def read(self, raw: Raw) -> Delivered:
        """Read a document or a feed.

        Raises Unreadable, with the input's name; Missing where a library can't be found.
        """
        if len(raw.body) > self._limits.input_bytes:
            raise Unreadable(
                f"{_shown(raw.name)} is larger than {_megabytes(self.most)}, the most that is read.",
                name=raw.name,
                next_step=_SMALLER,
            )
        async with self._free:
            if self._closed:
                raise Unreadable(
                    f"{_shown(raw.name)} was not read: reading has ended.", name=raw.name, next_step=_LATER
                )
            child = self._take()
            try:
                return await self._ask(child, raw)
            finally:
                self._busy.discard(child)
                if child.is_alive():
                    self._idle.append(child)

    def mark(self, body: bytes) -> str:
        """Return a mark that changes with anything but the dates in a feed's body."""
        return mark_of(body)

    async def close(self) -> None:
        """End the children. May be called twice.

        One that is reading is ended too; its input is refused, and so is any that waits or comes later.
        """
        self._closed = True
        for child in self._busy:
            child.kill()
        while self._idle:
            await asyncio.to_thread(self._idle.pop().end)

    def _take(self) -> "_Child":
        while self._idle:
            child = self._idle.pop()
            if child.is_alive():
                break
            child.end()
        else:
            child = _Child(self._serving, self._limits)
        self._busy.add(child)
        return child

    async def _ask(self, child: "_Child", raw: Raw) -> Delivered:
        """Have the child read, in a thread that ends when the child answers or dies."""
        work = asyncio.ensure_future(asyncio.to_thread(child.ask, raw))
        try:
            async with asyncio.timeout(self._limits.seconds):
                return await asyncio.shield(work)
        except TimeoutError:
            raise Unreadable(
                f"{_shown(raw.name)} took more than {self._limits.seconds:g} s to read.",
                name=raw.name,
                next_step=_SMALLER,
            ) from None
        finally:
            if not work.done():
                child.kill()
                await asyncio.wait({work})
                work.exception()  # it tells of the kill; asked for, so that nothing warns of it


class _Child:
    """One child process. `ask` and `end` block; `kill` may be called meanwhile, from any thread."""

    def __init__(self, serving: str, limits: Limits) -> None:
        self._limits = limits
        self._killed = False
        # The environment is not handed on: whatever secrets are in it stay out of the child's reach.
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own module
            [sys.executable, "-s", "-P", "-B", "-m", serving, limits.model_dump_json()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd="/",
            env={"PYTHONPATH": str(_HOUSE), "PYTHONWARNINGS": "ignore"},
            start_new_session=True,
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    def is_alive(self) -> bool:
        return not self._killed and self._process.poll() is None

    def kill(self) -> None:
        self._killed = True
        self._process.kill()

    def end(self) -> None:
        """End the process and let go of its pipes. May be called twice."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            with suppress(BrokenPipeError):  # what was not sent yet can't be sent any more
                if pipe:
                    pipe.close()

    def ask(self, raw: Raw) -> Delivered:
        """Have the child read the input. Raises Unreadable or Missing where it can't, or ends over it."""
        try:
            answer = self._exchange(raw)
        except (OSError, EOFError):
            raise self._ended(raw.name) from None
        except FrameTooLong:
            self.end()
            raise _unreadable(Ended.too_much_output, raw.name, self._limits) from None
        if answer[:1] == DELIVERED:
            return Delivered.model_validate_json(answer[1:])
        refusal = Refusal.model_validate_json(answer[1:])
        raise Unreadable(f"{_shown(raw.name)}: {refusal.message}", name=raw.name, next_step=refusal.next_step)

    def _exchange(self, raw: Raw) -> bytes:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin  # noqa: S101 - both are pipes
        assert stdout  # noqa: S101 - as above
        write_frame(stdin, request_of(raw).model_dump_json().encode())
        write_frame(stdin, raw.body)
        stdin.flush()
        return read_frame(stdout, most=self._limits.output_bytes)

    def _ended(self, name: str) -> NutgrafError:
        """Say why the child ended."""
        last_words = self._process.stderr.read() if self._process.stderr else b""
        status = self._process.wait()
        self.end()
        said = _last_line(last_words)
        _log.warning("the reading child ended with status %s over %r: %s", status, name, said)
        if status in {Ended.missing, _NEVER_STARTED}:
            return Missing(f"What is needed to read {_shown(name)} is missing: {said}.", next_step=_INSTALL)
        return _unreadable(status, name, self._limits)


def request_of(raw: Raw) -> Request:
    """Return what the child is told of an input.

    Known keys only save work. Where they are too many they are not sent, and every entry is read at
    once: without them a next reading would begin where this one did.
    """
    too_many = sum(len(key) + len(mark) for key, mark in raw.known.items()) > MOST_KNOWN
    known = {} if too_many else raw.known
    return Request(name=raw.name, media_type=raw.media_type, url=raw.url, known=known, in_parts=not too_many)


def _unreadable(status: int, name: str, limits: Limits) -> Unreadable:
    too_big = f"needs more than {_megabytes(limits.memory_bytes)} of memory to be read"
    broken = "is broken in a way that its parser can't cope with"
    reasons = {
        -signal.SIGXCPU: f"took more than {limits.cpu_seconds} s of computing to read",
        -signal.SIGABRT: too_big,  # compiled parts that get no memory abort
        -signal.SIGSEGV: broken,
        Ended.out_of_memory: too_big,
        Ended.too_deep: "is nested too deeply to be read",
        Ended.too_much_output: f"gives more than {_megabytes(limits.output_bytes)} of text",
        Ended.failed: broken,
    }
    reason = reasons.get(status)
    if reason is None:
        return Unreadable(
            f"{_shown(name)} could not be read: the process that was reading it ended.",
            name=name,
            next_step=_AGAIN,
        )
    return Unreadable(f"{_shown(name)} {reason}.", name=name, next_step=_SMALLER)


def _last_line(words: bytes) -> str:
    """Return the line that says what happened; a traceback has it at its end."""
    lines = words.decode("utf-8", "replace").strip().splitlines()
    return clip(one_line(lines[-1]), _LONGEST_LAST_WORDS) if lines else ""


def _shown(name: str) -> str:
    return clip(one_line(name), _LONGEST_NAME) or "The input"


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB".replace(".0 MB", " MB")

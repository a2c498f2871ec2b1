"""The log: one handler on standard error, which lets no secret through, not in a traceback either."""

import logging
import re
import sys
from collections.abc import Collection
from pathlib import PurePath
from types import TracebackType
from typing import Final
from urllib.parse import quote

FORMAT: Final = "%(levelname)s %(name)s: %(message)s"
HIDDEN: Final = "…"

TALKATIVE: Final = ("slack_sdk", "slack_bolt", "discord", "aiohttp")
"""Packages that tell tokens and what people wrote at DEBUG: never heard below INFO."""

_ELSEWHERE: Final = frozenset({"slack_bolt"})
"""Those of them that log under other names too."""

SHORTEST_SECRET: Final = 6
"""A shorter value than that is no secret, and to hide it would make the log unreadable."""

_LOOKS: Final = (
    # Slack's tokens: xoxb-…, xoxp-…, xoxe.xoxp-…, xapp-….
    (re.compile(r"(?i)\b(xox[a-z]?(?:\.xox[a-z])?-|xapp-)[\w%+/=-]+"), r"\1" + HIDDEN),
    # Where an answer may be posted, or a message: Slack's response_urls and webhooks know no other key.
    # Its own JSON escapes the slashes.
    (re.compile(r"(?i)\b(https?:[\\/]+hooks\.[^\\/\s\"'<>]+[\\/]+)[^\s\"'<>]+"), r"\1" + HIDDEN),
    (
        re.compile(
            r"(?i)\b(https?:[\\/]+[^\\/\s\"'<>]+[\\/]+(?:commands|actions|services|hooks?)[\\/]+)[^\s\"'<>]+"
        ),
        r"\1" + HIDDEN,
    ),
    # What a field's name gives away: in an address, a form, JSON (in a string, too), or a Python value.
    (
        re.compile(
            r"(?i)((?:\b|_)(?:ticket|token|secret|response_url|password)\\*[\"']?\s*[=:]\s*(?:\\*[\"'])?)"
            r"[^\s\"'&,;)}\]\\][^\s\"'&,;)}\]]*"
        ),
        r"\1" + HIDDEN,
    ),
    (re.compile(r"(?i)\b(Bearer )\S+?(?=[\"'\s]|$)"), r"\1" + HIDDEN),
    # Discord's tokens of bots: an id, a time and a signature; and those of interactions, which name
    # themselves. Who knows an interaction's token or a webhook's answers in the bot's name.
    (re.compile(r"(?<![\w.-])[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}"), HIDDEN),
    (re.compile(r"\baW50ZXJhY3Rpb2[\w=-]{8,}"), HIDDEN),
    (re.compile(r"(?i)(\b(?:webhooks|interactions)[\\/]+\d+[\\/]+)[^\s\\/?\"'<>)]+"), r"\1" + HIDDEN),
    (
        re.compile(r"(?i)(\bauthorization\\*[\"']?\s*[=:]\s*(?:\\*[\"'])?Bot )\S+?(?=\\*[\"'\s]|$)"),
        r"\1" + HIDDEN,
    ),
    (re.compile(r"\b(v0=)[0-9a-f]{64}\b"), r"\1" + HIDDEN),  # Slack's signature of a request
)

_log = logging.getLogger(__name__)


def set_up(level: str, *, secrets: Collection[str] = ()) -> None:
    """Log to standard error from this level on, never any of these secrets. The last call counts."""
    handler = _Discreet(sys.stderr)
    handler.setFormatter(Discreet(secrets))
    root = logging.getLogger()
    for each in [each for each in root.handlers if isinstance(each, _Discreet)]:
        root.removeHandler(each)
    root.addHandler(handler)
    root.setLevel(level)
    handler.addFilter(_worth_telling)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.INFO, root.level))
    logging.captureWarnings(True)
    sys.excepthook = _uncaught


class Discreet(logging.Formatter):
    """Formats a record, and takes out what looks like a secret, or is one of those given."""

    def __init__(self, secrets: Collection[str] = ()) -> None:
        super().__init__(FORMAT)
        long = {secret for secret in secrets if len(secret) >= SHORTEST_SECRET}
        written = long | {quote(secret, safe="") for secret in long} | {repr(secret)[1:-1] for secret in long}
        self._secrets = sorted(written, key=len, reverse=True)  # one may stand in another

    def format(self, record: logging.LogRecord) -> str:
        """Return the whole text of a record, with its traceback."""
        return self.clean(super().format(record))

    def clean(self, text: str) -> str:
        """Return the text without secrets."""
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        for pattern, instead in _LOOKS:
            text = pattern.sub(instead, text)
        return text


class _Discreet(logging.StreamHandler):  # type: ignore[type-arg] # generic for the type checker alone
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the library's name
        """Say that a record was lost; the library's own complaint would print it as it came."""
        sys.stderr.write(f"ERROR {record.name}: A record of the log could not be written.\n")


def _worth_telling(record: logging.LogRecord) -> bool:
    """Leave out what the talkative packages tell at DEBUG, whatever they call and set their loggers.

    Bolt gives each of its own the root's level, and names some after the app's file.
    """
    if record.levelno >= logging.INFO:
        return True
    by_name = record.name.split(".")[0] in TALKATIVE
    return not by_name and _ELSEWHERE.isdisjoint(PurePath(record.pathname).parts)


def _uncaught(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
    """Tell of an error that ends the process, through the log: a traceback may hold a secret."""
    if issubclass(kind, KeyboardInterrupt):
        return
    _log.critical("Ended by a fault of Nutgraf's own.", exc_info=(kind, error, traceback))

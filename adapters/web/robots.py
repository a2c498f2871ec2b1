"""robots.txt, as RFC 9309 has it: in time that is linear in its size, whatever stands in it.

Other parsers multiply the names of programs by the rules of a group: half a megabyte of a stranger's text is
then gigabytes.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote_to_bytes

PROGRAM: Final = "nutgraf"
"""What robots.txt calls this bot."""

MOST: Final = 512_000
"""How much of a robots.txt is read, in bytes (RFC 9309, 2.5: at least 500 KiB)."""

_NAME: Final = re.compile(r"[a-zA-Z_-]+|\*")
_ESCAPE: Final = re.compile(r"%[0-9a-fA-F]{2}")
_UNRESERVED: Final = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_KEPT: Final = "%/?#[]@!$&'()*+,;=:~"


@dataclass(frozen=True)
class Rule:
    """One line: which paths, and whether they may be fetched. `written` is how it stands there."""

    allow: bool
    pattern: str
    written: str

    def covers(self, path: str) -> bool:
        """Say whether a path matches: `*` is anything, `$` the end (RFC 9309, 2.2.3)."""
        anchored = self.pattern.endswith("$")
        first, *others = self.pattern.removesuffix("$").split("*")
        if not path.startswith(first):
            return False
        if not others:
            return not anchored or path == first
        last = others.pop() if anchored else ""
        at = len(first)
        for part in others:
            found = path.find(part, at)
            if found < 0:
                return False
            at = found + len(part)
        return not anchored or (len(path) - len(last) >= at and path.endswith(last))


@dataclass(frozen=True)
class Robots:
    """The rules that a site has for one program."""

    rules: tuple[Rule, ...] = ()

    @property
    def size(self) -> int:
        """About how much memory it takes, in bytes."""
        return 200 + sum(len(rule.pattern) + len(rule.written) + 200 for rule in self.rules)

    def against(self, path: str) -> Rule | None:
        """Return the rule that keeps programs away from a path with its query; None where it may be fetched.

        The longest that covers it counts, and of two as long the one that allows.
        """
        bare = canonical(path)
        if bare == "/robots.txt":
            return None
        covering = (rule for rule in self.rules if rule.covers(bare))
        best = max(covering, key=lambda rule: (len(rule.pattern), rule.allow), default=None)
        return None if best is None or best.allow else best


def parse(body: bytes, program: str = PROGRAM) -> Robots:
    """Read a robots.txt: the rules of groups that name `program`, or else those for everybody."""
    text = body[:MOST].decode("utf-8", "replace").removeprefix("\ufeff")
    named = False
    rules: dict[str, list[Rule]] = {program: [], "*": []}
    group: set[str] = set()
    in_names = False
    for key, value in _lines(text.splitlines()):
        if key == "user-agent":
            group = group if in_names else set()
            in_names = True
            found = _NAME.match(value)
            name = found.group().lower() if found else ""
            named = named or name == program
            if name in rules:
                group.add(name)
        elif key in {"allow", "disallow"}:
            in_names = False
            if value:
                rule = Rule(key == "allow", canonical(value), f"{key.title()}: {value}")
                for name in group:
                    rules[name].append(rule)
    return Robots(tuple(rules[program] if named else rules["*"]))


def canonical(path: str) -> str:
    """Return the form in which paths and patterns are compared: escaped alike (RFC 9309, 2.2.2)."""
    return _ESCAPE.sub(_escaped_alike, quote(path, safe=_KEPT))


def _escaped_alike(match: re.Match[str]) -> str:
    byte = unquote_to_bytes(match.group())
    return byte.decode() if byte[0] in _UNRESERVED else match.group().upper()


def _lines(lines: Iterable[str]) -> Iterable[tuple[str, str]]:
    for line in lines:
        key, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield key.strip().lower(), value.strip()

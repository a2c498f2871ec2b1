"""Where a page's article stands: whether what the page says of its own address can be believed.

Many sites give every page the canonical link of their home page, or that of another page, by mistake.
"""

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import SplitResult, urldefrag, urlsplit

_SMALL_HOSTS: Final = re.compile(r"^(?:(?:www|m|mobile|amp)\.)+")
_ENDING: Final = re.compile(r"\.(?:html?|php|aspx?|amp)$")
_OTHER_FORM: Final = re.compile(r"amp|index|print|page|p|[0-9]{1,4}")
"""Parts of an address behind an article's own: AMP, print, the pages of a long text."""

_TELLING: Final = 8  # characters; a part of an address that long is hardly there by chance


def believed(said: Iterable[str | None], fetched: str | None) -> str | None:
    """Return the first address, of those that a page says it has, that can be its own; else `fetched`.

    `fetched` is where the page was found, None where that isn't known: then all but a front page is believed.
    """
    for address in said:
        if address and _can_be(address, fetched):
            return urldefrag(address).url
    return urldefrag(fetched).url if fetched else None


def _can_be(said: str, fetched: str | None) -> bool:
    to = urlsplit(said)
    parts = _parts(to)
    if fetched is None:
        return bool(parts or to.query)
    found = urlsplit(fetched)
    own = _parts(found)
    if not parts:
        return not own and bool(to.query or not found.query) and _same_site(to, found)
    return _is_of_site(parts, own) if _same_site(to, found) else _names_article(to, parts, found, own)


def _is_of_site(parts: list[str], own: list[str]) -> bool:
    """Say whether an address of the same site is another one of the page, and no section above it."""
    if len(parts) >= len(own) or own[: len(parts)] != parts:
        return True
    below = own[len(parts) :]
    return all(_OTHER_FORM.fullmatch(part) for part in below) or _names_something(parts[-1])


def _names_article(to: SplitResult, parts: list[str], found: SplitResult, own: list[str]) -> bool:
    """Say whether an address of another site is clearly that of the article: both have its name in them."""
    through_a_cache = bool(parts) and f"{to.hostname}{to.path}".rstrip("/") in found.path
    return through_a_cache or (bool(parts) and _names_something(parts[-1]) and parts[-1] in own)


def _names_something(part: str) -> bool:
    return len(part) >= _TELLING and ("-" in part or "_" in part or any(sign.isdigit() for sign in part))


def _same_site(one: SplitResult, other: SplitResult) -> bool:
    hosts = sorted((_host(one), _host(other)), key=len)
    return hosts[0] == hosts[1] or ("." in hosts[0] and hosts[1].endswith(f".{hosts[0]}"))


def _host(address: SplitResult) -> str:
    return _SMALL_HOSTS.sub("", (address.hostname or "").rstrip("."))


def _parts(address: SplitResult) -> list[str]:
    parts = [part for part in address.path.lower().split("/") if part]
    return [*parts[:-1], _ENDING.sub("", parts[-1])] if parts else []

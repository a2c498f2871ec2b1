"""Who an item is: keys that stay the same from poll to poll, and addresses that may be kept."""

import re
from hashlib import blake2b
from html import unescape
from urllib.parse import urljoin, urlsplit

from bot.text import one_line

DOCUMENTS = "documents"
# The usual address, which needs no looking at twice.
_PLAIN_URL = re.compile(r"https?://[A-Za-z0-9.-]+(?:/[A-Za-z0-9._~/#?=%+,:@-]*)?")
_LONGEST_URL = 2_000
_LONGEST_KEY = 500
_UNIQUE = ("tag:", "urn:")


def digest(text: str) -> str:
    """Return a short hash of a text."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def text_key(text: str) -> str:
    """Return the key of something that is known by its words alone."""
    return f"text:{digest(text)}"


def url_key(url: str) -> str:
    """Return the key of something that is known by its address."""
    return _bounded("url", url)


def entry_key(
    entry_id: str | None, link: str | None, url: str | None, *, anonymous: bool = False
) -> str | None:
    """Return the key of a feed's entry; None where only its words can tell.

    `link` is the address as written, `url` the resolved one. An id that is an address counts as
    one: some feeds give the address as id, some give it alone, some change from one to the other.
    In an `anonymous` feed, which can't be told from others, an id counts only if it is meant to be
    the only one in the world.
    """
    name = one_line(unescape(entry_id or "")) if entry_id != link else ""
    if name and name != one_line(unescape(link or "")) and _tells(name, anonymous=anonymous):
        return _bounded("url" if is_web(name) else "id", name)
    if url:
        return url_key(url)
    name = one_line(unescape(entry_id or ""))
    return _bounded("id", name) if name and _tells(name, anonymous=anonymous) else None


def _tells(name: str, *, anonymous: bool) -> bool:
    return not anonymous or name.lower().startswith(_UNIQUE) or is_web(name)


def web_url(link: str | None, base: str | None = None) -> str | None:
    """Return the http(s) address that a link leads to from `base`; None for any other kind of link."""
    if not link or (_PLAIN_URL.fullmatch(link) and len(link) <= _LONGEST_URL):
        return link or None
    link = "".join(one_line(unescape(link)).split())
    try:
        url = urljoin(base or "", link)
    except ValueError:
        return None
    return url if is_web(url) and len(url) <= _LONGEST_URL else None


def is_web(url: str) -> bool:
    """Say whether this is an http(s) address with a host."""
    try:
        parts = urlsplit(url)
        return parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def host_of(url: str | None) -> str | None:
    """Return the address's host without "www."; None where there is none."""
    host = urlsplit(url).hostname if url and is_web(url) else None
    return host.removeprefix("www.") if host else None


def _bounded(kind: str, name: str) -> str:
    return f"{kind}:{name}" if len(name) <= _LONGEST_KEY else f"{kind}:#{digest(name)}"

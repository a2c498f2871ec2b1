"""Addresses of the web: which may be asked for, and where a redirect leads."""

import re
from typing import Final

from yarl import URL

from adapters.web.faults import Stop, private
from adapters.web.options import WebOptions
from bot.model.fetch import Fault
from bot.text import clip

LONGEST: Final = 4_000
"""How long an address may be, in characters; RFC 9110, 4.1 asks for 8,000, no feed's comes near."""


_BEFORE_HOST: Final = re.compile(r"//[^/@]*@")
"""A user's name and password: never repeated."""


def checked(written: str, options: WebOptions) -> URL:
    """Return an address that may be asked, without its fragment. Raises Stop."""
    url = _read(written)
    if url.scheme not in {"http", "https"}:
        raise Stop(Fault.address, f"{_short(url)} is no address on the web: those begin with http or https.")
    host = url.host
    if not host:
        raise Stop(Fault.address, f"{_short(url)} is no address on the web: it names no site.")
    if url.user is not None or url.password is not None:
        raise Stop(
            Fault.address,
            f"The address at {host} carries a user name or a password, and such addresses aren't fetched.",
            "Leave out what stands before the @.",
        )
    port = url.port or 0
    if options.opens(host, port):
        return url
    bare = host.lower().rstrip(".")
    if bare == "localhost" or bare.endswith(".localhost"):  # RFC 6761, 6.3: it is this machine, always
        raise private(host)
    if port not in options.ports:
        raise Stop(
            Fault.address,
            f"The address at {host} asks for port {port}; only the web's own, 80 and 443, are used.",
            f"Whoever runs the bot can allow it: NUTGRAF_WEB_OPEN_HOSTS={host}:{port}",
        )
    return url


def joined(base: URL, location: str, options: WebOptions) -> URL:
    """Return where a redirect leads, by its Location (RFC 9110, 10.2.2). Raises Stop."""
    try:
        target = base.join(_read(location))
        return checked(str(target), options)
    except Stop as stop:
        stop.failed = stop.failed.model_copy(
            update={"says": f"{base.host} sends on to another address. {stop.failed.says}"}
        )
        raise
    except ValueError:
        raise Stop(Fault.address, f"{base.host} sends on to something that is no address.") from None


def _read(written: str) -> URL:
    if len(written) > LONGEST:
        raise Stop(Fault.address, f"The address is too long: more than {LONGEST:,} characters.")
    try:
        url = URL(written.strip()).with_fragment(None)
        _ = url.host, url.port  # what is wrong with these is found when they are asked for
    except (ValueError, TypeError):
        raise Stop(
            Fault.address,
            f"“{clip(_BEFORE_HOST.sub('//…@', written), 80)}” can't be read as an address.",
            "Write it as in a browser: https://example.com/feed",
        ) from None
    return url


def _short(url: URL) -> str:
    return f"“{clip(str(url.with_user(None).with_query(None)), 80)}”" if url.host else f"“{url.scheme}:…”"

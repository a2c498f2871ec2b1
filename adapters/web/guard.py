"""Which addresses may be connected to. It is asked where a socket is made, so nothing gets around it."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any, Final

Address = IPv4Address | IPv6Address
Allows = Callable[[Address, int], bool]
AddrInfo = tuple[int | socket.AddressFamily, int | socket.SocketKind, int, str, tuple[Any, ...]]

_SPECIAL_4: Final = tuple(
    IPv4Network(each)
    for each in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",
        "100.64.0.0/10",  # behind a provider's translation
        "127.0.0.0/8",
        "168.63.129.16/32",  # what a virtual machine's host answers on, at one large provider
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
_SPECIAL_6: Final = tuple(
    IPv6Network(each)
    for each in (
        "2001::/23",  # Teredo, ORCHID, benchmarks and other protocols
        "2001:db8::/32",
        "2002::/16",  # 6to4: an IPv4 address inside, whichever
        "2620:4f:8000::/48",
        "3fff::/20",
    )
)
"""The IANA registries of special-purpose addresses (RFC 6890), and what belongs with them."""

_GLOBAL_6: Final = IPv6Network("2000::/3")
_TRANSLATED: Final = IPv6Network("64:ff9b::/96")


class ForbiddenAddress(OSError):
    """A socket was asked for that would lead somewhere private. An OSError, as connecting expects."""


def allowed(ip: Address) -> bool:
    """Say whether an address is on the public web: neither private, local, special, nor hiding one that is.

    IPv6 is taken from the one block that is given out (2000::/3, RFC 4291), and where it carries a public
    IPv4 address (::ffff:0:0/96, and 64:ff9b::/96 as RFC 6052 has it).
    """
    if isinstance(ip, IPv4Address):
        return ip.is_global and not any(ip in network for network in _SPECIAL_4)
    if ip.ipv4_mapped:
        return allowed(ip.ipv4_mapped)
    if ip in _TRANSLATED:
        return allowed(IPv4Address(int(ip) & 0xFFFF_FFFF))
    return ip in _GLOBAL_6 and ip.is_global and not any(ip in network for network in _SPECIAL_6)


def literal(host: str) -> Address | None:
    """Return the address that a host spells, in any way that the system would read; None for a name."""
    bare = host.strip("[]").partition("%")[0].rstrip(".")
    try:
        return ip_address(bare)
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(bare))
    except (OSError, UnicodeError, ValueError):
        return None


@dataclass
class Hop:
    """A request to one host. `free` is for a host that may be anywhere.

    The guard sets `refused` where an address of it was forbidden, `opened` where one was not.
    """

    free: bool = False
    refused: bool = False
    opened: bool = False


class Guard:
    """Makes the sockets that fetches connect with, to allowed addresses alone.

    `allows` takes an address and a port; without it, the public web is allowed.
    """

    def __init__(self, allows: Allows | None = None) -> None:
        self._allows = allows or (lambda ip, _: allowed(ip))
        self._hop: ContextVar[Hop | None] = ContextVar("hop", default=None)

    @contextmanager
    def on(self, hop: Hop) -> Iterator[Hop]:
        """Judge the sockets that are made inside by this hop: by the tasks that connect for it, too."""
        token = self._hop.set(hop)
        try:
            yield hop
        finally:
            self._hop.reset(token)

    def allows(self, ip: Address, port: int) -> bool:
        """Say whether an address may be connected to."""
        return self._allows(ip, port)

    def socket(self, info: AddrInfo) -> socket.socket:
        """Return a socket for an address, as aiohttp's connector asks. Raises ForbiddenAddress."""
        family, kind, protocol, _, place = info
        hop = self._hop.get()
        if not (hop and hop.free) and not self._open(family, place):
            if hop:
                hop.refused = True
            raise ForbiddenAddress("an address inside a private network")
        if hop:
            hop.opened = True
        return socket.socket(family, kind, protocol)

    def _open(self, family: int, place: tuple[Any, ...]) -> bool:
        if family not in {socket.AF_INET, socket.AF_INET6}:
            return False
        try:
            ip = ip_address(str(place[0]).partition("%")[0])
        except ValueError:
            return False
        return self._allows(ip, int(place[1]))

"""Which addresses are on the public web, and that a host which may be anywhere opens no other."""

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.web.guard import ForbiddenAddress, Guard, Hop, allowed, literal

PRIVATE_4 = """
    0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 100.100.100.200 127.0.0.1 127.255.255.254 168.63.129.16
    169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.170 192.0.2.1 192.88.99.1 192.168.1.1
    198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
"""
PRIVATE_6 = """
    :: ::1 ::7f00:1 ::10.0.0.1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:0:127.0.0.1
    64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b:1::1 64:ff9b:1::808:808 100::1 2001::1 2001:0:7f00:1:: 2001:2::1
    2001:10::1 2001:20::1 2001:db8::1 2002:7f00:1:: 2002:a00:1:: 3fff::1 5f00::1 fc00::1 fd00:ec2::254
    fe80::1 fec0::1 ff02::1 ff0e::1
"""
PUBLIC = """
    8.8.8.8 1.1.1.1 172.32.0.1 100.128.0.1 2606:4700::1111 2a00:1450::1 ::ffff:8.8.8.8 64:ff9b::808:808
"""


@pytest.mark.parametrize("written", (PRIVATE_4 + PRIVATE_6).split())
def test_what_is_private_local_or_special_is_closed(written: str) -> None:
    assert not allowed(ip_address(written))


@pytest.mark.parametrize("written", PUBLIC.split())
def test_what_is_public_is_open(written: str) -> None:
    assert allowed(ip_address(written))


@given(st.ip_addresses(v=4), st.sampled_from(["::ffff:0:0", "64:ff9b::"]))
def test_an_address_that_carries_another_is_judged_by_it(inner: IPv4Address, prefix: str) -> None:
    assert allowed(IPv6Address(int(IPv6Address(prefix)) + int(inner))) is allowed(inner)


@given(st.ip_addresses())
def test_nothing_is_open_that_is_closed_by_its_kind(ip: IPv4Address | IPv6Address) -> None:
    closed = ip.is_multicast or ip.is_loopback or ip.is_link_local or ip.is_unspecified
    assert not (closed and allowed(ip))


@pytest.mark.parametrize("host", ["127.1", "0x7f.1", "2130706433", "0177.0.0.1", "127.0.0.1", "127.0.0.1."])
def test_however_an_address_is_spelled_it_is_read(host: str) -> None:
    assert literal(host) == IPv4Address("127.0.0.1")


def test_a_name_spells_no_address() -> None:
    assert literal("news.example") is None
    assert literal("[fe80::1%eth0]") == IPv6Address("fe80::1")
    assert literal("ü" * 300) is None


def _asked(address: str) -> tuple[int, int, int, str, tuple[object, ...]]:
    return (socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (address, 80))


def test_a_socket_is_refused_also_where_nobody_said_what_for() -> None:
    with pytest.raises(ForbiddenAddress):
        Guard().socket(_asked("127.0.0.1"))


def test_only_the_host_that_may_be_anywhere_is_free() -> None:
    guard = Guard()
    with guard.on(Hop(free=True)):
        guard.socket(_asked("127.0.0.1")).close()
    with guard.on(Hop()) as hop:
        with pytest.raises(ForbiddenAddress):
            guard.socket(_asked("127.0.0.1"))
        assert hop.refused
    guard.socket(_asked("8.8.8.8")).close()


@pytest.mark.parametrize("place", [("not an address", 80), ("", 80)])
def test_what_is_no_address_gets_no_socket(place: tuple[str, int]) -> None:
    with pytest.raises(ForbiddenAddress):
        Guard().socket((socket.AF_INET, socket.SOCK_STREAM, 0, "", place))
    with pytest.raises(ForbiddenAddress):
        Guard().socket((socket.AF_UNIX, socket.SOCK_STREAM, 0, "", ("8.8.8.8", 80)))

"""Which requests are let in."""

import hashlib
import hmac
from datetime import timedelta

import pytest

from adapters.slack.web import Signatures
from tests.conftest import SetClock

SECRET, BODY = "8f742231b10e8888abcd99yyyzzz85a5", b"payload=%7B%7D"


def signature(timestamp: str, *, secret: str = SECRET, body: bytes = BODY) -> str:
    signed = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def stamp(clock: SetClock, seconds: float = 0) -> str:
    return str(int(clock.at.timestamp() + seconds))


def test_slacks_own_example_is_right() -> None:
    """The example is that of https://docs.slack.dev/authentication/verifying-requests-from-slack."""
    clock = SetClock()
    clock.at = clock.at.fromtimestamp(1531420618, clock.at.tzinfo)
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
        b"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
        b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZ"
        b"RskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    right = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    assert Signatures(SECRET, clock).take(body, "1531420618", right)


@pytest.mark.parametrize(("seconds", "taken"), [(-301, False), (-300, True), (300, True), (301, False)])
def test_a_request_may_be_five_minutes_old(clock: SetClock, seconds: int, *, taken: bool) -> None:
    at = stamp(clock, seconds)
    assert Signatures(SECRET, clock).take(BODY, at, signature(at)) is taken


@pytest.mark.parametrize(
    "at", ["", "abc", "-5", "1e9", "１７９３６０２８００", " 1793602800", "1" * 13, "1.5"]
)
def test_a_timestamp_that_is_no_number_lets_nothing_in(clock: SetClock, at: str) -> None:
    assert not Signatures(SECRET, clock).take(BODY, at, signature(at))


def test_another_secret_body_or_signature_lets_nothing_in(clock: SetClock) -> None:
    at, signatures = stamp(clock), Signatures(SECRET, clock)
    assert not signatures.take(BODY, at, signature(at, secret=SECRET[1:]))
    assert not signatures.take(BODY, at, signature(at, body=b""))
    assert not signatures.take(BODY, at, signature(stamp(clock, 1)))
    assert not signatures.take(BODY, at, "")
    assert not signatures.take(BODY, at, "v0=\udcff")


def test_the_same_request_is_let_in_once_unless_it_had_no_effect(clock: SetClock) -> None:
    at, signatures = stamp(clock, 300), Signatures(SECRET, clock)
    assert signatures.take(BODY, at, signature(at))
    assert not signatures.take(BODY, at, signature(at))
    signatures.give_back(signature(at))
    assert signatures.take(BODY, at, signature(at))
    clock.at += timedelta(seconds=600)
    other = stamp(clock)
    assert signatures.take(BODY, other, signature(other))
    assert not signatures.take(BODY, at, signature(at))


def test_what_is_too_old_to_be_let_in_is_not_remembered(clock: SetClock) -> None:
    signatures = Signatures(SECRET, clock)
    for _ in range(1_000):
        clock.at += timedelta(seconds=1)
        assert signatures.take(BODY, stamp(clock), signature(stamp(clock)))
    assert signatures.remembered <= 302

"""What the parent tells its child."""

from adapters.sources.child import request_of
from adapters.sources.protocol import MOST_KNOWN, MOST_REQUEST_BYTES
from bot.model.source import Raw


def test_the_known_keys_are_sent() -> None:
    request = request_of(Raw(name="a", body=b"", known=frozenset({"id:1"})))

    assert (request.known, request.in_parts) == (frozenset({"id:1"}), True)


def test_too_many_known_keys_are_not_sent_and_all_is_read_at_once() -> None:
    known = frozenset(f"https://news.example/{'long' * 20}/{number}" for number in range(MOST_KNOWN // 100))
    request = request_of(Raw(name="a", body=b"", known=known))

    assert (request.known, request.in_parts) == (frozenset(), False)


def test_as_many_keys_as_may_be_sent_fit_into_a_request() -> None:
    known = frozenset(f"{number:0>8}{'漢' * 92}" for number in range(MOST_KNOWN // 100))
    request = request_of(Raw(name="a", body=b"", known=known))

    assert len(request.known) == len(known)
    assert len(request.model_dump_json().encode()) < MOST_REQUEST_BYTES

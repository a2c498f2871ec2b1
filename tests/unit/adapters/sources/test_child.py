"""What the parent tells its child."""

from adapters.sources.child import request_of
from adapters.sources.protocol import MOST_KNOWN, MOST_REQUEST_BYTES
from bot.model.source import Raw


def test_what_is_known_is_sent_with_its_marks_and_where_it_was_fetched() -> None:
    raw = Raw(name="a", body=b"", known={"id:1": "m"}, url="https://news.example/a")
    request = request_of(raw)

    assert (request.known, request.in_parts, request.url) == ({"id:1": "m"}, True, raw.url)


def test_too_many_known_keys_are_not_sent_and_all_is_read_at_once() -> None:
    known = {f"https://news.example/{'long' * 20}/{number}": "m" for number in range(MOST_KNOWN // 100)}
    request = request_of(Raw(name="a", body=b"", known=known))

    assert (request.known, request.in_parts) == ({}, False)


def test_as_many_keys_as_may_be_sent_fit_into_a_request() -> None:
    known = {f"{number:0>8}{'漢' * 76}": f"{number:0>16x}" for number in range(MOST_KNOWN // 100)}
    request = request_of(Raw(name="a", body=b"", known=known))

    assert len(request.known) == len(known)
    assert len(request.model_dump_json().encode()) < MOST_REQUEST_BYTES

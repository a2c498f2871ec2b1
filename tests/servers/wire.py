"""What goes over the wire between the test platform and its server: HTTP/1.1 with JSON bodies, kept alive."""

import json
from typing import Any, NamedTuple

HEAD_ENDS = b"\r\n\r\n"

REASONS = {
    200: "OK",
    400: "Bad Request",
    403: "Forbidden",
    404: "Not Found",
    410: "Gone",
    422: "Unprocessable Content",
    429: "Too Many Requests",
    500: "Internal Server Error",
}


class Heard(NamedTuple):
    """A request or an answer: the words of its first line, and its body."""

    start: list[str]
    body: bytes

    @property
    def status(self) -> int:
        """Return an answer's status."""
        return int(self.start[1])

    @property
    def path(self) -> str:
        """Return a request's path."""
        return self.start[1]

    def json(self) -> dict[str, Any]:
        """Return the body, a JSON object. Raises ValueError where it is no JSON."""
        found: dict[str, Any] = json.loads(self.body)
        return found


def request(path: str, body: dict[str, Any]) -> bytes:
    """Return a request as bytes."""
    return _message(f"POST {path} HTTP/1.1\r\nHost: chat.test", body)


def answer(status: int, body: dict[str, Any]) -> bytes:
    """Return an answer as bytes."""
    return _message(f"HTTP/1.1 {status} {REASONS[status]}", body)


def take(buffer: bytearray) -> Heard | None:
    """Take the first whole message out of what has arrived; None where it isn't whole yet."""
    end = buffer.find(HEAD_ENDS)
    if end < 0:
        return None
    first, *headers = buffer[:end].decode("latin-1").split("\r\n")
    whole = end + len(HEAD_ENDS) + _length(headers)
    if len(buffer) < whole:
        return None
    body = bytes(buffer[end + len(HEAD_ENDS) : whole])
    del buffer[:whole]
    return Heard(first.split(" ", 2), body)


def _message(start: str, body: dict[str, Any]) -> bytes:
    payload = json.dumps(body).encode()
    head = f"{start}\r\nContent-Type: application/json\r\nContent-Length: {len(payload)}\r\n\r\n"
    return head.encode("latin-1") + payload


def _length(headers: list[str]) -> int:
    for header in headers:
        name, _, value = header.partition(":")
        if name.lower() == "content-length":
            return int(value)
    return 0

"""What went wrong with a call to Slack, in one exception: how far it came, and what Slack said. Pure.

Nothing that was sent or received stands in its text but Slack's error word: no token, no address.
"""

import re
from collections.abc import Mapping
from typing import Any, Literal

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.errors import NutgrafError
from bot.text import clip, one_line

TROUBLE = (SlackClientError, aiohttp.ClientError, OSError, ValueError, AttributeError)
"""What a call of slack_sdk may raise for what Slack or the network does.

AttributeError and ValueError: it takes for granted that every answer is a JSON object in UTF-8.
"""

_NEVER_MADE = (
    aiohttp.ClientConnectorError,  # DNS and certificates too
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientHttpProxyError,  # the proxy would not connect
    aiohttp.InvalidURL,
)
_WORD = re.compile(r"[a-z0-9_]{1,80}")
_LONGEST = 200

Reach = Literal["never", "unknown", "answered"]


class Fault(NutgrafError):
    """A call that did not give what was asked for.

    `reach` says how far it came: "never" to Slack, so that it surely had no effect; "unknown", where nobody
    can tell whether it had one; "answered", where Slack refused it. `word` is the error word that it gave,
    `scope` the scope that it misses; each "" where there is none. `retry_after` is how many seconds it asks
    to wait, None where it doesn't say.
    """

    def __init__(
        self,
        message: str,
        *,
        reach: Reach,
        word: str = "",
        scope: str = "",
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.reach = reach
        self.word = word
        self.scope = scope
        self.retry_after = retry_after


def fault(error: Exception) -> Fault:
    """Return what an exception of slack_sdk or aiohttp means."""
    match error:
        case Fault():
            return error
        case SlackApiError():
            return _said(error.response)
        case _ if isinstance(error, _NEVER_MADE):
            return Fault(f"Slack could not be reached ({_kind(error)}).", reach="never")
        case TimeoutError():
            return Fault("Slack gave no answer in time.", reach="unknown")
        case _:
            return Fault(f"The connection to Slack broke ({_kind(error)}).", reach="unknown")


def unreadable(status: int | None = None) -> Fault:
    """Return the fault of an answer that says nothing that can be understood."""
    with_status = f" (status {status})" if status is not None else ""
    return Fault(f"Slack's answer could not be understood{with_status}.", reach="unknown")


def _said(response: Any) -> Fault:  # noqa: ANN401 - slack_sdk's answer, or aiohttp's where it is no JSON
    status = getattr(response, "status_code", None) or getattr(response, "status", None)
    data = getattr(response, "data", None)
    body: Mapping[str, Any] = data if isinstance(data, Mapping) else {}
    word = _error_word(body)
    if status == 429 or word in {"ratelimited", "rate_limited"}:
        return _too_fast(getattr(response, "headers", None) or {})
    if not word or (isinstance(status, int) and status >= 500):
        return unreadable(status)
    scope = _plain(body.get("needed"))
    because = _explained(body) or (f"it needs {scope}" if scope else "")
    message = f"Slack refused: {word}{f' ({because})' if because else ''}."
    return Fault(message, reach="answered", word=word, scope=scope)


def _too_fast(headers: Mapping[str, str]) -> Fault:
    # slack_sdk keeps aiohttp's headers, whose names have no case; a plain dict's have.
    seconds = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    try:
        retry_after = max(float(seconds), 0.0)
    except ValueError:
        return Fault("Slack takes no more for now.", reach="answered", word="ratelimited")
    message = f"Slack takes no more for {retry_after:g} s."
    return Fault(message, reach="answered", word="ratelimited", retry_after=retry_after)


def _error_word(body: Mapping[str, Any]) -> str:
    word = body.get("error")
    return word if isinstance(word, str) and _WORD.fullmatch(word) else ""


def _explained(body: Mapping[str, Any]) -> str:
    """Return what Slack says of arguments that it doesn't take: it names places in them, not their text."""
    metadata = body.get("response_metadata")
    messages = metadata.get("messages") if isinstance(metadata, Mapping) else None
    return _plain(messages[0]) if isinstance(messages, list) and messages else ""


def _plain(said: object) -> str:
    return clip(one_line(said), _LONGEST) if isinstance(said, str) else ""


def _kind(error: Exception) -> str:
    return type(error).__name__

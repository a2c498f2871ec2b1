"""The arguments of a Web API call, wherever they stand: in the query, in a form, or as JSON."""

import json
from typing import Any

from aiohttp import web

from tests.servers.slack.refusal import Refusal

_STRUCTURED = frozenset({"blocks", "metadata", "view", "attachments"})
_FORMATS = {"blocks": "invalid_blocks_format", "metadata": "invalid_metadata_format"}


async def read(request: web.Request) -> dict[str, Any]:
    """Return what a call was given. Raises Refusal where that can't be read."""
    found: dict[str, Any] = dict(request.query)
    kind = request.content_type
    if kind == "application/json" and (body := await request.read()):
        try:
            given = json.loads(body)
        except ValueError:
            raise Refusal("invalid_json") from None
        if not isinstance(given, dict):
            raise Refusal("json_not_object")
        found |= given
    elif kind in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        found |= dict(await request.post())
    for name in _STRUCTURED & found.keys():
        if isinstance(found[name], str):
            found[name] = _parsed(name, found[name])
    return found


def token(request: web.Request, arguments: dict[str, Any]) -> str:
    """Take the token out of a call; "" where it has none."""
    given = str(arguments.pop("token", ""))
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    return bearer if scheme == "Bearer" else given


def needed(arguments: dict[str, Any], name: str) -> str:
    """Return an argument. Raises Refusal where it isn't given."""
    value = arguments.get(name)
    if value is None or value == "":
        raise Refusal("invalid_arguments", f"missing required field: {name}")
    return str(value)


def flag(arguments: dict[str, Any], name: str, *, default: bool = False) -> bool:
    """Return a yes or no: true, 1 and the like are yes."""
    value = arguments.get(name, default)
    return value if isinstance(value, bool) else str(value).lower() in {"1", "true"}


def number(arguments: dict[str, Any], name: str, default: int, *, most: int) -> int:
    """Return a whole number from 1 to `most`. Raises Refusal."""
    try:
        value = int(arguments.get(name, default))
    except (TypeError, ValueError):
        raise Refusal("invalid_arguments", f"{name} must be a number") from None
    if not 1 <= value <= most:
        raise Refusal("invalid_limit" if name == "limit" else "invalid_arguments")
    return value


def _parsed(name: str, value: str) -> Any:  # noqa: ANN401 - JSON
    try:
        return json.loads(value)
    except ValueError:
        raise Refusal(_FORMATS.get(name, "invalid_arguments")) from None

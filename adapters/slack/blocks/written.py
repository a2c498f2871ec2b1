"""Block Kit's objects as JSON values, after their own checks: what `to_dict` gives, several times faster.

slack_sdk looks through all attributes of every object for its checks, each time that it is written. They are
the same for every object of a class: here they are looked up once.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from slack_sdk.models.basic_objects import EMPTY_ALLOWED_TYPE_AND_PROPERTY_LIST, JsonObject

_MAY_BE_EMPTY = {(each["type"], each["property"]) for each in EMPTY_ALLOWED_TYPE_AND_PROPERTY_LIST}


def written(value: Any) -> Any:  # noqa: ANN401 - JSON of any depth, with objects of slack_sdk's in it
    """Return an object of slack_sdk's models, and what is in it, as JSON values.

    Raises SlackObjectFormationError where Slack wouldn't take it.
    """
    if isinstance(value, str | int | float | None):
        return value
    if isinstance(value, list | tuple):
        return [written(each) for each in value]
    if isinstance(value, JsonObject) and type(value).to_dict is JsonObject.to_dict:
        for check in _checks(type(value)):
            getattr(value, check)()
        return dict(_properties(value))
    return value.to_dict() if hasattr(value, "to_dict") else value


def _properties(value: JsonObject) -> Iterator[tuple[str, Any]]:
    kind = getattr(value, "type", None)
    for name in sorted(value.attributes):
        own: Any = getattr(value, name, None)
        empty = hasattr(own, "__len__") and not len(own)
        if own is not None and (not empty or (kind, name) in _MAY_BE_EMPTY):
            yield name, written(own)


@cache
def _checks(kind: type[JsonObject]) -> tuple[str, ...]:
    """Return the names of the functions by which objects of a class check themselves."""
    return tuple(name for name in dir(kind) if hasattr(getattr(kind, name), "validator"))

"""Reading Slack's answers, which are not trusted to be as its documentation says."""

from collections.abc import Mapping
from typing import Any, Final

from adapters.slack.faults import unreadable

_MUST: Final = object()


def at(said: object, *path: str, default: object = _MUST) -> Any:  # noqa: ANN401 - JSON
    """Return what stands at this path of an answer, or the default.

    Raises Fault where there is neither: then the answer can't be understood.
    """
    for step in path:
        if not isinstance(said, Mapping) or step not in said:
            if default is _MUST:
                raise unreadable()
            return default
        said = said[step]
    return said


def each(said: object, *path: str) -> list[Any]:
    """Return the list at this path of an answer. Raises Fault where there is none."""
    found = at(said, *path)
    if not isinstance(found, list):
        raise unreadable()
    return found


def next_page(said: object) -> str | None:
    """Return the cursor of the next page, None after the last."""
    return at(said, "response_metadata", "next_cursor", default=None) or None

"""Follow-ups as JSON for other programs: everything, with the whole history of each."""

from collections.abc import Iterable

from pydantic_core import to_json

from bot.model.exported import Exported
from bot.model.follow_up import Did, Entry

_OURS = {"look_at", "nudges", "called"}
"""What the bot keeps for itself."""

_OF_TIMES = frozenset({Did.due, Did.snoozed})


def as_json(exported: Iterable[Exported]) -> bytes:
    """Return a list of follow-ups as JSON in UTF-8; moments are ISO 8601 in UTC."""
    return to_json([_record(each) for each in exported], indent=2) + b"\n"


def _record(exported: Exported) -> dict[str, object]:
    return {
        "name": exported.follow_up.name,
        **exported.follow_up.model_dump(mode="json", exclude=_OURS),
        "headline": exported.headline,
        "url": exported.url,
        "flags": [flag.model_dump(mode="json", exclude={"way"}) for flag in exported.flags],
        "history": [_line(entry) for entry in exported.history],
    }


def _line(entry: Entry) -> dict[str, object]:
    """Return a line of the history; of other moments than people's own only the bot makes use."""
    return entry.model_dump(mode="json", exclude=set() if entry.did in _OF_TIMES else {"due"})

"""Follow-ups as JSON for other programs: everything, with the whole history of each."""

from collections.abc import Iterable

from pydantic_core import to_json

from bot.model.exported import Exported


def as_json(exported: Iterable[Exported]) -> bytes:
    """Return a list of follow-ups as JSON in UTF-8; moments are ISO 8601 in UTC."""
    return to_json([_record(each) for each in exported], indent=2) + b"\n"


def _record(exported: Exported) -> dict[str, object]:
    return {
        "name": exported.follow_up.name,
        **exported.follow_up.model_dump(mode="json"),
        "headline": exported.headline,
        "url": exported.url,
        "flags": [flag.model_dump(mode="json") for flag in exported.flags],
        "history": [entry.model_dump(mode="json") for entry in exported.history],
    }

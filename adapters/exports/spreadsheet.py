"""Follow-ups as CSV for a spreadsheet: one a line, times in UTC."""

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from bot.model.exported import Exported

_COLUMNS: Final = (
    "number",
    "state",
    "slug",
    "angle",
    "story",
    "headline",
    "url",
    "owner",
    "due",
    "flagged_by",
    "made_at",
    "touched_at",
    "closed_by",
    "closed_at",
    "closing",
    "platform",
    "channel",
)

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What makes a spreadsheet read a cell as a formula (OWASP, "CSV Injection"), the full-width forms too."""

_MARK: Final = "\ufeff"
"""By this Excel sees that the text is UTF-8."""


def as_csv(exported: Iterable[Exported]) -> bytes:
    """Return the follow-ups as CSV (RFC 4180) in UTF-8, with a line of titles."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    writer.writerows([_safe(cell) for cell in _row(each)] for each in exported)
    return (_MARK + text.getvalue()).encode()


def _row(exported: Exported) -> tuple[str, ...]:
    follow_up = exported.follow_up
    channel = follow_up.home.channel
    return (
        follow_up.name,
        follow_up.state.value,
        follow_up.slug,
        follow_up.angle,
        str(follow_up.story),
        exported.headline,
        exported.url or "",
        follow_up.owner.name if follow_up.owner else "",
        _moment(follow_up.due),
        ", ".join(dict.fromkeys(flag.by.name for flag in exported.flags)),
        _moment(follow_up.made_at),
        _moment(follow_up.touched_at),
        follow_up.closed_by.name if follow_up.closed_by else "",
        _moment(follow_up.closed_at),
        follow_up.closing,
        channel.platform,
        channel.id,
    )


def _moment(at: datetime | None) -> str:
    return at.isoformat(timespec="seconds") if at else ""


def _safe(cell: str) -> str:
    """Put an apostrophe before what would be read as a formula: spreadsheets show the rest as text."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell

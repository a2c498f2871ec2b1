"""The base of every value: frozen, closed to unknown fields, with times in UTC."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict


def _to_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


Utc = Annotated[AwareDatetime, AfterValidator(_to_utc)]
"""A moment. A naive datetime is refused; any zone is turned into UTC."""


class Value(BaseModel):
    """An immutable value; an unknown field is an error, not a silence."""

    model_config = ConfigDict(frozen=True, extra="forbid")

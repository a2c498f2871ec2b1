"""Settings, from the environment: built once, passed down, never read at import."""

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import UsageError
from bot.model.habits import Habits

PREFIX = "NUTGRAF_"


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        near = difflib.get_close_matches(name, sorted(available_timezones()), n=1, cutoff=0.4)
        hint = f"; did you mean {near[0]}" if near else ""
        raise ValueError(f"“{name}” is no IANA zone such as Europe/London{hint}")
    return name


class Settings(BaseSettings):
    """What the environment says; every name there begins with `NUTGRAF_`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid", env_ignore_empty=True)

    db: Path = Path("nutgraf.db")
    """The store's file."""

    zone: Annotated[str, AfterValidator(_known_zone)] = "UTC"
    """The IANA zone of wall clocks where neither channel nor workspace has set one."""

    grace_hours: float = Field(default=6, gt=0, lt=24)
    """How many hours late an edition may still come."""

    burst_minute: int = Field(default=5, ge=1)
    """How many stories a minute a channel's subscriptions post before they are folded into one message."""

    burst_hour: int = Field(default=20, ge=1)
    """The same an hour."""

    log: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "WARNING"
    """How much is logged to standard error."""

    @property
    def habits(self) -> Habits:
        """How the bot behaves where nobody has set anything else."""
        return Habits(**self.model_dump(include=set(Habits.model_fields)))


def read_settings(db: Path | None = None) -> Settings:
    """Read the settings; `db` goes before the environment. Raises UsageError for one that can't be read."""
    try:
        return Settings(db=db) if db else Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + str(first["loc"][0]).upper()
        raise UsageError(f"{name} can't be read.", next_step=f"{first['msg']}.") from None


def strangers(environment: Mapping[str, str]) -> dict[str, str | None]:
    """Return the names in the environment that look like settings and are none, with the nearest that is."""
    known = [PREFIX + name.upper() for name in Settings.model_fields]
    unknown = [name for name in environment if name.upper().startswith(PREFIX) and name.upper() not in known]
    return {name: next(iter(difflib.get_close_matches(name, known, n=1)), None) for name in sorted(unknown)}

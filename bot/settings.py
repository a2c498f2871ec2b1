"""Settings, from the environment: built once, passed down, never read at import."""

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import UsageError

PREFIX = "NUTGRAF_"


class Settings(BaseSettings):
    """What the environment says; every name there begins with `NUTGRAF_`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid", env_ignore_empty=True)

    db: Path = Path("nutgraf.db")
    """The store's file."""

    log: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "WARNING"
    """How much is logged to standard error."""


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

"""Settings, from the environment: built once, passed down, never read at import."""

import difflib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import UsageError
from bot.model.habits import Habits

PREFIX = "NUTGRAF_"

DISCORD_API = "https://discord.com/api/v10"


def _listed(written: object) -> object:
    """Return what stands between commas; what is empty is left out, and the @ before a name."""
    if not isinstance(written, str):
        return written
    return tuple(bare for each in written.split(",") if (bare := each.strip().removeprefix("@")))


def _bare(value: object) -> object:
    """Take away the blanks and quotes that come along when a token is copied or an env file is read."""
    return value.strip().strip("\"'").strip() or None if isinstance(value, str) else value


def _web_api(address: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#]+/[^\s?#]*", address + "/"):
        raise ValueError(f"“{address}” is no address such as https://slack.com/api/")
    return address.rstrip("/") + "/"


def _bot_token(value: object) -> object:
    """Take away the word that Discord's examples of a header put before the token."""
    bare = _bare(value)
    return re.sub(r"^Bot\s+", "", bare) if isinstance(bare, str) else bare


def _discord_api(address: str) -> str:
    bare = address.rstrip("/")
    if not re.fullmatch(r"https?://[^\s/?#]+(?:/[^\s/?#]+)*/v\d+", bare):
        raise ValueError(f"“{address}” is no address such as {DISCORD_API}, with the API's version")
    return bare


def _gateway(address: str | None) -> str | None:
    if address is not None and not re.fullmatch(r"wss?://[^\s/?#]+(?:/[^\s?#]*)?", address):
        raise ValueError(f"“{address}” is no address such as wss://gateway.discord.gg/")
    return address


def _guild(identity: str) -> str:
    if not re.fullmatch(r"[0-9]{13,20}", identity):
        raise ValueError(
            f"“{identity}” is no id of a server such as 1098765432109876543; Copy Server ID in the server's "
            "menu gives it, once User Settings, Advanced, Developer Mode is on"
        )
    return identity


Secret = Annotated[SecretStr | None, BeforeValidator(_bare)]
Listed = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)]


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

    unclaimed_hours: int = Field(default=24, ge=0)
    """After how many hours a channel is told that nobody has taken a follow-up; 0 for never."""

    log: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "WARNING"
    """How much is logged to standard error."""

    slack_bot_token: Secret = Field(default=None, validation_alias="SLACK_BOT_TOKEN")
    """Slack's token of the bot (`xoxb-…`)."""

    slack_app_token: Secret = Field(default=None, validation_alias="SLACK_APP_TOKEN")
    """Slack's token for Socket Mode (`xapp-…`)."""

    slack_signing_secret: Secret = Field(default=None, validation_alias="SLACK_SIGNING_SECRET")
    """What Slack signs its requests with, over HTTP."""

    slack_mode: Literal["socket", "http"] = "socket"
    """How Slack brings what people do: over a connection that the bot opens, or as requests to it."""

    slack_api_url: Annotated[str, AfterValidator(_web_api)] = "https://slack.com/api/"
    """Slack's Web API; another one for GovSlack."""

    slack_editors: Listed = ()
    """Who may do what editors may: people's ids (U…) and user groups' ids (S…) or handles, with commas."""

    slack_guests: Literal["reader", "nobody"] = "nobody"
    """What guests, and people from other organisations, may do."""

    discord_token: Annotated[SecretStr | None, BeforeValidator(_bot_token)] = Field(
        default=None, validation_alias="DISCORD_TOKEN"
    )
    """Discord's token of the bot."""

    discord_api_url: Annotated[str, AfterValidator(_discord_api)] = DISCORD_API
    """Discord's REST API, or a proxy before it; with the version, without a slash at its end."""

    discord_gateway_url: Annotated[str | None, AfterValidator(_gateway)] = None
    """Discord's gateway, or a proxy before it; without it, the usual one."""

    discord_guilds: Annotated[
        tuple[Annotated[str, AfterValidator(_guild)], ...], NoDecode, BeforeValidator(_listed)
    ] = ()
    """The ids of servers in which the commands are registered at once, for trying out; with commas."""

    discord_editors: Listed = ()
    """Which roles make people editors, beside those who may manage channels: ids or names, with commas."""

    discord_tag: str = Field(default="Nutgraf", min_length=1, max_length=20)
    """The name of the tag that posts in forums carry, where a forum has it."""

    web_contact: str | None = None
    """An address that sites find in the User-Agent of every fetch: a page about the bot, or an e-mail's."""

    web_open_hosts: Listed = ()
    """Hosts, or host:port, in a private network or on other ports that may be fetched from; with commas."""

    web_proxy: Secret = None
    """A proxy for fetches (http://…); those of the environment are not used."""

    http_host: str = "0.0.0.0"  # noqa: S104 - the platform's requests come from outside
    """The address that the bot listens on, where a platform sends requests to it."""

    http_port: int = Field(default=8080, ge=0, le=65535)
    """The port there; 0 for any that is free."""

    @property
    def secrets(self) -> frozenset[str]:
        """What must never be shown or logged."""
        values = (getattr(self, name) for name in type(self).model_fields)
        return frozenset(value.get_secret_value() for value in values if isinstance(value, SecretStr))

    @property
    def habits(self) -> Habits:
        """How the bot behaves where nobody has set anything else."""
        return Habits(**self.model_dump(include=set(Habits.model_fields)))


_NAMES = {
    name: str(field.validation_alias or PREFIX + name.upper())
    for name, field in Settings.model_fields.items()
}
"""What each setting is called in the environment; some as the platform's own guides call them."""


def read_settings(db: Path | None = None) -> Settings:
    """Read the settings; `db` goes before the environment. Raises UsageError for one that can't be read."""
    try:
        return Settings(db=db) if db else Settings()
    except ValidationError as error:
        first = error.errors()[0]
        place = str(first["loc"][0])
        name = _NAMES.get(place, place)
        said = first["msg"].removeprefix("Value error, ")
        raise UsageError(f"{name} can't be read.", next_step=f"{said}.") from None


def strangers(environment: Mapping[str, str]) -> dict[str, str | None]:
    """Return the names in the environment that look like settings and are none, with the nearest that is."""
    known = _NAMES.values()
    unknown = [name for name in environment if name.upper().startswith(PREFIX) and name.upper() not in known]
    return {name: _near(name) for name in sorted(unknown)}


def _near(name: str) -> str | None:
    """Return the setting that was meant; the prefix is left out, since it makes all names alike."""
    bare = {each.removeprefix(PREFIX): each for each in _NAMES.values()}
    near = difflib.get_close_matches(name.upper().removeprefix(PREFIX), bare, n=1)
    return bare[near[0]] if near else None

"""What the Discord adapter is told when it is made."""

from pydantic import SecretStr

from bot.model.value import Value


class DiscordOptions(Value):
    """The bot's token, where Discord is, and who may do what.

    `api_url` has the API's version in it and no slash at its end; `gateway_url` is None where Discord is to
    say it. In the guilds `trying_out` commands are registered at once, beside everywhere. `editors` are ids
    or names of roles. `tag` is the name of the tag that posts in forums carry, where a forum has it.
    """

    token: SecretStr
    api_url: str = "https://discord.com/api/v10"
    gateway_url: str | None = None
    trying_out: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    tag: str = "Nutgraf"

"""What the Slack adapter is told when it is made."""

from typing import Literal

from pydantic import SecretStr

from bot.model.value import Value


class SlackOptions(Value):
    """Tokens, how Slack brings what people do, and who may do what.

    In the mode `socket` the `app_token` is needed, in the mode `http` the `signing_secret`. `api_url` ends
    with a slash. `editors` are ids of people (U…, W…) and of user groups (S…), and handles of user groups.
    `guests` says what guests and people from other organisations may do.
    """

    bot_token: SecretStr
    app_token: SecretStr | None = None
    signing_secret: SecretStr | None = None
    mode: Literal["socket", "http"] = "socket"
    http_host: str = "0.0.0.0"  # noqa: S104 - Slack's requests come from outside
    http_port: int = 8080
    api_url: str = "https://slack.com/api/"
    editors: tuple[str, ...] = ()
    guests: Literal["reader", "nobody"] = "nobody"

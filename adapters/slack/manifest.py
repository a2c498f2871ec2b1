"""The app as Slack is told of it: what it may do (scopes), what it hears (events), and how it is reached.

Nothing is asked for that isn't used. Required scopes are those of Slack's method and event reference
(https://docs.slack.dev/reference/methods, https://docs.slack.dev/reference/events).
"""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from bot.errors import UsageError
from bot.model.value import Value

COMMAND: Final = "/brief"
SHORTCUT: Final = "add_to_nutgraf"
"""The callback id of the message shortcut that adds a message as a story."""

FLAGGING: Final = "flag_for_follow_up"
"""The callback id of the message shortcut that flags the story of a post."""

REQUEST_PATH: Final = "/slack/events"
"""Where everything arrives that Slack sends over HTTP."""

APP_SCOPE: Final = "connections:write"
"""The scope of the app-level token that opens Socket Mode. A manifest can't ask for it."""


class Event(Value):
    """An event that the bot hears: the scopes without which Slack doesn't send it, and what it is for."""

    scopes: frozenset[str] = frozenset()
    reason: str


SCOPES: Final[Mapping[str, str]] = {
    "app_mentions:read": "to hear “@Nutgraf latest” in a channel",
    "channels:history": "to find out whether a post reached a public channel, before it is sent again",
    "channels:join": "to join a public channel for which a digest or a subscription was set up",
    "channels:read": "to see whether the bot is in a public channel and may post there, to hear that the "
    "channel was archived or deleted, or the bot removed, and to call it by its name",
    "chat:write": "to post, to answer, and to keep posts up to date",
    "commands": "for /brief and the shortcuts “Add to Nutgraf” and “Flag for follow-up”",
    "groups:history": "the same as channels:history, in private channels that the bot was invited to",
    "groups:read": "the same as channels:read, for private channels that the bot was invited to, and to see "
    "who is in them",
    "im:history": "to hear what is written to the bot in a direct message, and to find out whether a post "
    "arrived there",
    "im:write": "to open a direct message: with the owner of a follow-up that is due, and with whoever set "
    "up a digest, when something is wrong with it",
    "reactions:read": "to see the reactions on the bot's posts, by which people flag, take and finish",
    "usergroups:read": "to know who is in the user groups that NUTGRAF_SLACK_EDITORS names",
    "users:read": "to know a person's name and time zone, and whether they are an admin or a guest",
}
"""Each scope that the bot's token needs, and what for."""

_PUBLIC, _PRIVATE = frozenset({"channels:read"}), frozenset({"groups:read"})

EVENTS: Final[Mapping[str, Event]] = {
    "app_home_opened": Event(reason="to show the home tab as it is now"),
    "app_mention": Event(scopes=frozenset({"app_mentions:read"}), reason="“@Nutgraf latest” in a channel"),
    "app_uninstalled": Event(reason="to end what can't be sent any more"),
    "channel_archive": Event(scopes=_PUBLIC, reason="to pause what was set up there, and to say so"),
    "channel_deleted": Event(scopes=_PUBLIC, reason="to end what was set up there"),
    "channel_left": Event(scopes=_PUBLIC, reason="to pause what was set up where the bot was removed"),
    "group_archive": Event(scopes=_PRIVATE, reason="the same for private channels"),
    "group_deleted": Event(scopes=_PRIVATE, reason="the same for private channels"),
    "group_left": Event(scopes=_PRIVATE, reason="the same for private channels"),
    "message.im": Event(scopes=frozenset({"im:history"}), reason="what is written to the bot directly"),
    "reaction_added": Event(scopes=frozenset({"reactions:read"}), reason="reactions on the bot's posts"),
    "reaction_removed": Event(scopes=frozenset({"reactions:read"}), reason="reactions that are taken back"),
    "tokens_revoked": Event(reason="to end what can't be sent any more"),
}
"""Each event that the bot subscribes to."""


def manifest(*, http_url: str | None = None) -> dict[str, object]:
    """Return the app manifest, as JSON values.

    `http_url` is where the bot can be reached from outside, in the mode `http`; without one the app uses
    Socket Mode. Raises UsageError for a URL that Slack wouldn't take.
    """
    url = request_url(http_url) if http_url is not None else None
    return {
        "display_information": {
            "name": "Nutgraf",
            "description": "The stories that matter, as briefs: what happened, why it matters, what is open.",
            "background_color": "#1f2a37",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Nutgraf", "always_online": True},
            "shortcuts": [
                {
                    "name": "Add to Nutgraf",
                    "type": "message",
                    "callback_id": SHORTCUT,
                    "description": "Reads this message into a story, after you have looked it over",
                },
                {
                    "name": "Flag for follow-up",
                    "type": "message",
                    "callback_id": FLAGGING,
                    "description": "Flags the story of this post, so that somebody goes back to it",
                },
            ],
            "slash_commands": [
                {
                    "command": COMMAND,
                    "description": "The newest stories, digests for this channel, and help",
                    "usage_hint": "latest · story 142 · search WORDS · followups mine · digest · help",
                    "should_escape": True,  # else people and channels come as names, not ids
                    **_reached_at("url", url),
                }
            ],
        },
        "oauth_config": {"scopes": {"bot": sorted(SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": sorted(EVENTS), **_reached_at("request_url", url)},
            "interactivity": {"is_enabled": True, **_reached_at("request_url", url)},
            "org_deploy_enabled": False,
            "socket_mode_enabled": url is None,
            "token_rotation_enabled": False,
        },
    }


def request_url(address: str) -> str:
    """Return the request URL of a bot that is reached at that address, with or without the path.

    Raises UsageError where it isn't https, has no host, or brings anything else along.
    """
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment:
        raise UsageError(
            f"“{address}” is no address that Slack can send requests to.",
            next_step="Write one such as https://nutgraf.example.org.",
        )
    path = parts.path.rstrip("/").removesuffix(REQUEST_PATH)
    return f"https://{parts.netloc}{path}{REQUEST_PATH}"


def _reached_at(name: str, url: str | None) -> dict[str, str]:
    return {name: url} if url else {}

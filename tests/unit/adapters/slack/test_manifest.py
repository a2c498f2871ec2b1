"""The app manifest: what Slack's own schema takes, and not a scope more than the adapter uses."""

import ast
import inspect
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft7Validator
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import manifest as slack
from bot.errors import UsageError
from tests.conftest import ROOT

SCHEMA = json.loads((ROOT / "tests" / "data" / "slack-manifest-2.schema.json").read_text("utf-8"))
DOCS = (ROOT / "docs" / "slack.md").read_text("utf-8")

HISTORY = {"channels:history", "groups:history", "im:history"}
CHANNELS = {"channels:read", "groups:read"}

METHODS: dict[str, set[str]] = {
    "apps.connections.open": set(),  # the app-level token's own
    "auth.test": set(),
    "chat.delete": {"chat:write"},
    "chat.postEphemeral": {"chat:write"},
    "chat.postMessage": {"chat:write"},
    "chat.update": {"chat:write"},
    "conversations.history": HISTORY,
    "conversations.info": CHANNELS,
    "conversations.join": {"channels:join"},
    "conversations.members": CHANNELS,
    "conversations.open": {"im:write"},
    "conversations.replies": HISTORY,
    "reactions.get": {"reactions:read"},
    "usergroups.list": {"usergroups:read"},
    "usergroups.users.list": {"usergroups:read"},
    "users.conversations": CHANNELS,
    "users.info": {"users:read"},
    "views.open": set(),
    "views.publish": set(),
    "views.update": set(),
}
"""What Slack's reference says that a bot needs for a method, where the bot uses it."""

CLIENTS = {
    name: name.replace("_", ".")
    for name, _ in inspect.getmembers(AsyncWebClient, inspect.iscoroutinefunction)
    if "_" in name.strip("_") and not name.startswith("_")
}


def calls(source: str) -> Iterator[str]:
    """Yield the Web API methods that a source names: as the client's own functions, or by their names."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in CLIENTS:
            yield CLIENTS[node.attr]
        elif isinstance(node, ast.Constant) and node.value in CLIENTS.values():
            yield str(node.value)


def called() -> set[str]:
    """Return every method that the adapter calls."""
    sources = (ROOT / "adapters" / "slack").glob("*.py")
    return {method for path in sources for method in calls(path.read_text("utf-8"))} - {"api.call"}


def bot_scopes(made: dict[str, Any]) -> set[str]:
    return set(made["oauth_config"]["scopes"]["bot"])


@pytest.mark.parametrize("http_url", [None, "https://nutgraf.example.org"])
def test_slacks_own_schema_takes_it(http_url: str | None) -> None:
    made = slack.manifest(http_url=http_url)
    assert [error.message for error in Draft7Validator(SCHEMA).iter_errors(made)] == []
    assert json.loads(json.dumps(made)) == made


def test_the_schema_would_refuse_what_is_wrong() -> None:
    made: dict[str, Any] = slack.manifest()
    made["features"]["shortcuts"][0]["name"] = "x" * 25
    assert list(Draft7Validator(SCHEMA).iter_errors(made))


def test_every_event_has_the_scopes_that_it_needs() -> None:
    made: dict[str, Any] = slack.manifest()
    for event in made["settings"]["event_subscriptions"]["bot_events"]:
        assert slack.EVENTS[event].scopes <= bot_scopes(made), event


def test_every_method_that_is_called_has_its_scopes() -> None:
    assert called() <= METHODS.keys(), "say in METHODS which scopes it needs"
    for method in called():
        assert METHODS[method] <= bot_scopes(slack.manifest()), method


def test_no_scope_is_asked_for_that_nothing_uses() -> None:
    used = {"commands"}.union(
        *(METHODS[method] for method in called()), *(event.scopes for event in slack.EVENTS.values())
    )
    assert bot_scopes(slack.manifest()) == used == set(slack.SCOPES)


def test_every_event_is_listened_to() -> None:
    sources = "".join(
        path.read_text("utf-8")
        for path in (ROOT / "adapters" / "slack").glob("*.py")
        if path.name != "manifest.py"
    )
    for event in slack.EVENTS:
        assert f'"{event.split(".")[0]}"' in sources, event


def test_socket_mode_needs_no_address() -> None:
    made: dict[str, Any] = slack.manifest()
    assert made["settings"]["socket_mode_enabled"] is True
    assert "url" not in re.sub(r"[a-z_]*enabled", "", json.dumps(made))


@pytest.mark.parametrize(
    "address",
    [
        "https://nutgraf.example.org",
        "https://nutgraf.example.org/",
        "https://nutgraf.example.org/slack/events",
        "https://nutgraf.example.org/slack/events/",
    ],
)
def test_over_http_everything_comes_to_one_address(address: str) -> None:
    made: dict[str, Any] = slack.manifest(http_url=address)
    url = "https://nutgraf.example.org/slack/events"
    assert made["settings"]["event_subscriptions"]["request_url"] == url
    assert made["settings"]["interactivity"]["request_url"] == url
    assert [command["url"] for command in made["features"]["slash_commands"]] == [url]
    assert made["settings"]["socket_mode_enabled"] is False


def test_an_address_behind_a_path_keeps_it() -> None:
    assert slack.request_url("https://example.org:8443/bots") == "https://example.org:8443/bots/slack/events"


@pytest.mark.parametrize(
    "address", ["http://nutgraf.example.org", "nutgraf.example.org", "https://", "https://x.org/?a=b", ""]
)
def test_an_address_that_slack_would_not_take_is_refused_in_a_sentence(address: str) -> None:
    with pytest.raises(UsageError, match="no address that Slack can send requests to"):
        slack.manifest(http_url=address)


def test_people_can_write_to_the_bot_and_open_its_home() -> None:
    made: dict[str, Any] = slack.manifest()
    assert made["features"]["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }
    assert made["features"]["bot_user"]["always_online"] is True


def test_the_guide_gives_each_scope_with_its_reason() -> None:
    rows = dict(re.findall(r"^\| `([a-z_.]+:[a-z]+|commands)` \| (.+) \|$", DOCS, re.MULTILINE))
    assert rows == dict(slack.SCOPES)

"""Request bodies are checked as Discord checks them, and a little more strictly."""

from typing import Any

import pytest

from tests.servers.discord.openapi import faults, operation

Json = dict[str, Any]

SILENT: Json = {"allowed_mentions": {"parse": []}}
V2 = 1 << 15
POST, PATCH = "/channels/1/messages", "/channels/1/messages/2"


def text(content: str = "x", **more: Any) -> Json:  # noqa: ANN401 - JSON
    return {"type": 10, "content": content, **more}


def button(**what: Any) -> Json:  # noqa: ANN401 - JSON
    return {"type": 2, "style": 2, "label": "Press", **what}


def row(*buttons: Json) -> Json:
    return {"type": 1, "components": list(buttons)}


def made_of(*components: Json, **more: Any) -> Json:  # noqa: ANN401 - JSON
    return {"flags": V2, "components": list(components), **SILENT, **more}


def container(*components: Json, **more: Any) -> Json:  # noqa: ANN401 - JSON
    return {"type": 17, "components": list(components), **more}


def answer(kind: int, **data: Any) -> Json:  # noqa: ANN401 - JSON
    return {"type": kind, "data": data}


def command(*options: Json, **more: Any) -> list[Json]:  # noqa: ANN401 - JSON
    return [{"name": "brief", "description": "Briefs", "options": list(options), **more}]


def option(kind: int, name: str, **more: Any) -> Json:  # noqa: ANN401 - JSON
    return {"type": kind, "name": name, "description": "It", **more}


GOOD: list[tuple[str, str, object]] = [
    ("POST", POST, {"content": "x" * 2000, **SILENT, "nonce": "k" * 25, "enforce_nonce": True}),
    ("POST", POST, made_of(container(text("x" * 4000), accent_color=0xFF0000, id=2**31 - 1))),
    ("POST", POST, made_of(container(*[text()] * 39))),
    ("POST", POST, made_of({"type": 9, "components": [text()], "accessory": button(custom_id="a")})),
    ("POST", POST, made_of(row(button(style=5, url="https://example.org")), tts=False)),
    ("PATCH", PATCH, {"components": [text()], **SILENT}),
    ("PATCH", "/channels/1", {"archived": False}),
    ("POST", "/channels/1/threads", {"name": "x", "type": 11, "message": made_of(text())}),
    ("POST", "/users/@me/channels", {"recipient_id": 1}),
    ("POST", "/interactions/1/t/callback", {"type": 5, "data": {"flags": 64}}),
    ("POST", "/interactions/1/t/callback", {"type": 6}),
    ("POST", "/interactions/1/t/callback", answer(4, **made_of(text()))),
    ("POST", "/interactions/1/t/callback", answer(8, choices=[{"name": "x" * 100, "value": 7}])),
    ("POST", "/webhooks/1/t?wait=1", {"content": "x", **SILENT}),
    ("PATCH", "/webhooks/1/t/messages/@original", made_of(text())),
    ("PUT", "/applications/1/commands", command(option(1, "at", options=[option(3, "time", required=True)]))),
    ("GET", f"{PATCH}/reactions/%F0%9F%9A%A9", None),
    ("GET", "/api/v10/gateway/bot", None),
]


@pytest.mark.parametrize(("method", "path", "body"), GOOD)
def test_what_discord_takes_passes(method: str, path: str, body: object) -> None:
    assert faults(method, path, body) == []


BAD: list[tuple[str, str, object, str]] = [
    ("POST", POST, None, "wants a body"),
    ("POST", POST, {"content": "x" * 2001, **SILENT}, "more than 2000"),
    ("POST", POST, {**SILENT}, "empty message"),
    ("POST", POST, made_of(), "needs some"),
    ("POST", POST, {"content": "x"}, "may ping"),
    ("POST", POST, {"content": "x", "allowed_mentions": {"parse": ["everyone"]}}, "it pings"),
    ("POST", POST, {"content": "x", "allowed_mentions": {"users": ["1"]}}, "it pings"),
    ("POST", POST, {"content": "x", "allowed_mentions": {}}, "isn't said"),
    ("POST", POST, {"content": "x", **SILENT, "colour": 1}, "'colour' was unexpected"),
    ("POST", POST, {"content": "x", **SILENT, "nonce": "k" * 26}, "nonce"),
    ("POST", POST, made_of(text(), content="x"), "nothing may stand beside"),
    ("POST", POST, {"components": [text()], **SILENT}, "need the flag"),
    ("POST", POST, made_of(container(text("x" * 2001), text("x" * 2000))), "4001 characters"),
    ("POST", POST, made_of(container(*[text()] * 40)), "41, nested ones counted"),
    ("POST", POST, made_of(text(""), text()), "non-empty"),
    ("POST", POST, made_of(text(id=5), container(text(), id=5)), "id 5 stands twice"),
    ("POST", POST, made_of(row(button(custom_id="a"), button(custom_id="a"))), "'a' stands twice"),
    ("POST", POST, made_of(row(button(custom_id="a" * 101))), "too long"),
    ("POST", POST, made_of(row(button(custom_id="a", label="x" * 81))), "too long"),
    ("POST", POST, made_of(row(*[button(custom_id=str(n)) for n in range(6)])), "too long"),
    ("POST", POST, made_of(row(button())), "any other button a custom_id"),
    ("POST", POST, made_of(row(button(style=5, url="https://x.test", custom_id="a"))), "a link has a url"),
    ("POST", POST, made_of(row(button(style=5, url="javascript:alert(1)"))), "no http address"),
    ("POST", POST, made_of(row(button(label=None, custom_id="a"))), "a label or an emoji"),
    ("POST", POST, made_of({"type": 9, "components": [text()]}), "accessory"),
    ("POST", POST, made_of({"type": 99}), "no 99 is taken there"),
    ("POST", POST, {"embeds": [{"description": "x" * 4000}] * 2, **SILENT}, "8000 characters"),
    ("PATCH", PATCH, {"content": "x", "flags": V2, "components": [text()], **SILENT}, "nothing may stand"),
    ("POST", "/channels/1/threads", {"name": "x" * 101, "message": made_of(text())}, "too long"),
    ("POST", "/channels/1/threads", {"name": "x", "message": {"content": "x"}}, "may ping"),
    ("POST", "/interactions/1/t/callback", answer(4, content="x"), "may ping"),
    ("POST", "/interactions/1/t/callback", answer(8, choices=[{"name": "x", "value": 1}] * 26), "too long"),
    ("POST", "/interactions/1/t/callback", answer(8, choices=[{"name": "x" * 101, "value": 1}]), "too long"),
    (
        "POST",
        "/interactions/1/t/callback",
        answer(9, custom_id="m", title="x" * 46, components=[]),
        "too long",
    ),
    ("PATCH", "/webhooks/1/t/messages/@original", {"content": "x" * 2001, **SILENT}, "too long"),
    ("PUT", "/applications/1/commands", command(option(1, "At")), "not a name"),
    ("PUT", "/applications/1/commands", command(option(1, "at"), option(1, "at")), "stands twice"),
    ("PUT", "/applications/1/commands", command(option(1, "at"), option(3, "x")), "beside subcommands"),
    ("PUT", "/applications/1/commands", command(option(3, "a"), option(3, "b", required=True)), "required"),
    ("PUT", "/applications/1/commands", command(*[option(3, f"n{n}") for n in range(26)]), "too long"),
    ("PUT", "/applications/1/commands", command(option(1, "at")) * 2, "twice"),
    ("PUT", "/applications/1/commands", command(option(3, "a", description="x" * 101)), "too long"),
    ("PUT", "/applications/1/commands", [{"name": "Flag", "type": 3, "description": "x"}], "neither"),
    ("GET", "/channels/1/letters", None, "Discord has no GET"),
    ("DELETE", "/gateway/bot", None, "Discord has no DELETE"),
]


@pytest.mark.parametrize(("method", "path", "body", "said"), BAD)
def test_what_discord_refuses_or_the_bot_must_not_do_is_told(
    method: str, path: str, body: object, said: str
) -> None:
    found = faults(method, path, body)
    assert found
    assert said in " ".join(found)


def test_a_command_may_have_eight_thousand_characters() -> None:
    choices = [{"name": f"{n:0100}", "value": f"{n:0100}"} for n in range(25)]
    options = [option(3, f"n{n}", choices=choices) for n in range(2)]
    found = faults("PUT", "/applications/1/commands", command(*options))
    assert "more than 8000" in " ".join(found)


def test_an_operation_is_known_by_its_path() -> None:
    found = operation("get", "/api/v10/channels/1/messages/2/reactions/name%3A5?limit=100")
    assert found
    assert found.name == "list_message_reactions_by_emoji"
    assert found.parameters == {"channel_id": "1", "message_id": "2", "emoji_name": "name%3A5"}
    original = operation("PATCH", "/webhooks/1/token/messages/@original")
    assert original
    assert original.name == "update_original_webhook_message"

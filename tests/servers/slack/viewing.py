"""views.*: modals and home pages."""

import json

from tests.servers.slack import blockkit
from tests.servers.slack.arguments import needed
from tests.servers.slack.posting import named
from tests.servers.slack.refusal import Refusal
from tests.servers.slack.state import Payload, View
from tests.servers.slack.world import World

_DEEPEST = 3
_LARGEST = 250_000


def open_(world: World, asked: Payload) -> Payload:
    """views.open, within three seconds of what somebody did."""
    raw = checked(world, asked.get("view"), "modal")
    trigger = world.pull(needed(asked, "trigger_id"))
    return {"view": view_json(world, add(world, raw, trigger.user))}


def push(world: World, asked: Payload) -> Payload:
    """views.push, from within a modal."""
    raw = checked(world, asked.get("view"), "modal")
    trigger = world.pull(needed(asked, "trigger_id"))
    if trigger.view is None or trigger.view.closed:
        raise Refusal("not_found")
    if sum(each.root == trigger.view.root and not each.closed for each in world.views) >= _DEEPEST:
        raise Refusal("push_limit_reached")
    return {"view": view_json(world, add(world, raw, trigger.user, on=trigger.view))}


def update(world: World, asked: Payload) -> Payload:
    """views.update."""
    view = _named(world, asked)
    raw = checked(world, asked.get("view"), "modal")
    if asked.get("hash") and asked["hash"] != view.hash:
        raise Refusal("hash_conflict")
    change(world, view, raw)
    return {"view": view_json(world, view)}


def publish(world: World, asked: Payload) -> Payload:
    """views.publish: somebody's home page."""
    user = needed(asked, "user_id")
    raw = checked(world, asked.get("view"), "home")
    if user not in world.people:
        raise Refusal("invalid_arguments", "no such user [json-pointer:/user_id]")
    home = world.homes.get(user)
    if home is None:
        identity = world.new_id("V")
        home = View(id=identity, kind="home", user=user, raw=raw, hash=world.new_id("h"), root=identity)
        world.homes[user] = home
        world.ring()
    else:
        if asked.get("hash") and asked["hash"] != home.hash:
            raise Refusal("hash_conflict")
        change(world, home, raw)
    return {"view": view_json(world, home)}


def checked(world: World, raw: object, kind: str) -> Payload:
    """Return a view that Slack takes. Raises Refusal."""
    if wrong := blockkit.of_view(raw):
        raise Refusal("invalid_arguments", *wrong)
    assert isinstance(raw, dict)
    if raw["type"] != kind:
        raise Refusal("invalid_arguments", f"must be of type {kind} [json-pointer:/view/type]")
    if len(json.dumps(raw)) > _LARGEST:
        raise Refusal("view_too_large")
    return raw | {"blocks": named(world, raw["blocks"])}


def add(world: World, raw: Payload, user: str, *, on: View | None = None) -> View:
    """Show somebody a modal, on top of another if there is one. Raises Refusal."""
    external = raw.get("external_id")
    if external and any(each.raw.get("external_id") == external and not each.closed for each in world.views):
        raise Refusal("duplicate_external_id")
    identity = world.new_id("V")
    view = View(
        id=identity,
        kind="modal",
        user=user,
        raw=raw,
        hash=world.new_id("h"),
        root=on.root if on else identity,
        previous=on.id if on else None,
    )
    world.views.append(view)
    world.ring()
    return view


def change(world: World, view: View, raw: Payload) -> None:
    """Let a view show something else."""
    view.history.append(view.raw)
    view.raw, view.hash, view.errors = raw, world.new_id("h"), {}
    world.ring()


def view_json(world: World, view: View, state: Payload | None = None) -> Payload:
    """Return a view as Slack gives it."""
    empty = {"private_metadata": "", "callback_id": "", "external_id": "", "submit": None, "close": None}
    title = {"type": "plain_text", "text": "View Title", "emoji": True}
    return {
        **empty,
        "title": title,
        "clear_on_close": False,
        "notify_on_close": False,
        **view.raw,
        "id": view.id,
        "team_id": world.team,
        "state": {"values": state or {}},
        "hash": view.hash,
        "previous_view_id": view.previous,
        "root_view_id": view.root,
        "app_id": world.app,
        "app_installed_team_id": world.team,
        "bot_id": world.bot_id,
    }


def _named(world: World, asked: Payload) -> View:
    for view in world.views:
        external = view.raw.get("external_id")
        if view.id == asked.get("view_id") or (external and external == asked.get("external_id")):
            if view.closed:
                break
            return view
    raise Refusal("not_found")

"""Slack's payloads become facts of the core, and nothing else does."""

from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.slack.api import Identity
from adapters.slack.asking import Asked, action_id, form
from adapters.slack.inbound import Brought, FormWanted, HomeOpened, ShortcutChosen, kind, read
from adapters.slack.ways import ByUrl, Direct, InModal, NewModal, Submitted, Whispered, read_note
from bot.model.card import Ask
from bot.model.events import ButtonPressed, CommandTyped, PlaceClosed, ReactionChanged
from bot.model.people import ChannelRef, Conversation, MessageRef, Role
from tests.conftest import MONDAY_7AM

WHO = Identity(workspace="T1", team="Courier", user="UBOT", bot="BBOT", name="nutgraf", url="")
AT = datetime(2026, 11, 2, 6, 59, 30, 250_000, tzinfo=UTC)
TS = f"{AT.timestamp():.6f}"
HERE = Conversation(channel=ChannelRef(platform="slack", workspace="T1", id="C1"))
DIRECT = Conversation(channel=ChannelRef(platform="slack", workspace="T1", id="U1", person=True))


def brought(body: dict[str, Any]) -> Brought | None:
    return read(body, WHO, MONDAY_7AM)


def event(type_: str, **more: object) -> dict[str, Any]:
    inner = {"type": type_, "user": "U1", "event_ts": TS, "team": "T1", **more}
    return {"type": "event_callback", "event_id": "Ev1", "event_time": 5, "team_id": "T1", "event": inner}


def slash(**more: object) -> dict[str, Any]:
    return {
        "command": "/brief",
        "text": "latest 5",
        "team_id": "T9",
        "channel_id": "C1",
        "user_id": "U1",
        "user_name": "anna",
        "response_url": "https://hooks.test/1",
        "trigger_id": "tr1",
        **more,
    }


def press(**more: object) -> dict[str, Any]:
    return {
        "type": "block_actions",
        "user": {"id": "U1", "username": "anna", "team_id": "T1"},
        "container": {"type": "message", "message_ts": "1.0", "channel_id": "C1"},
        "channel": {"id": "C1"},
        "response_url": "https://hooks.test/1",
        "trigger_id": "tr1",
        "actions": [{"type": "button", "value": "story 1", "action_ts": TS}],
        **more,
    }


def way(fact: object) -> object:
    assert isinstance(fact, CommandTyped | ButtonPressed)
    note = read_note(fact.reply)
    assert note
    return note.way


def test_a_slash_command_is_private_and_answered_at_its_address() -> None:
    fact = brought(slash())
    assert isinstance(fact, CommandTyped)
    assert (fact.id, fact.at, fact.where, fact.text) == ("slack:tr1", MONDAY_7AM, HERE, "latest 5")
    assert (fact.private, fact.comes_again) == (True, False)
    assert (fact.actor.id, fact.actor.name, fact.actor.role) == ("U1", "anna", Role.reader)
    assert way(fact) == ByUrl(url="https://hooks.test/1", own=True)
    note = read_note(fact.reply)
    assert note
    assert note.team == "T9"


def test_an_address_that_is_a_secret_shows_in_no_representation() -> None:
    fact = brought(slash())
    assert "hooks.test" not in repr(fact)
    assert "hooks.test" not in repr(way(fact))


def test_a_command_in_direct_messages_is_not_private_and_belongs_to_the_person() -> None:
    fact = brought(slash(channel_id="D1"))
    assert isinstance(fact, CommandTyped)
    assert (fact.where, fact.private) == (DIRECT, False)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<@UBOT> latest", "latest"),
        ("<@UBOT|nutgraf>: latest 5", "latest 5"),
        ("good morning <@UBOT> latest", "latest"),
        ("latest <@UBOT>", "latest"),
        ("<@UBOT> search mayor:", "search mayor:"),
        ("<@UBOT>", ""),
        ("<@UBOT> search &lt;b&gt; &amp;amp;", "search <b> &amp;"),
        ("<@UBOT> search “curly quotes”", "search “curly quotes”"),
    ],
)
def test_a_mention_says_what_stands_behind_the_bots_name(text: str, said: str) -> None:
    fact = brought(event("app_mention", text=text, channel="C1", ts=TS))
    assert isinstance(fact, CommandTyped)
    assert (fact.id, fact.at, fact.where, fact.text) == ("slack:Ev1", AT, HERE, said)
    assert (fact.private, fact.comes_again) == (True, True)
    assert way(fact) == Whispered(channel="C1", user="U1")


def test_in_direct_messages_only_a_mention_in_front_is_taken_out() -> None:
    met = "add We met <@UBOT|nutgraf>."
    for text, said in (("<@UBOT> latest", "latest"), (met, met)):
        fact = brought(event("message", channel_type="im", channel="D1", text=text, ts=TS))
        assert isinstance(fact, CommandTyped)
        assert fact.text == said


def test_a_mention_in_a_thread_is_answered_there() -> None:
    fact = brought(event("app_mention", text="<@UBOT> latest", channel="C1", ts=TS, thread_ts="1.0"))
    assert isinstance(fact, CommandTyped)
    assert fact.where == HERE.model_copy(update={"thread": "1.0"})
    assert way(fact) == Whispered(channel="C1", user="U1", thread="1.0")


def test_a_direct_message_is_a_command_that_comes_again() -> None:
    fact = brought(event("message", channel_type="im", channel="D1", text="latest", ts=TS, thread_ts="1.0"))
    assert isinstance(fact, CommandTyped)
    assert (fact.where, fact.text) == (DIRECT.model_copy(update={"thread": "1.0"}), "latest")
    assert (fact.private, fact.comes_again) == (False, True)
    assert way(fact) == Direct(channel="D1", thread="1.0")


@pytest.mark.parametrize("subtype", ["thread_broadcast", "file_share"])
def test_a_message_with_a_file_or_shown_in_the_channel_too_is_one_as_well(subtype: str) -> None:
    said = event("message", channel_type="im", channel="D1", text="latest", ts=TS, subtype=subtype)
    assert isinstance(brought(said), CommandTyped)


@pytest.mark.parametrize(
    "more",
    [
        {"bot_id": "B2"},
        {"user": "UBOT"},
        {"user": "USLACKBOT"},
        {"user": None},
        {"subtype": "message_changed"},
        {"subtype": "message_deleted"},
        {"subtype": "bot_message"},
        {"subtype": "channel_join"},
        {"subtype": "file_share", "text": ""},
        {"edited": {"user": "U1", "ts": TS}},
        {"text": "  "},
        {"channel_type": "channel"},
    ],
)
def test_what_no_person_said_just_now_is_left_alone(more: dict[str, Any]) -> None:
    said = {"channel_type": "im", "channel": "D1", "text": "latest", "ts": TS, **more}
    assert brought(event("message", **said)) is None


def test_a_button_says_its_command() -> None:
    fact = brought(press())
    assert isinstance(fact, ButtonPressed)
    assert (fact.id, fact.at, fact.where, fact.says) == ("slack:tr1", AT, HERE, "story 1")
    assert fact.on == MessageRef(conversation=HERE, id="1.0")
    assert fact.private
    assert way(fact) == ByUrl(url="https://hooks.test/1")


@pytest.mark.parametrize(
    ("message", "container", "thread"),
    [
        ({"ts": "1.0"}, {}, None),
        ({"ts": "1.0", "thread_ts": "1.0"}, {}, None),
        ({"ts": "1.0", "thread_ts": "1.0"}, {"thread_ts": "1.0"}, None),
        ({"ts": "2.0", "thread_ts": "1.0"}, {"thread_ts": "1.0"}, "1.0"),
        ({}, {"thread_ts": "1.0"}, "1.0"),
    ],
)
def test_a_button_in_a_thread_belongs_to_it_but_not_one_on_its_first_message(
    message: dict[str, str], container: dict[str, str], thread: str | None
) -> None:
    where = {"type": "message", "channel_id": "C1"} | container
    fact = brought(press(container=where, **({"message": message} if message else {})))
    assert isinstance(fact, ButtonPressed)
    assert fact.where == HERE.model_copy(update={"thread": thread})


def test_buttons_in_views_are_answered_in_modals() -> None:
    view = {"type": "view", "view_id": "V1"}
    home = brought(press(container=view, view={"id": "V1", "type": "home"}))
    modal = brought(press(container=view, view={"id": "V1", "type": "modal"}))
    assert isinstance(home, ButtonPressed)
    assert isinstance(modal, ButtonPressed)
    assert (home.where, home.private) == (DIRECT, False)
    assert way(home) == NewModal(trigger="tr1", user="U1")
    assert way(modal) == InModal(view="V1")


def test_an_answer_that_only_its_person_sees_is_no_message_of_ours() -> None:
    container = {"type": "message", "message_ts": "1.0", "channel_id": "C1", "is_ephemeral": True}
    fact = brought(press(container=container))
    assert isinstance(fact, ButtonPressed)
    assert fact.on is None


REASON = Ask(label="Reason", hint="e.g. nothing to it", optional=True)


def asking_press(identity: str, **more: object) -> dict[str, Any]:
    text = {"type": "plain_text", "text": "Drop…"}
    action = {"type": "button", "value": "drop F12", "action_id": identity, "text": text, "action_ts": TS}
    return press(actions=[action], **more)


def test_a_button_that_asks_wants_a_form_first() -> None:
    wanted = brought(asking_press(action_id(REASON, 3)))
    asked = Asked(says="drop F12", where=HERE, on=MessageRef(conversation=HERE, id="1.0"))
    way = ByUrl(url="https://hooks.test/1")
    assert wanted == FormWanted(user="U1", trigger="tr1", title="Drop…", ask=REASON, asked=asked, way=way)


def test_a_button_of_another_version_that_asks_says_its_bare_command() -> None:
    fact = brought(asking_press('asks:3:{"label":"Reason","shape":"round"}'))
    assert isinstance(fact, ButtonPressed)
    assert fact.says == "drop F12"


def test_a_form_that_is_sent_off_is_the_button_pressed_where_it_was() -> None:
    thread = HERE.model_copy(update={"thread": "1.0"})
    asked = Asked(says="drop F12", where=thread, on=MessageRef(conversation=thread, id="2.0"))
    view = form(REASON, asked, "Drop…") | {"id": "V1", "hash": "h1"}
    given = {"words": {"words": {"type": "plain_text_input", "value": " No :eyes:\n & nothing "}}}
    view["state"] = {"values": given}
    body = {"type": "view_submission", "user": {"id": "U1", "name": "anna", "team_id": "T1"}, "view": view}
    fact = brought(body)
    assert isinstance(fact, ButtonPressed)
    assert (fact.id, fact.where, fact.on) == ("slack:V1:h1", thread, asked.on)
    assert (fact.says, fact.private) == ("drop F12 :: No 👀 & nothing", False)
    assert way(fact) == Submitted(view="V1")
    given["words"]["words"]["value"] = None  # type: ignore[assignment] # as Slack has it
    assert getattr(brought(body), "says", None) == "drop F12"


def test_the_shortcut_that_flags_says_which_message_and_where() -> None:
    body = {
        "type": "message_action",
        "callback_id": "flag_for_follow_up",
        "user": {"id": "U1", "name": "anna", "team_id": "T1"},
        "channel": {"id": "C1", "name": "news"},
        "trigger_id": "tr1",
        "action_ts": TS,
        "response_url": "https://hooks.test/1",
        "message_ts": "2.0",
        "message": {"ts": "2.0", "thread_ts": "1.0", "text": "Story"},
    }
    fact = brought(body)
    assert isinstance(fact, ButtonPressed)
    thread = HERE.model_copy(update={"thread": "1.0"})
    assert (fact.says, fact.where, fact.private) == ("follow post/2.0", thread, True)
    assert fact.on == MessageRef(conversation=thread, id="2.0")
    assert way(fact) == ByUrl(url="https://hooks.test/1", thread="1.0")
    direct = brought(body | {"channel": {"id": "D1"}, "message": {"ts": "2.0"}})
    assert isinstance(direct, ButtonPressed)
    assert (direct.where, direct.private) == (DIRECT, False)


def test_a_button_that_opens_an_address_says_nothing() -> None:
    assert brought(press(actions=[{"type": "button", "url": "https://x.test", "action_ts": TS}])) is None
    assert brought(press(actions=[{"type": "static_select", "value": "x", "action_ts": TS}])) is None


def test_a_form_adds_the_text_of_all_its_fields_in_order() -> None:
    fields = {f"text:{n}": {f"text:{n}": {"value": f"part {n}"}} for n in (10, 2, 0)}
    fields["text:1"] = {"text:1": {"value": None}}  # type: ignore[dict-item]
    view = {"id": "V1", "hash": "h1", "callback_id": "adding", "state": {"values": fields}}
    fact = brought({"type": "view_submission", "user": {"id": "U1", "name": "anna"}, "view": view})
    assert isinstance(fact, CommandTyped)
    assert (fact.id, fact.text) == ("slack:V1:h1", "add part 0\npart 2\npart 10")
    assert (fact.where, fact.private, fact.comes_again) == (DIRECT, False, True)
    assert way(fact) == Submitted(view="V1")


def test_a_shortcut_brings_what_the_message_says() -> None:
    body = {
        "type": "message_action",
        "callback_id": "add_to_nutgraf",
        "user": {"id": "U1", "team_id": "T1"},
        "trigger_id": "tr1",
        "message": {"text": "*Mayor* resigns &amp; goes"},
    }
    chosen = ShortcutChosen(user="U1", team="T1", trigger="tr1", text="Mayor resigns & goes")
    assert brought(body) == chosen
    assert brought(body | {"callback_id": "other"}) is None


@pytest.mark.parametrize(("type_", "present"), [("reaction_added", True), ("reaction_removed", False)])
def test_a_reaction_on_a_message_of_ours_is_folded_into_one_name(type_: str, present: bool) -> None:
    item = {"type": "message", "channel": "C1", "ts": "1.0"}
    fact = brought(event(type_, reaction="+1::skin-tone-3", item=item, item_user="UBOT"))
    assert isinstance(fact, ReactionChanged)
    assert (fact.id, fact.at, fact.name, fact.present) == ("slack:Ev1", AT, "👍", present)
    assert (fact.message.conversation, fact.message.id) == (HERE, "1.0")


@pytest.mark.parametrize(
    "more",
    [
        {"item_user": "U2"},
        {"user": "UBOT"},
        {"item": {"type": "file", "file": "F1"}},
    ],
)
def test_other_reactions_are_left_alone(more: dict[str, Any]) -> None:
    item = {"type": "message", "channel": "C1", "ts": "1.0"}
    reaction = {"reaction": "eyes", "item": item, "item_user": "UBOT"} | more
    assert brought(event("reaction_added", **reaction)) is None


def test_a_reaction_in_direct_messages_is_on_a_message_to_the_person() -> None:
    item = {"type": "message", "channel": "D1", "ts": "1.0"}
    fact = brought(event("reaction_added", reaction="eyes", item=item))
    assert isinstance(fact, ReactionChanged)
    assert fact.message.conversation == DIRECT


@pytest.mark.parametrize("kind_of", ["channel", "group"])
@pytest.mark.parametrize(
    ("what", "forever", "says"),
    [("archive", False, "archived"), ("deleted", True, "deleted"), ("left", False, "/invite @nutgraf")],
)
def test_a_channel_that_closes_is_told_with_what_would_mend_it(
    kind_of: str,
    what: str,
    forever: bool,
    says: str,
) -> None:
    fact = brought(event(f"{kind_of}_{what}", channel="C1", user="UADMIN"))
    assert isinstance(fact, PlaceClosed)
    assert (fact.channel, fact.forever, fact.at) == (HERE.channel, forever, AT)
    assert says in fact.reason


@pytest.mark.parametrize(
    ("type_", "more"), [("tokens_revoked", {"tokens": {"bot": ["UBOT"]}}), ("app_uninstalled", {})]
)
def test_a_token_or_app_that_is_gone_closes_the_whole_workspace(type_: str, more: dict[str, Any]) -> None:
    body = event(type_, **more)
    del body["event"]["event_ts"]
    fact = brought(body)
    assert isinstance(fact, PlaceClosed)
    assert (fact.workspace, fact.channel, fact.forever) == ("T1", None, False)
    assert fact.at == datetime(1970, 1, 1, 0, 0, 5, tzinfo=UTC)


def test_a_persons_token_that_was_revoked_is_none_of_ours() -> None:
    assert brought(event("tokens_revoked", tokens={"oauth": ["U1"]})) is None


def test_the_home_tab_is_told_of_but_not_the_messages_tab() -> None:
    assert brought(event("app_home_opened", tab="home")) == HomeOpened(user="U1", team="T1")
    assert brought(event("app_home_opened", tab="messages")) is None


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"type": "event_callback"},
        {"type": "event_callback", "event": {}},
        {"type": "event_callback", "event": []},
        {
            "type": "event_callback",
            "event": {"type": "message", "channel_type": "im", "user": "U1", "text": 3},
        },
        event("app_mention", text="<@UBOT> latest", channel=None, ts=TS),
        event("app_mention", text="<@UBOT> latest", channel="C1", ts=TS, event_ts="soon"),
        event("reaction_added", reaction="eyes", item=None),
        {"type": "block_actions", "actions": []},
        {"type": "view_submission", "view": None},
        {"type": "message_action", "callback_id": "add_to_nutgraf"},
        {"type": "party"},
        {"command": "/brief"},
    ],
)
def test_what_is_not_as_it_should_be_is_nothing(body: dict[str, Any]) -> None:
    assert brought(body) is None


def test_for_the_log_a_payload_is_a_word_of_slacks() -> None:
    assert kind(event("app_mention", text="secret")) == "app_mention"
    assert kind(slash()) == "slash command"
    assert kind(press()) == "block_actions"
    assert kind({"type": "<b>\n" * 30}) == "b" * 30
    assert kind({}) == "something"

"""What people set: working hours, what reactions mean, and a zone of their own."""

import asyncio
from pathlib import Path

import pytest

from adapters import plain
from bot.commands.clock_words import working_hours
from bot.commands.dispatch import Attempt
from bot.commands.emoji_words import emoji_names
from bot.compose import open_house
from bot.errors import NotAllowed, UsageError
from bot.model.events import CommandTyped
from bot.model.people import Actor, ChannelRef, Conversation, Role
from bot.model.preferences import Preferences
from tests.conftest import MONDAY_7AM, SetClock

FLAG, EYES, HAND = (
    "\N{TRIANGULAR FLAG ON POST}",
    "\N{EYES}",
    "\N{HAPPY PERSON RAISING ONE HAND}",
)
HERE, THERE = (Conversation(channel=ChannelRef(platform="test", workspace="w", id=n)) for n in ("c", "d"))


def somebody(role: Role) -> Actor:
    return Actor(platform="test", workspace="w", id="u", name="Ann", role=role)


def say(db: Path, *lines: str, role: Role = Role.admin, where: Conversation = HERE) -> list[Attempt]:
    """Type the lines one after the other."""

    async def run() -> list[Attempt]:
        async with open_house(db, clock=SetClock()) as house:
            return [
                await house.dispatch.attempt(
                    CommandTyped(id=f"{n}", at=MONDAY_7AM, actor=somebody(role), where=where, text=line)
                )
                for n, line in enumerate(lines)
            ]

    return asyncio.run(run())


def shown(attempt: Attempt) -> str:
    return plain.render(attempt.card, width=1000)


def held(db: Path, channel: ChannelRef) -> tuple[Preferences, Preferences]:
    """Return what a channel and its workspace have set."""

    async def run() -> tuple[Preferences, Preferences]:
        async with open_house(db, clock=SetClock()) as house:
            return await house.store.read(
                lambda view: (
                    view.preferences.of_channel(channel),
                    view.preferences.of_workspace("test", "w"),
                )
            )

    return asyncio.run(run())


def test_a_channel_sets_its_hours_and_goes_back_to_the_usual_ones(tmp_path: Path) -> None:
    set_, back = say(
        tmp_path / "s.db",
        "settings work:09:00-18:00,mon-sat unclaimed:2d reactions:off",
        "settings work:default unclaimed:off reactions:on",
        role=Role.editor,
    )
    assert "Working hours: 09:00 to 18:00, Mon, Tue, Wed, Thu, Fri, Sat (set for this channel)" in shown(set_)
    assert "after 48 hours (set for this channel)" in shown(set_)
    assert "Reactions: off" in shown(set_)
    assert "Working hours: 08:00 to 20:00, weekdays (the usual ones)" in shown(back)
    assert "never (set for this channel)" in shown(back)
    assert "Reactions: on" in shown(back)


@pytest.mark.parametrize("work", ["18:00-09:00", "9-9", "mon-fri", "9am-5pm,someday", "9am", ""])
def test_hours_that_are_none_are_refused(work: str) -> None:
    assert working_hours(work) is None


@pytest.mark.parametrize(
    "text", ["9-18", "9am-6pm", "09:00–18:00", "9am-6pm weekdays", "9:00-18:00, mon-fri"]
)
def test_hours_are_read_as_people_write_them(text: str) -> None:
    found = working_hours(text)
    assert found is not None
    assert (found.start.hour, found.until.hour, found.days) == (9, 18, (0, 1, 2, 3, 4))


def test_emoji_lose_what_doesnt_tell_them_apart() -> None:
    assert emoji_names("\U0001f64b\U0001f3fd, :flagit: flag_2,<:ours:123>\u2705\ufe0f") is None
    names = emoji_names("\U0001f64b\U0001f3fd, :flagit: flag_2,<:ours:123>,\u2705\ufe0f,\u2705")
    assert names == (HAND, "flagit", "flag_2", "ours", "\u2705")


@pytest.mark.parametrize(
    "text", ["", "flag it!", "ä", "1", "a" * 200, ",".join("abcdefghijk"), "\U0001f64bx"]
)
def test_what_is_no_emoji_is_refused(text: str) -> None:
    assert emoji_names(text) is None


def test_what_reactions_mean_is_set_for_the_workspace(tmp_path: Path) -> None:
    db = tmp_path / "s.db"
    (set_,) = say(db, f"settings flag:{FLAG},{EYES}\ufe0f done:shipped for:workspace")
    assert f"flag: {FLAG} {EYES} · take: {HAND} · done: :shipped:" in shown(set_)
    _, workspace = held(db, THERE.channel)
    assert workspace.emoji is not None
    assert workspace.emoji.flag == (FLAG, EYES)
    (back,) = say(db, "settings flag:default done:default for:workspace")
    assert f"flag: {FLAG} · take: {HAND} · done: \u2705" in shown(back)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        (f"settings flag:{HAND} for:workspace", ("flag:", "take:", HAND)),
        (f"settings take:{EYES} done:{EYES} for:workspace", ("take:", "done:", EYES)),
        ("settings done:1\ufe0f\u20e3 for:workspace", ("done:", "number", "1\u20e3")),
        ("settings flag:\N{KEYCAP TEN} for:workspace", ("flag:", "number", "\N{KEYCAP TEN}")),
    ],
)
def test_no_emoji_means_two_things(tmp_path: Path, line: str, names: tuple[str, ...]) -> None:
    db = tmp_path / "s.db"
    (refused,) = say(db, line)
    assert isinstance(refused.error, UsageError)
    assert all(name in shown(refused) for name in names)
    assert held(db, HERE.channel)[1].emoji is None


def test_lists_can_change_places_at_once(tmp_path: Path) -> None:
    (set_,) = say(tmp_path / "s.db", f"settings flag:{HAND} take:{FLAG} for:workspace")
    assert f"flag: {HAND} · take: {FLAG}" in shown(set_)


def test_who_may_set_what(tmp_path: Path) -> None:
    db = tmp_path / "s.db"
    looked, channel, mine = say(
        db, "settings", "settings reactions:off", "settings zone:Asia/Tokyo for:me", role=Role.reader
    )
    assert looked.error is None
    assert isinstance(channel.error, NotAllowed)
    assert "Your zone is Asia/Tokyo (set by you)." in shown(mine)
    workspace, without = say(
        db, f"settings flag:{EYES} for:workspace", f"settings flag:{EYES}", role=Role.editor
    )
    assert isinstance(workspace.error, NotAllowed)
    assert isinstance(without.error, UsageError)
    own = ChannelRef(platform="test", workspace="w", id="u", person=True)
    assert held(db, own) == (Preferences(zone="Asia/Tokyo"), Preferences())
    assert held(db, HERE.channel)[0] == Preferences()


@pytest.mark.parametrize(
    "line",
    ["settings quiet:off for:me", "settings reactions:off for:workspace", "settings for:workspace"],
)
def test_what_can_not_be_set_there_says_what_can(tmp_path: Path, line: str) -> None:
    (refused,) = say(tmp_path / "s.db", line)
    assert isinstance(refused.error, UsageError)
    assert refused.error.next_step

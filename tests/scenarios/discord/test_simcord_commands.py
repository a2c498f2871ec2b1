"""Every command in a simulated Discord: typed there as Discord's users type it, answered for them alone."""

import re
from collections.abc import Awaitable, Callable

import pytest

from adapters.discord.commands import Native
from bot.commands.catalogue import CATALOGUE
from bot.commands.command import Form
from bot.model.events import CommandTyped
from bot.model.follow_up import FollowUpState
from bot.model.outline import Outline
from tests.scenarios.discord.conftest import Simulate
from tests.scenarios.discord.simulated import Result, Simulated, press, raw, shown, texts

Scenario = Callable[[Simulated], Awaitable[None]]

HOSTILE = "**Bold** __x__ ||spoiler|| # @everyone <@&1> <#2> [a](https://evil.example) :flag: `x` <:a:1>"


async def brief(room: Simulated, name: str, **options: object) -> Result:
    """Let somebody who may do everything type a command, and return the answer: it is for them alone."""
    answer = await room.chef.slash(room.desk, f"brief {name}", **options)
    assert answer.ephemeral
    return answer


async def latest(room: Simulated) -> None:
    answer = await brief(room, "latest", count=2, topic="politics", since="7d", source="The Courier")
    assert "2 stories" in shown(answer)
    assert "Mayor resigns" in shown(answer)


async def story(room: Simulated) -> None:
    assert "It was late." in shown(await brief(room, "story", number="1"))


async def search(room: Simulated) -> None:
    assert "Mayor resigns" in shown(await brief(room, "search", words="mayor", since="7d"))


async def why(room: Simulated) -> None:
    assert "#1" in shown(await brief(room, "why", number="1"))


async def burst(room: Simulated) -> None:
    assert "⚠️" in shown(await brief(room, "burst", number=1))


async def follow(room: Simulated) -> None:
    assert "Flagged: #1" in shown(await brief(room, "follow", number="1", angle='Who pays for "it"?'))
    assert await room.flags(1) == 1


async def unfollow(room: Simulated) -> None:
    await follow(room)
    assert "taken back" in shown(await brief(room, "unfollow", number="1"))
    assert await room.flags(1) == 0


async def digest(room: Simulated) -> None:
    await digest_at(room)
    assert "08:00" in shown(await brief(room, "digest list", number="1"))


async def digest_at(room: Simulated) -> None:
    options = {"days": "mon,wed", "topic": "politics", "zone": "Europe/London", "count": 3, "quiet": "skip"}
    assert "Digest 1 is set up." in shown(await brief(room, "digest at", time="8 am", **options))
    assert await room.digests() == 1


async def digest_now(room: Simulated) -> None:
    await digest_at(room)
    assert "on its way" in shown(await brief(room, "digest now", number="1", keep="no"))
    await room.deliver()
    assert "Mayor resigns" in shown(room.desk.last_message)


async def digest_pause(room: Simulated) -> None:
    await digest_at(room)
    assert "paused" in shown(await brief(room, "digest pause", number="1"))


async def digest_resume(room: Simulated) -> None:
    await digest_pause(room)
    assert "active" in shown(await brief(room, "digest resume"))


async def digest_off(room: Simulated) -> None:
    await digest_at(room)
    assert "ended" in shown(await brief(room, "digest off"))
    assert await room.digests() == 0


async def subscribe(room: Simulated) -> None:
    options = {"topic": "politics,public health", "source": "The Courier", "not": "sport", "urgent": "yes"}
    assert "Subscription 1 is set up." in shown(await brief(room, "subscribe", **options))


async def unsubscribe(room: Simulated) -> None:
    await subscribe(room)
    assert "Subscription 1" in shown(await brief(room, "unsubscribe", number="1"))


async def subscriptions(room: Simulated) -> None:
    await subscribe(room)
    assert "public health" in shown(await brief(room, "subscriptions"))


async def add(room: Simulated) -> None:
    text = "Bridge closes. It closes on 3 June 2026, the city said on Monday."
    assert "Added as a new story" in shown(await brief(room, "add", text=text))


async def settings(room: Simulated) -> None:
    options = {"zone": "Europe/London", "quiet": "22:00-07:00", "for": "workspace"}
    assert "Europe/London" in shown(await brief(room, "settings list", **options))


async def status(room: Simulated) -> None:
    assert "**Stories**" in shown(await brief(room, "status"))


async def delivery_send(room: Simulated) -> None:
    assert "⚠️" in shown(await brief(room, "delivery send", number=7))


async def delivery_drop(room: Simulated) -> None:
    assert "⚠️" in shown(await brief(room, "delivery drop", number=7))


async def settings_weights(room: Simulated) -> None:
    assert "⚠️" not in shown(await brief(room, "settings weights", outlets="2"))


async def source_add(room: Simulated) -> None:
    assert "private network" in shown(await brief(room, "source add", url="http://127.0.0.1/feed"))


async def source(room: Simulated) -> None:
    await room.house.flows.sources.bring([Outline(title="City Desk", xml_url="http://127.0.0.1/feed")])


async def source_list(room: Simulated) -> None:
    await source(room)
    assert "City Desk" in shown(await brief(room, "source list"))


async def source_check(room: Simulated) -> None:
    await source(room)
    assert "private network" in shown(await brief(room, "source check", number="1"))


async def source_set(room: Simulated) -> None:
    await source(room)
    await brief(room, "source set", number="1", full="yes")
    assert (await room.house.flows.sources.get(1)).full


async def source_mute(room: Simulated) -> None:
    await source(room)
    await brief(room, "source mute", number="1")
    assert (await room.house.flows.sources.get(1)).muted


async def source_unmute(room: Simulated) -> None:
    await source_mute(room)
    await brief(room, "source unmute", number="1")
    assert not (await room.house.flows.sources.get(1)).muted


async def source_remove(room: Simulated) -> None:
    await source(room)
    await brief(room, "source remove", number="1")
    assert await room.house.flows.sources.every() == ()


async def merge(room: Simulated) -> None:
    await brief(room, "merge", number="1", other="2")
    assert len((await room.house.flows.desk.story(2)).reports) == 2


async def split(room: Simulated) -> None:
    await merge(room)
    await brief(room, "split", number="1", report=2)
    assert len((await room.house.flows.desk.story(1)).reports) == 1


async def topics(room: Simulated) -> None:
    assert "politics" in shown(await brief(room, "topics"))


async def topic_set(room: Simulated) -> None:
    await room.chef.slash(room.desk, "brief topic set", name="Harbour", match="harbour")
    assert "Harbour" in (await room.house.flows.desk.story(2)).topics


async def topic_drop(room: Simulated) -> None:
    await topic_set(room)
    dropped = await room.chef.slash(room.desk, "brief topic drop", name="Harbour")
    assert "⚠️" not in shown(dropped)


async def watch(room: Simulated) -> None:
    assert "⚠️" not in shown(await brief(room, "watch", words="Karpathy"))


async def watches(room: Simulated) -> None:
    await watch(room)
    assert "Karpathy" in shown(await brief(room, "watches"))


async def unwatch(room: Simulated) -> None:
    await watch(room)
    assert "Karpathy" in shown(await brief(room, "unwatch", number="1"))


async def help_(room: Simulated) -> None:
    assert "digest at" in shown(await brief(room, "help", command="digest at"))


async def followup(room: Simulated, name: str, **options: object) -> str:
    """Let somebody who may do everything choose a command of the family, and return the answer."""
    answer = await room.chef.slash(room.desk, f"followup {name}", **options)
    assert answer.ephemeral
    return shown(answer)


async def followups(room: Simulated) -> None:
    await follow(room)
    assert "F1" in await followup(room, "list", which="open", channel=room.desk)


async def handover(room: Simulated) -> None:
    await follow(room)
    assert "F1" in await followup(room, "handover")


async def claim(room: Simulated) -> None:
    await follow(room)
    assert "F1" in await followup(room, "claim", number="F1")
    assert (await room.follow_up(1)).owner


async def unclaim(room: Simulated) -> None:
    await claim(room)
    await followup(room, "unclaim", number="F1")
    assert (await room.follow_up(1)).owner is None


async def assign(room: Simulated) -> None:
    await follow(room)
    await followup(room, "assign", number="F1", person=room.anna)
    owner = (await room.follow_up(1)).owner
    assert owner is not None
    assert (owner.id, owner.name) == (str(room.anna.id), "anna")


async def angle(room: Simulated) -> None:
    await follow(room)
    await followup(room, "angle", number="F1", words="What does it cost?")
    assert (await room.follow_up(2)).angle == "What does it cost?"  # the first has another


async def due(room: Simulated) -> None:
    await claim(room)
    await followup(room, "due", number="F1", when="tomorrow 17:00")
    assert (await room.follow_up(1)).due


async def snooze(room: Simulated) -> None:
    await due(room)
    assert "F1" in await followup(room, "snooze", number="F1", when="next week")


async def done(room: Simulated) -> None:
    await claim(room)
    await followup(room, "done", number="F1", note="In the evening edition")
    assert (await room.follow_up(1)).closing == "In the evening edition"


async def drop(room: Simulated) -> None:
    await follow(room)
    await followup(room, "drop", number="F1", reason="Others have it")
    assert (await room.follow_up(1)).state is FollowUpState.dropped


async def reopen(room: Simulated) -> None:
    await drop(room)
    await followup(room, "reopen", number="F1")
    assert (await room.follow_up(1)).stands


async def history(room: Simulated) -> None:
    await claim(room)
    assert "chef" in await followup(room, "history", number="F1")


async def nudges(room: Simulated) -> None:
    assert "off" in await followup(room, "nudges", wanted="off")


async def away(room: Simulated) -> None:
    assert "away" in (await followup(room, "away", until="friday")).lower()


async def back(room: Simulated) -> None:
    await away(room)
    assert "⚠️" not in await followup(room, "back")


PLAYED: dict[str, Scenario] = {
    "latest": latest,
    "story": story,
    "search": search,
    "why": why,
    "burst": burst,
    "follow": follow,
    "unfollow": unfollow,
    "digest": digest,
    "digest at": digest_at,
    "digest now": digest_now,
    "digest pause": digest_pause,
    "digest resume": digest_resume,
    "digest off": digest_off,
    "subscribe": subscribe,
    "unsubscribe": unsubscribe,
    "subscriptions": subscriptions,
    "add": add,
    "settings": settings,
    "status": status,
    "delivery send": delivery_send,
    "delivery drop": delivery_drop,
    "help": help_,
    "followups": followups,
    "followups handover": handover,
    "claim": claim,
    "unclaim": unclaim,
    "assign": assign,
    "angle": angle,
    "due": due,
    "snooze": snooze,
    "done": done,
    "drop": drop,
    "reopen": reopen,
    "history": history,
    "nudges": nudges,
    "away": away,
    "back": back,
    "settings weights": settings_weights,
    "source add": source_add,
    "source list": source_list,
    "source check": source_check,
    "source set": source_set,
    "source mute": source_mute,
    "source unmute": source_unmute,
    "source remove": source_remove,
    "merge": merge,
    "split": split,
    "topics": topics,
    "topic set": topic_set,
    "topic drop": topic_drop,
    "watch": watch,
    "watches": watches,
    "unwatch": unwatch,
}


def test_no_command_is_left_out() -> None:
    assert set(PLAYED) == {command.name for command in CATALOGUE}


@pytest.mark.parametrize("name", PLAYED)
def test_a_command_does_what_it_does_elsewhere(simulate: Simulate, name: str) -> None:
    async def scenario(room: Simulated) -> None:
        await room.stories("Mayor resigns", "Harbour deal is off", topics=("politics",))
        await PLAYED[name](room)

    simulate(scenario)


SUGGESTED = [
    (command.name, slot.name)
    for command in CATALOGUE
    for slot in command.slots
    if slot.written.suggest not in {None, "person", "channel"} and slot.written.form is not Form.hidden
]

NAMES = dict(zip((each.name for each in CATALOGUE), map(" ".join, Native(CATALOGUE).names), strict=True))

FOUND = {
    "topic": "politics",
    "source": "The Courier",
    "zone": "Europe/London",
    "command": "digest at",
    "number": "1",
    "other": "1",
    "name": "politics",
}


@pytest.mark.parametrize(("name", "argument"), SUGGESTED)
def test_every_suggesting_option_suggests(simulate: Simulate, name: str, argument: str) -> None:
    async def scenario(room: Simulated) -> None:
        await room.stories("Mayor resigns", topics=("politics",))
        await digest_at(room)
        await subscribe(room)
        await follow(room)
        await watch(room)
        await source(room)
        words, found = NAMES[name], FOUND[argument]
        if words.startswith("followup") and argument == "number":
            found = "F1"
        if name == "unwatch":
            found = "2"  # subscriptions and watches are counted together
        for typed in ("", found[:8]):
            offered = await room.chef.autocomplete(room.desk, words, argument, typed)
            assert len(offered) <= 25
            assert all(0 < len(each["name"]) <= 100 and 0 < len(each["value"]) <= 100 for each in offered)
        assert found in {each["value"] for each in offered}

    simulate(scenario)


def test_a_story_is_suggested_by_its_headline(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        await room.stories("Mayor resigns", "Harbour deal is off " * 20, *(f"Nothing {n}" for n in range(40)))
        [offered] = await room.ben.autocomplete(room.desk, "brief story", "number", "harb")
        assert offered["value"] == "2"
        assert offered["name"].startswith("#2 · Harbour deal")
        every = await room.ben.autocomplete(room.desk, "brief story", "number", "")
        assert len(every) == 25

    simulate(scenario)


def test_digests_are_suggested_for_the_channel_in_which_they_stand(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        other = room.guild.create_text_channel("other")
        await digest_at(room)
        assert await room.chef.autocomplete(room.desk, "brief digest pause", "number", "")
        assert await room.chef.autocomplete(other, "brief digest pause", "number", "") == []

    simulate(scenario)


def test_a_shared_answer_is_posted_for_everybody(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        await room.stories("Mayor resigns")
        answer = await brief(room, "story", number="1", share=True)
        assert "Shared here" in shown(answer)
        await room.deliver()
        assert "Mayor resigns" in shown(room.desk.last_message)
        assert "Shared by chef" in shown(room.desk.last_message)

    simulate(scenario)


def test_an_answer_is_shared_by_its_button(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        await room.stories("Mayor resigns")
        answer = await room.ben.slash(room.desk, "brief latest")
        told = await press(room.ben, answer, "story 1 share:yes")
        assert told.ephemeral
        assert "Shared here" in shown(told)
        await room.deliver()
        assert "Shared by ben" in shown(room.desk.last_message)

    simulate(scenario)


def test_a_mistake_is_answered_with_the_right_form(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        assert "It is a whole number" in shown(await brief(room, "story", number="the mayor"))
        assert "write a time such as 90m" in shown(await brief(room, "latest", since="soon")).replace(
            "W", "w"
        )

    simulate(scenario)


def test_a_hostile_headline_prints_as_it_stands(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        await room.stories(HOSTILE)
        text = shown(await brief(room, "story", number="1"))
        for markup in (r"\*\*Bold", "__x", r"\|\|spoiler", "@everyone", "<@&1>", "<#2>", r"\]\(https", "`x"):
            assert not re.search(rf"(?<!\\){markup}", text), markup
        await brief(room, "story", number="1", share=True)
        await room.deliver()
        post = room.desk.last_message
        assert post
        assert not post.mention_everyone
        assert post.role_mentions == []
        assert post.channel_mentions == []

    simulate(scenario)


def test_a_long_answer_goes_on_in_further_messages_for_the_same_person(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        await room.stories(
            "Mayor resigns", original="\n\n".join(f"Paragraph {n}. " + "word " * 60 for n in range(90))
        )
        answer = await brief(room, "story", number="1")
        assert len(answer.followups) == 3
        assert all(each.ephemeral for each in answer.followups)
        assert "It goes on" in shown(answer)
        assert "Cut here" in shown(answer.followups[-1])

    simulate(scenario)


def test_a_command_in_a_thread_is_about_its_channel(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        told = await room.anna.send(room.desk, "About the mayor")
        thread = await told.create_thread(name="Mayor")
        await room.env.settle()
        [handle] = room.desk.threads
        await room.chef.slash(handle, "brief digest at", time="08:00")
        typed = room.core.accepted[-1]
        assert isinstance(typed, CommandTyped)
        assert typed.where.channel.id == str(room.desk.id)
        assert typed.where.thread == str(thread.id)

    simulate(scenario)


def test_a_long_list_is_within_every_limit(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        await room.stories(*(f"{HOSTILE} number {n}" for n in range(20)))
        answer = await brief(room, "latest", count=20)
        assert answer.response
        every = [answer.response, *answer.followups]
        every_text = "\n".join(text for each in every for text in texts(raw(each)))
        assert {int(n) for n in re.findall(r"number (\d+)", every_text)} == set(range(20))

    simulate(scenario)

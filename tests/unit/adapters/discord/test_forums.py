"""Posts in forums: their titles, their tags, and that a second try makes no second post."""

from datetime import timedelta

from adapters.discord.components.mark import mark
from adapters.discord.forums import title
from bot.model.outcome import Absent, Closed, Deleted, Rejected, Sent, Unknown
from bot.model.people import MessageRef
from bot.model.reaction import Reaction
from tests.conftest import MONDAY_7AM
from tests.fakes import card
from tests.servers.discord import Channel
from tests.unit.adapters.discord.posted import KEY, OTHER, Posted, in_discord

AN_HOUR_AGO = MONDAY_7AM - timedelta(hours=1)


def forum(posted: Posted, **more: object) -> Channel:
    return posted.discord.add_channel(posted.guild, "stories", kind="forum", **more)  # type: ignore[arg-type]


@in_discord()
async def test_a_post_has_the_cards_summary_as_its_title_and_the_mark_in_its_first_message(
    posted: Posted,
) -> None:
    stories = forum(posted)
    outcome = await posted.tried(stories, "Mayor resigns")
    [thread] = posted.discord.threads_of(stories)
    assert outcome == Sent(message=MessageRef(conversation=posted.at(stories), id=thread.id))
    assert thread.name == "Mayor resigns"
    [message] = posted.discord.messages
    assert message.shown.components[0]["id"] == mark(KEY)
    assert message.mentions == {"parse": []}


@in_discord()
async def test_media_channels_are_posted_to_alike(posted: Posted) -> None:
    media = posted.discord.add_channel(posted.guild, "pictures", kind="media")
    await posted.post(media)
    assert len(posted.discord.threads_of(media)) == 1


def test_a_title_is_one_line_of_at_most_a_hundred_characters() -> None:
    assert title(card("Mayor\nresigns")) == "Mayor resigns"
    assert len(title(card("word " * 100))) <= 100
    assert title(card(" \n ")) == "Nutgraf"
    assert len(title(card("😀" * 120)).encode("utf-16-le")) <= 200


@in_discord(tag="desk")
async def test_a_post_has_the_tag_of_the_settings_where_the_forum_has_it(posted: Posted) -> None:
    stories = forum(posted, tags=["news", "Desk"])
    await posted.post(stories)
    [thread] = posted.discord.threads_of(stories)
    assert thread.applied == [tag.id for tag in stories.tags if tag.name == "Desk"]
    plain = forum(posted, tags=["news"])
    await posted.post(plain)
    assert posted.discord.threads_of(plain)[0].applied == []


@in_discord()
async def test_a_forum_that_asks_for_a_tag_gets_its_first_one_that_anybody_may_set(posted: Posted) -> None:
    stories = forum(posted, tags=["news"], tag_needed=True)
    stories.tags.reverse()
    await posted.post(stories)
    [thread] = posted.discord.threads_of(stories)
    assert thread.applied == [stories.tags[0].id]
    moderated = forum(posted, moderated=["official"], tag_needed=True)
    outcome = await posted.tried(moderated)
    assert isinstance(outcome, Closed)
    assert "Make a tag there" in outcome.reason
    assert not posted.discord.threads_of(moderated)
    assert await posted.posting.enter(posted.at(moderated)) == outcome
    assert await posted.posting.enter(posted.at(stories)) is None


@in_discord()
async def test_a_second_try_finds_the_first_ones_post_archived_or_not(posted: Posted) -> None:
    stories = forum(posted)
    posted.discord.fault("create_thread", "reset after")
    assert isinstance(await posted.tried(stories), Unknown)
    first = await posted.post(stories)
    posted.discord.archive(posted.discord.threads_of(stories)[0])
    assert await posted.post(stories) == first
    assert len(posted.discord.threads_of(stories)) == 1


@in_discord()
async def test_where_a_server_fails_the_library_does_not_make_a_second_post_by_itself(posted: Posted) -> None:
    stories = forum(posted)
    posted.discord.fault("create_thread", "error after")
    assert isinstance(await posted.tried(stories), Unknown)
    assert len(posted.discord.called("create_thread")) == 1
    await posted.post(stories)
    assert len(posted.discord.threads_of(stories)) == 1


@in_discord()
async def test_a_post_is_found_among_the_bots_own_since_then(posted: Posted) -> None:
    stories = forum(posted)
    posted.discord.add_thread(stories, "somebody's")
    message = await posted.post(stories)
    find = posted.posting.find
    assert await find(posted.at(stories), key=KEY, since=AN_HOUR_AGO) == Sent(message=message)
    assert await find(posted.at(stories), key=OTHER, since=AN_HOUR_AGO) == Absent()
    posted.discord.archive(posted.discord.threads_of(stories)[-1])
    assert await find(posted.at(stories), key=KEY, since=AN_HOUR_AGO) == Sent(message=message)
    later = posted.clock.at + timedelta(minutes=1)
    assert await find(posted.at(stories), key=KEY, since=later) == Absent()


@in_discord()
async def test_posts_that_may_not_be_read_are_no_proof_that_nothing_is_there(posted: Posted) -> None:
    stories = forum(posted)
    await posted.post(stories)
    posted.discord.forbid(stories, "read_message_history")
    found = await posted.posting.find(posted.at(stories), key=KEY, since=AN_HOUR_AGO)
    assert not isinstance(found, Absent)


@in_discord()
async def test_a_posts_first_message_is_edited_and_its_reactions_are_read(posted: Posted) -> None:
    stories = forum(posted)
    message = await posted.post(stories)
    [thread] = posted.discord.threads_of(stories)
    posted.discord.archive(thread)
    assert await posted.posting.edit(message, card("Corrected"), key=KEY) == Sent(message=message)
    [shown] = posted.discord.messages
    assert "Corrected" in shown.words
    posted.discord.react(posted.anna, shown, "🚩")
    assert await posted.posting.reactions(message) == frozenset({Reaction(person=posted.anna.id, name="🚩")})
    posted.discord.delete_channel(thread)
    assert await posted.posting.edit(message, card("Corrected"), key=KEY) == Deleted()


@in_discord(connected=True)
async def test_where_the_bot_may_not_post_nothing_is_asked(posted: Posted) -> None:
    stories = forum(posted)
    posted.discord.make_channel(stories)
    posted.discord.forbid(stories, "send_messages")
    guild = posted.client.get_guild(int(posted.guild.id))
    assert guild

    def forbidden() -> bool:
        known = guild.get_channel(int(stories.id))
        return known is not None and not known.permissions_for(guild.me).send_messages

    await posted.discord.until(forbidden)
    before = len(posted.discord.calls)
    outcome = await posted.tried(stories)
    assert isinstance(outcome, Closed)
    assert "Send Messages in #stories" in outcome.reason
    assert len(posted.discord.calls) == before


@in_discord()
async def test_one_post_that_is_locked_closes_no_forum(posted: Posted) -> None:
    stories = forum(posted)
    message = await posted.post(stories)
    [thread] = posted.discord.threads_of(stories)
    posted.discord.archive(thread, locked=True)
    outcome = await posted.posting.edit(message, card("Corrected"), key=KEY)
    assert isinstance(outcome, Rejected)
    assert outcome.reason.startswith("The post in #stories is locked.")
    assert await posted.posting.enter(posted.at(stories)) is None


@in_discord(connected=True)
async def test_a_forum_without_its_history_says_which_permission_lacks(posted: Posted) -> None:
    stories = forum(posted)
    posted.discord.make_channel(stories)
    posted.discord.forbid(stories, "read_message_history")

    def told() -> bool:
        guild = posted.client.get_guild(int(posted.guild.id))
        known = guild and guild.get_channel(int(stories.id))
        return bool(guild and known and not known.permissions_for(guild.me).read_message_history)

    await posted.discord.until(told)
    outcome = await posted.tried(stories, key=OTHER)
    assert isinstance(outcome, Closed)
    assert outcome.reason.startswith("Nutgraf lacks Read Message History in #stories.")

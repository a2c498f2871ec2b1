"""The way of a follow-up, from a reaction to work that is done, as people chat."""

import asyncio
import re

from bot.model.follow_up import FollowUpState
from tests.scenarios.chat.chat import ANNA, BEN, CHEF, DESK, DONE, FLAG, SPORTS, TAKE, Chat, has
from tests.scenarios.chat.conftest import Play

HEADLINES = ("Bridge closed", "Mayor resigns", "Storm is coming")
QUESTIONS = ("Who pays for the bridge?", "When does it open?")


def test_from_a_flag_to_done(play: Play) -> None:
    async def night(chat: Chat) -> None:
        await chat.stories("Bridge closed", questions=QUESTIONS)
        post = await chat.shares()

        await chat.reacts(ANNA, post, FLAG)
        card = await chat.card(post)
        await chat.shows(card, "F1", "Bridge closed", *QUESTIONS, "Open", "Flagged by anna")
        await chat.shows(post, "F1 open")

        await chat.presses(BEN, card, "Chase 1")
        await chat.until(lambda: "When does it open?" not in chat.words(card))
        await chat.shows(card, "Who pays for the bridge?")

        assert "F1 is yours" in await chat.presses(BEN, card, "I'll take it")
        await chat.shows(card, "ben has it")
        await chat.shows(post, "ben has it")

        assert "15:00" in await chat.says(BEN, "due F1 today 15:00")
        await chat.shows(card, "ben has it, due")
        await chat.shows(post, "ben has it, due")

        await chat.later(hours=6)
        nudge = await chat.told(BEN, "F1", "Due now")
        await chat.later(minutes=1)
        await chat.rests()
        assert len(chat.direct(BEN)) == 1

        await chat.presses(BEN, nudge, "Done")
        await chat.shows(card, "Done by ben")
        await chat.shows(post, "done by ben")
        assert await chat.history() == [
            "anna flagged", "ben angled", "ben claimed", "ben due", "bot nudged", "ben done",
        ]  # fmt: skip

    play(night)


def test_by_reactions_alone(play: Play) -> None:
    async def night(chat: Chat) -> None:
        await chat.stories("Bridge closed")
        post = await chat.shares()
        await chat.reacts(BEN, post, FLAG)
        card = await chat.card(post)
        await chat.reacts(ANNA, post, TAKE)
        await chat.shows(card, "anna has it")
        await chat.reacts(ANNA, card, DONE)
        await chat.shows(card, "Done by anna")
        await chat.shows(post, "done by anna")
        await chat.takes_back(ANNA, card, DONE)
        await chat.shows(card, "anna has it")
        await chat.shows(post, "anna has it")
        assert chat.direct(ANNA) == chat.direct(BEN) == []

    play(night)


def test_two_claim_at_once_and_the_second_is_told_who_has_it(play: Play) -> None:
    async def night(chat: Chat) -> None:
        await chat.stories("Bridge closed")
        post = await chat.shares()
        await chat.reacts(ANNA, post, FLAG)
        card = await chat.card(post)
        answers = await asyncio.gather(chat.presses(ANNA, card, "I'll take it"), chat.says(BEN, "claim F1"))
        owner = (await chat.known()).owner
        assert owner
        won = [has(each, "F1 is yours") for each in answers]
        assert sorted(won) == [False, True]
        assert owner.name.lower() == (ANNA if won[0] else BEN)
        assert has(answers[won.index(False)], owner.name)
        await chat.shows(card, f"{owner.name} has it")

    play(night)


def test_what_is_done_twice_happens_once(play: Play) -> None:
    async def night(chat: Chat) -> None:
        await chat.stories("Bridge closed")
        post = await chat.shares()
        await asyncio.gather(
            chat.reacts(BEN, post, FLAG), chat.presses(BEN, post, "Flag"), chat.says(BEN, "follow 1")
        )
        card = await chat.card(post)
        await asyncio.gather(
            chat.presses(BEN, card, "I'll take it"),
            chat.presses(BEN, card, "I'll take it"),
            chat.reacts(BEN, card, TAKE),
        )
        await chat.rests()
        assert len(await chat.every()) == 1
        assert len(chat.thread(post)) == 1
        assert await chat.history() == ["ben flagged", "ben claimed"]

    play(night)


def test_an_editions_story_is_flagged_by_its_number_and_a_bare_flag_asks_which(play: Play) -> None:
    async def night(chat: Chat) -> None:
        await chat.stories(*HEADLINES)
        edition = await chat.edition()
        await chat.reacts(BEN, edition, "2️⃣")
        card = await chat.card(edition)
        second = re.split(r"\b[23]\\?\. ", chat.words(edition))[1]  # Discord's point is escaped
        [headline] = [each for each in HEADLINES if each in second]
        await chat.shows(card, headline)
        await chat.shows(edition, "F1 open")

        await chat.reacts(ANNA, edition, FLAG)
        which = await chat.told(ANNA, "Which story")
        flagged = (await chat.known(1)).story
        story = next(number for number in (1, 2, 3) if number != flagged)
        assert "F2" in await chat.presses(ANNA, which, f"#{story}")
        await chat.shows(edition, "F1 open", "F2 open")
        await chat.until(lambda: len(chat.thread(edition)) == 2)
        assert (await chat.known(2)).story == story

    play(night)


def test_a_flag_that_is_taken_back_undoes_it_until_somebody_has_worked_on_it(play: Play) -> None:
    async def night(chat: Chat) -> None:
        await chat.stories("Bridge closed")
        post = await chat.shares()
        await chat.reacts(ANNA, post, FLAG)
        card = await chat.card(post)
        await chat.takes_back(ANNA, post, FLAG)
        await chat.shows(card, "taken back")
        await chat.until(lambda: "F1" not in chat.words(post))

        await chat.reacts(ANNA, post, FLAG)
        await chat.shows(post, "F1 open")
        await chat.presses(BEN, card, "I'll take it")
        await chat.takes_back(ANNA, post, FLAG)
        asked = await chat.told(ANNA, "F1", "so it stays")
        await chat.shows(card, "ben has it")
        await chat.presses(ANNA, asked, "Drop F1…", fill="Answered")
        await chat.shows(card, "Dropped by anna: Answered")

    play(night)


def test_reactions_while_the_bot_is_down_are_reconciled_and_nobody_is_told(play: Play) -> None:
    async def night(chat: Chat) -> None:
        await chat.stories("Bridge closed", "Mayor resigns")
        bridge, mayor = await chat.shares(1), await chat.shares(2)
        await chat.reacts(ANNA, bridge, FLAG)
        card = await chat.card(bridge)

        await chat.stops()
        await chat.takes_back(ANNA, bridge, FLAG)
        await chat.reacts(BEN, mayor, FLAG)
        await chat.reacts(BEN, mayor, TAKE)
        await chat.reacts(ANNA, mayor, TAKE)
        await chat.reacts(CHEF, mayor, DONE)
        await chat.takes_back(CHEF, mayor, DONE)
        await chat.starts()

        await chat.rests()
        await chat.shows(card, "taken back")
        of_mayor = await chat.card(mayor)
        assert (await chat.known(1)).state is FollowUpState.withdrawn
        assert (await chat.known(2)).state is not FollowUpState.done
        await chat.shows(of_mayor, "Flagged by ben")
        assert [chat.direct(each) for each in (ANNA, BEN, CHEF)] == [[], [], []]

    play(night)


def test_an_editor_assigns_and_the_other_declines(play: Play) -> None:
    async def night(chat: Chat) -> None:
        await chat.stories("Bridge closed")
        post = await chat.shares()
        await chat.reacts(ANNA, post, FLAG)
        card = await chat.card(post)
        assert "is for editors" in await chat.says(BEN, f"assign F1 {chat.named(ANNA)}")
        assert has(await chat.says(ANNA, f"assign F1 {chat.named(BEN)}"), "ben has F1 now")
        await chat.shows(card, "ben has it")
        await chat.presses(BEN, await chat.told(BEN, "anna gave you F1"), "Decline")
        await chat.told(ANNA, "ben declined F1")
        await chat.shows(card, "Open")
        await chat.shows(post, "F1 open")

    play(night)


def test_a_drop_needs_a_reason_and_reopen_brings_it_back(play: Play) -> None:
    async def night(chat: Chat) -> None:
        await chat.stories("Bridge closed")
        post = await chat.shares()
        await chat.reacts(ANNA, post, FLAG)
        card = await chat.card(post)
        await chat.says(BEN, "claim F1")
        assert "Why is F1 dropped?" in await chat.says(BEN, "drop F1")
        assert (await chat.known()).stands
        assert "F1 is dropped" in await chat.presses(BEN, card, "Drop…", fill="The council has answered")
        await chat.shows(card, "Dropped by ben: The council has answered")
        await chat.shows(post, "dropped by ben: The council has answered")
        assert has(await chat.says(ANNA, "reopen F1"), "open again", "ben has it")
        await chat.shows(card, "ben has it")
        await chat.shows(post, "ben has it")
        told = await chat.says(CHEF, "history F1")
        assert has(told, "anna", "ben", "The council has answered", "reopened")

    play(night)


def test_a_story_in_two_channels_has_a_card_in_each_and_all_change(play: Play) -> None:
    async def night(chat: Chat) -> None:
        await chat.stories("Bridge closed")
        posts = [await chat.shares(channel=channel) for channel in (DESK, SPORTS)]
        await chat.reacts(ANNA, posts[0], FLAG)
        cards = [await chat.card(posts[0])]
        for post in posts:
            await chat.shows(post, "F1 open")
        await chat.reacts(BEN, posts[1], FLAG)
        cards.append(await chat.card(posts[1]))
        assert len(await chat.every()) == 1
        await chat.presses(BEN, cards[1], "I'll take it")
        for seen in (*posts, *cards):
            await chat.shows(seen, "ben has it")
        await chat.reacts(BEN, cards[0], DONE)
        for seen in (*posts, *cards):
            await chat.shows(seen, "done by ben")

    play(night)


def test_a_channel_turns_reactions_off_and_a_workspace_has_emoji_of_its_own(play: Play) -> None:
    async def night(chat: Chat) -> None:
        await chat.stories("Bridge closed", "Mayor resigns")
        off, on = await chat.shares(1), await chat.shares(2, channel=SPORTS)
        await chat.says(ANNA, "settings reactions:off")
        refused = await chat.says(CHEF, "settings flag:✅ for:workspace")
        assert has(refused, "✅", "flag", "done")
        await chat.says(CHEF, "settings flag:👀 for:workspace")
        await chat.reacts(BEN, off, "👀")
        await chat.reacts(BEN, on, FLAG)
        await chat.reacts(BEN, on, "👀")
        await chat.card(on)
        await chat.rests()
        assert [each.story for each in await chat.every()] == [2]
        assert chat.thread(off) == []

    play(night)

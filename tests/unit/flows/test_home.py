"""A person's own page: what came in today, and the digests of the channels that they are in."""

from datetime import time, timedelta

from adapters import plain
from bot.cards.home import HomeShown, home_card
from bot.flows.desk import Desk
from bot.flows.digests import Wish
from bot.flows.follow_ups.history import Customs
from bot.flows.follow_ups.listing import Listing
from bot.flows.follow_ups.rules import Wish as Done
from bot.flows.follow_ups.working import FollowUps
from bot.flows.home import Home
from bot.flows.orders import pause_conversation
from bot.flows.posts import direct
from bot.flows.subscriptions import Subscriptions
from bot.model.card import Button, Buttons, Card
from bot.model.follow_up import Did
from bot.model.people import Actor, ChannelRef, Conversation
from bot.model.subscription import Rules
from tests.unit.flows.newsroom import ANN, AT_8, CHANNEL, FRIDAY, HOUR, MINUTE, WHERE, Newsroom

OTHER = ChannelRef(platform="test", workspace="w", id="sport")
ELSEWHERE = ChannelRef(platform="test", workspace="w", id="secret")
NOW = FRIDAY - HOUR
BEN = Actor(platform="test", workspace="w", id="b", name="Ben")


def page(room: Newsroom, *channels: ChannelRef) -> HomeShown:
    listing = Listing(room.store, room.clock, Customs())
    home = Home(Desk(room.store, room.clock), room.digests, watches(room), listing, room.clock)
    return room.do(home.page(ANN, channels))


def watches(room: Newsroom) -> Subscriptions:
    return Subscriptions(room.store, room.clock)


def text(shown: HomeShown) -> str:
    return plain.render(home_card(shown), width=1000)


def buttons(card: Card) -> list[Button]:
    return [button for block in card.blocks if isinstance(block, Buttons) for button in block.buttons]


def test_an_empty_page_says_what_to_do(room: Newsroom) -> None:
    said = text(page(room, CHANNEL))
    assert "There are no stories yet." in said
    assert "`/brief add` and the pasted text" in said
    assert "None of your channels has a digest." in said
    assert "`/brief digest at 08:00 weekdays`" in said
    assert "`/brief help`" in said


def test_a_quiet_day_points_at_what_came_before(room: Newsroom) -> None:
    room.story("Long ago", NOW - timedelta(days=2))
    said = text(page(room))
    assert "Nothing new has come in." in said
    assert "`/brief latest`" in said
    assert "Long ago" not in said


def test_the_best_five_of_the_last_24_hours_are_shown_as_latest_ranks_them(room: Newsroom) -> None:
    room.story("Yesterday at breakfast", NOW - 25 * HOUR)
    numbers = [room.story(f"News {hours}", NOW - hours * HOUR) for hours in range(7)]
    room.report(numbers[6], "Reuters", NOW)
    shown = page(room)
    ranked = room.do(Desk(room.store, room.clock).latest(count=5)).stories
    assert [story.number for story in shown.stories] == [story.number for story in ranked]
    assert shown.stories[0].number == numbers[6]
    says = [button.says for button in buttons(home_card(shown))]
    assert says[:2] == [f"story {numbers[6]}", f"follow {numbers[6]}"]
    assert says[-1] == "latest 10"


def test_nothing_more_is_offered_where_there_is_nothing_more(room: Newsroom) -> None:
    room.story("The only one", NOW)
    assert [button.label for button in buttons(home_card(page(room)))] == ["Read brief", "Flag"]


def test_digests_of_ones_own_channels_come_in_the_order_in_which_they_are_due(room: Newsroom) -> None:
    for channel, at in ((CHANNEL, 17), (OTHER, 9), (ELSEWHERE, 8)):
        where = Conversation(channel=channel, thread="17.4" if channel == OTHER else None)
        room.do(room.digests.add(where, ANN, Wish(at=time(at))))
    assert [each.digest.number for each in page(room, CHANNEL, OTHER).digests] == [2, 1]
    said = text(page(room, CHANNEL, OTHER))
    assert "#sport · digest 2: 09:00 weekdays, UTC, at most 5 stories, in a thread · next 30 Oct 2026" in said
    assert "secret" not in said
    assert page(room).digests == ()


def test_a_paused_digest_stands_last_with_the_reason(room: Newsroom) -> None:
    room.add(AT_8)
    room.do(room.digests.add(WHERE, ANN, Wish(at=time(17))))
    room.do(room.digests.pause(WHERE, ANN, 1))
    assert [each.digest.number for each in page(room, CHANNEL).digests] == [2, 1]
    assert "paused: Ann paused it" in text(page(room, CHANNEL))


def test_very_many_digests_are_counted_and_the_page_stays_small(room: Newsroom) -> None:
    for minute in range(25):
        wish = Wish(at=(FRIDAY + minute * MINUTE).time(), topic=f"topic {minute}")
        room.do(room.digests.add(WHERE, ANN, wish))
    for hours in range(7):
        room.story("Head " * 60, NOW - hours * HOUR)
    card = home_card(page(room, CHANNEL))
    assert "And 5 more" in plain.render(card)
    assert len(card.blocks) <= 50


def test_a_persons_follow_ups_stand_first_and_then_those_of_their_channels(room: Newsroom) -> None:
    flows = FollowUps(room.store, room.clock, Customs())
    for channel, owner in ((CHANNEL, ANN), (CHANNEL, None), (OTHER, BEN), (ELSEWHERE, BEN), (OTHER, ANN)):
        story = room.story("Bridge closed", NOW)
        number = room.do(flows.follow(story, BEN, Conversation(channel=channel))).follow_up.number
        if owner:
            room.do(flows.do(number, Done(did=Did.claimed), owner, WHERE))
    room.do(flows.do(5, Done(did=Did.due, due=NOW + HOUR), ANN, WHERE))
    shown = page(room, CHANNEL, OTHER)
    assert [each.follow_up.number for each in shown.follow_ups.mine] == [5, 1]
    assert [each.follow_up.number for each in shown.follow_ups.here] == [2, 3]
    says = [button.says for button in buttons(home_card(shown))]
    assert says[:8] == ["done F5", "due F5", "done F1", "due F1", "claim F2", "due F2", "done F3", "due F3"]


def test_of_very_many_follow_ups_the_page_shows_a_few_and_counts_the_rest(room: Newsroom) -> None:
    flows = FollowUps(room.store, room.clock, Customs())
    for _ in range(12):
        room.do(flows.follow(room.story("Bridge closed", NOW), ANN, WHERE))
    shown = page(room, CHANNEL)
    assert len(shown.follow_ups.mine) == 5
    assert "followups mine" in [button.says for button in buttons(home_card(shown))]
    assert "All 12 of mine" in text(shown)


def test_a_watch_that_is_paused_is_said_with_its_reason(room: Newsroom) -> None:
    here = Conversation(channel=direct(ANN))
    room.do(watches(room).add(here, Rules(phrases=("ferry",)), urgent=False, by=ANN))
    assert "watch" not in text(page(room))
    room.do(room.store.write(lambda tx: pause_conversation(tx, here, "You take no messages.", at=NOW)))
    said = text(page(room))
    assert "Your watch is paused: You take no messages." in said
    assert "`watch` with the same words takes one up again" in said

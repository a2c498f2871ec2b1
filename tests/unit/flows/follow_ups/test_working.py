"""Who may do what to a follow-up, when, and who is told."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import NotAllowed
from bot.flows.follow_ups.rules import Wish
from bot.model.follow_up import Did, FollowUpState
from bot.model.people import Actor, ChannelRef, Role
from bot.model.preferences import Preferences
from tests.unit.flows.follow_ups.room import ANNA, BEN, DORA, EDITH, HERE, THERE, Room, said_by, somebody

ADA = somebody("Ada", Role.admin)
THURSDAY = datetime(2026, 11, 5, 17, tzinfo=UTC)


@pytest.fixture
def flagged(room: Room) -> Room:
    """Return the newsroom with F1, which nobody has."""
    room.follow(room.story(), ANNA, on=room.post(1))
    return room


def test_the_first_claim_wins_and_says_who_has_it(flagged: Room) -> None:
    assert flagged.wish(Did.claimed, ANNA).changed
    assert not flagged.wish(Did.claimed, ANNA).changed
    for other in (BEN, EDITH, ADA, DORA):
        with pytest.raises(NotAllowed, match="Anna has F1 already"):
            flagged.wish(Did.claimed, other)
    assert flagged.did() == ["Anna flagged", "Anna claimed"]
    assert "Anna" in flagged.shown(flagged.card())


@pytest.mark.parametrize(("by", "may"), [(ANNA, True), (BEN, False), (EDITH, True), (ADA, True)])
@pytest.mark.parametrize(
    "wish",
    [
        Wish(did=Did.released),
        Wish(did=Did.done, words="Asked."),
        Wish(did=Did.dropped, words="No news."),
        Wish(did=Did.due, due=THURSDAY),
        Wish(did=Did.snoozed, due=THURSDAY),
    ],
)
def test_what_somebody_has_is_theirs_and_the_editors_to_work_on(
    flagged: Room, by: Actor, wish: Wish, *, may: bool
) -> None:
    flagged.wish(Did.claimed, ANNA)
    before = flagged.follow_up()
    doing = flagged.follow_ups.do(1, wish, by, HERE)
    if may:
        assert flagged.do(doing).changed
        assert flagged.did()[-1] == f"{by.name} {wish.did}"
    else:
        with pytest.raises(NotAllowed, match="Anna has F1, so only they or an editor"):
            flagged.do(doing)
        assert flagged.follow_up() == before
        assert len(flagged.history()) == 2


@pytest.mark.parametrize("did", [Did.done, Did.dropped, Did.due])
def test_what_nobody_has_anybody_may_close_or_give_a_time(flagged: Room, did: Did) -> None:
    assert flagged.wish(did, BEN, words="x", due=flagged.clock.at + timedelta(days=1)).changed


def test_what_nobody_has_can_not_be_snoozed_and_giving_it_back_is_no_news(flagged: Room) -> None:
    with pytest.raises(NotAllowed, match="Nobody has F1"):
        flagged.wish(Did.snoozed, EDITH, due=flagged.clock.at)
    assert not flagged.wish(Did.released, BEN).changed


def test_given_back_the_next_may_have_it(flagged: Room) -> None:
    flagged.wish(Did.claimed, ANNA)
    flagged.wish(Did.released, ANNA)
    assert flagged.follow_up().state is FollowUpState.open
    assert flagged.wish(Did.claimed, BEN).follow_up.owner == BEN


@pytest.mark.parametrize("role", [Role.reader, Role.editor, Role.admin])
def test_editors_assign_and_the_new_owner_is_told_and_can_decline(flagged: Room, role: Role) -> None:
    by = somebody("Max", role)
    if role is Role.reader:
        with pytest.raises(NotAllowed, match="Editors alone assign"):
            flagged.wish(Did.assigned, by, owner=BEN)
        assert flagged.follow_up().owner is None
        return
    flagged.wish(Did.claimed, ANNA)
    assert flagged.wish(Did.assigned, by, owner=BEN).follow_up.owner == BEN
    assert not flagged.wish(Did.assigned, by, owner=BEN).changed
    (told,), (card,) = flagged.told(BEN), flagged.told_cards(BEN)
    assert "Max gave you F1" in told
    assert "unclaim F1" in said_by(card)
    flagged.wish(Did.released, BEN)
    assert flagged.did()[-1] == "Ben declined"
    (declined,) = flagged.told(by)
    assert "Ben declined F1" in declined


def test_on_another_platform_the_new_owner_is_told_there(flagged: Room) -> None:
    flagged.wish(Did.assigned, EDITH, owner=DORA)
    (told,) = flagged.told(DORA)
    assert "Edith gave you F1" in told


def test_who_assigns_to_themselves_is_told_nothing(flagged: Room) -> None:
    flagged.wish(Did.assigned, EDITH, owner=EDITH)
    flagged.wish(Did.released, EDITH)
    assert not flagged.told(EDITH)
    assert flagged.follow_up().owner is None


def test_who_claimed_it_gives_it_back_and_declines_nothing(flagged: Room) -> None:
    flagged.wish(Did.assigned, EDITH, owner=BEN)
    flagged.wish(Did.released, BEN)
    flagged.wish(Did.claimed, BEN)
    flagged.wish(Did.released, BEN)
    assert flagged.did()[-3:] == ["Ben declined", "Ben claimed", "Ben released"]
    assert len(flagged.told(EDITH)) == 1


def test_each_who_is_assigned_is_told_also_within_one_moment(flagged: Room) -> None:
    for owner in (BEN, ANNA, BEN):
        flagged.do(flagged.follow_ups.do(1, Wish(did=Did.assigned, owner=owner), EDITH, HERE))
    assert (len(flagged.told(BEN)), len(flagged.told(ANNA))) == (2, 1)


def test_a_due_time_is_set_moved_and_taken_away(flagged: Room) -> None:
    friday = flagged.clock.at + timedelta(days=4)
    assert flagged.wish(Did.due, BEN, due=friday).follow_up.due == friday
    assert not flagged.wish(Did.due, BEN, due=friday).changed
    assert flagged.wish(Did.due, BEN, due=None).follow_up.due is None


@pytest.mark.parametrize(
    ("did", "said"),
    [(Did.done, "is done already"), (Did.dropped, "was dropped"), (Did.withdrawn, "was taken back")],
)
def test_what_is_closed_takes_nothing_but_to_be_reopened(flagged: Room, did: Did, said: str) -> None:
    if did is Did.withdrawn:
        flagged.unfollow(1, ANNA)
    else:
        flagged.wish(Did.claimed, ANNA)
        flagged.wish(did, ANNA, words="Why.")
    before = flagged.follow_up()
    for wish in (
        {"did": Did.claimed},
        {"did": Did.assigned, "owner": BEN},
        {"did": Did.due, "due": flagged.clock.at},
        {"did": Did.snoozed, "due": flagged.clock.at},
        {"did": Did.angled, "words": "Who pays?"},
        {"did": Did.dropped if did is Did.done else Did.done},
    ):
        with pytest.raises(NotAllowed, match=f"F1 {said}") as refused:
            flagged.do(flagged.follow_ups.do(1, Wish.model_validate(wish), EDITH, HERE))
        assert "reopen F1" in refused.value.next_step
    assert flagged.follow_up() == before
    assert flagged.wish(Did.reopened, BEN).follow_up.stands
    assert not flagged.wish(Did.reopened, BEN).changed


def test_done_and_dropped_twice_are_no_news(flagged: Room) -> None:
    assert flagged.wish(Did.done, ANNA, words="Asked.").changed
    assert not flagged.wish(Did.done, BEN, words="Again.").changed
    assert flagged.follow_up().closing == "Asked."
    flagged.wish(Did.reopened, BEN)
    assert flagged.wish(Did.dropped, BEN, words="No news.").changed
    assert not flagged.wish(Did.dropped, ANNA, words="Still none.").changed


def test_reopened_it_belongs_to_who_had_it(flagged: Room) -> None:
    flagged.wish(Did.claimed, ANNA)
    flagged.wish(Did.done, ANNA)
    again = flagged.wish(Did.reopened, BEN).follow_up
    assert (again.state, again.owner) == (FollowUpState.claimed, ANNA)


def test_the_history_says_where_it_was_done(flagged: Room) -> None:
    flagged.do(flagged.follow_ups.do(1, Wish(did=Did.claimed), DORA, THERE))
    assert [entry.where for entry in flagged.history()] == [HERE, THERE]
    looked = flagged.do(flagged.follow_ups.look(1))
    assert looked.history == flagged.history()
    assert (looked.follow_up.number, looked.story.number) == (1, 1)


def test_a_zone_is_the_persons_own_else_the_platforms_word_else_the_channels(flagged: Room) -> None:
    def zone(by: Actor) -> str:
        return flagged.do(flagged.follow_ups.zone(by, HERE.channel))

    assert zone(ANNA) == "UTC"
    flagged.write(lambda tx: tx.preferences.set_channel(HERE.channel, Preferences(zone="Europe/Berlin")))
    assert zone(ANNA) == "Europe/Berlin"
    known = ANNA.model_copy(update={"zone": "Europe/London"})
    assert zone(known) == "Europe/London"
    direct = ChannelRef(platform=ANNA.platform, workspace=ANNA.workspace, id=ANNA.id, person=True)
    flagged.write(lambda tx: tx.preferences.set_channel(direct, Preferences(zone="America/New_York")))
    assert zone(known) == "America/New_York"

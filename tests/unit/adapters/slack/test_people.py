"""Who somebody in Slack is, and what they may do."""

import asyncio

import pytest

from bot.model.people import Actor, ChannelRef, Role
from tests.unit.adapters.slack.inside import Inside, in_slack


async def role(inside: Inside, user: str = "U1") -> Role:
    return (await inside.people.actor(user)).role


@in_slack()
async def test_a_person_is_called_as_they_chose_and_is_a_reader(inside: Inside) -> None:
    anna = await inside.people.actor("U1")
    assert anna == Actor(platform="slack", workspace="T1", id="U1", name="anna", role=Role.reader)


@in_slack()
async def test_admins_and_owners_of_the_workspace_are_admins(inside: Inside) -> None:
    inside.slack.add_person("U2", admin=True)
    inside.slack.add_person("U3", owner=True)
    assert [await role(inside, user) for user in ("U2", "U3")] == [Role.admin] * 2


@in_slack(editors=("U1", "S1", "@desk", "gone"))
async def test_editors_are_named_by_id_or_by_a_user_groups_id_or_handle(inside: Inside) -> None:
    for user in ("U2", "U3", "U4"):
        inside.slack.add_person(user)
    inside.slack.add_group("S1", "picture", "U2")
    inside.slack.add_group("S2", "desk", "U3")
    inside.slack.add_group("S3", "sports", "U4")
    assert [await role(inside, f"U{number}") for number in (1, 2, 3, 4)] == [Role.editor] * 3 + [Role.reader]


@in_slack(editors=("U2", "S1"), guests="reader")
async def test_guests_and_strangers_get_what_guests_get_whatever_else_they_are(inside: Inside) -> None:
    inside.slack.add_person("U2", guest=True)
    inside.slack.add_person("U3", stranger=True, admin=True)  # an admin of their own workspace
    inside.slack.add_person("U4", stranger=True)
    inside.slack.add_group("S1", "desk", "U4")
    assert [await role(inside, user) for user in ("U2", "U3", "U4")] == [Role.reader] * 3


@in_slack()
async def test_guests_are_nobody_unless_it_is_set(inside: Inside) -> None:
    inside.slack.add_person("U2", guest=True)
    inside.slack.add_person("U3").team = "T2"  # from a shared channel: Slack doesn't call them a stranger
    assert [await role(inside, user) for user in ("U2", "U3", "UNKNOWN")] == [Role.nobody] * 3


@in_slack(guests="reader")
async def test_bots_and_those_who_have_left_are_nobody(inside: Inside) -> None:
    inside.slack.add_person("U2", bot=True)
    inside.slack.add_person("U3", deleted=True)
    inside.slack.add_person("USLACKBOT")
    roles = [await role(inside, user) for user in ("U2", "U3", "USLACKBOT", "UBOT")]
    assert roles == [Role.nobody] * 4


@in_slack()
async def test_a_person_is_looked_up_once_in_five_minutes(inside: Inside) -> None:
    await asyncio.gather(*(inside.people.actor("U1") for _ in range(20)))
    inside.later(minutes=4, seconds=59)
    await inside.people.actor("U1")
    assert len(inside.slack.called("users.info")) == 1
    inside.slack.people["U1"].admin = True
    inside.later(seconds=1)
    assert await role(inside) == Role.admin
    assert len(inside.slack.called("users.info")) == 2


@in_slack(editors=("S1",))
async def test_the_members_of_groups_are_asked_for_once_in_five_minutes(inside: Inside) -> None:
    people = [f"U{number}" for number in range(2, 12)]
    for user in people:
        inside.slack.add_person(user)
    inside.slack.add_group("S1", "desk", *people)
    assert set(await asyncio.gather(*(role(inside, user) for user in people))) == {Role.editor}
    assert len(inside.slack.called("usergroups.users.list")) == 1
    inside.slack.add_group("S1", "desk")
    inside.later(minutes=5)
    assert await role(inside, "U2") == Role.reader


@in_slack()
async def test_while_slack_can_not_be_asked_what_was_known_last_counts(inside: Inside) -> None:
    inside.slack.people["U1"].admin = True
    assert await role(inside) == Role.admin
    inside.later(hours=1)
    inside.slack.go_down()
    assert await role(inside) == Role.admin
    inside.slack.come_up()
    inside.slack.people["U1"].admin = False
    inside.later(seconds=15)
    assert await role(inside) == Role.reader


@in_slack(editors=("U1",), guests="nobody")
async def test_of_somebody_never_seen_nobody_can_tell_that_they_are_no_guest(inside: Inside) -> None:
    await inside.api.who()
    inside.slack.go_down()
    assert await inside.people.actor("U1") == Actor(
        platform="slack", workspace="T1", id="U1", name="U1", role=Role.nobody
    )
    inside.slack.come_up()
    inside.later(seconds=15)
    assert await role(inside) == Role.editor


@in_slack(guests="reader")
async def test_a_lookup_that_fails_gives_no_more_than_reader(inside: Inside) -> None:
    inside.slack.people["U1"].owner = True
    inside.slack.refuse("users.info", "internal_error")
    assert await role(inside) == Role.reader


@in_slack(editors=("S1",))
async def test_an_editor_stays_one_while_the_groups_can_not_be_read(inside: Inside) -> None:
    inside.slack.add_group("S1", "desk", "U1")
    assert await role(inside) == Role.editor
    inside.later(minutes=5)
    inside.slack.refuse("usergroups.users.list", "ratelimited")
    assert await role(inside) == Role.editor


def test_a_missing_scope_is_complained_of_once(caplog: pytest.LogCaptureFixture) -> None:
    @in_slack(editors=("S1", "@desk"))
    async def live(inside: Inside) -> None:
        inside.slack.scopes.discard("usergroups:read")
        for _ in range(3):
            assert await role(inside) == Role.reader
            inside.later(minutes=5)

    live()
    complaints = [record for record in caplog.records if "usergroups:read" in record.getMessage()]
    assert len(complaints) == 1
    assert "nutgraf doctor" in complaints[0].getMessage()


def test_a_group_that_slack_does_not_know_is_named_once(caplog: pytest.LogCaptureFixture) -> None:
    @in_slack(editors=("S9", "@nobodys", "S1"))
    async def live(inside: Inside) -> None:
        inside.slack.add_group("S1", "desk", "U1")
        for _ in range(2):
            assert await role(inside) == Role.editor
            inside.later(minutes=5)

    live()
    for group in ("S9", "@nobodys"):
        assert len([record for record in caplog.records if f" {group}," in record.getMessage()]) == 1


@in_slack()
async def test_who_gives_up_waiting_does_not_end_it_for_the_others(inside: Inside) -> None:
    hasty = asyncio.create_task(inside.people.actor("U1"))
    patient = asyncio.create_task(inside.people.actor("U1"))
    await asyncio.sleep(0)
    hasty.cancel()
    assert (await patient).name == "anna"
    assert len(inside.slack.called("users.info")) == 1


@in_slack()
async def test_the_channels_of_a_person_are_those_that_both_are_in(inside: Inside) -> None:
    for number in range(2, 205):
        inside.slack.add_channel(f"C{number}", members=["U1"])
    inside.slack.add_channel("CSECRET", private=True, members=["U1"])
    inside.slack.add_channel("CSHUT", private=True, members=["U1"], bot=False)
    inside.slack.add_channel("COTHER", members=["U9"])
    inside.slack.add_channel("COLD", members=["U1"], archived=True)
    channels = await inside.people.channels("U1")
    assert {each.id for each in channels} == {*(f"C{number}" for number in range(1, 205)), "CSECRET"}
    assert channels[0] == ChannelRef(platform="slack", workspace="T1", id=channels[0].id)


@in_slack()
async def test_channels_that_slack_does_not_tell_are_none(inside: Inside) -> None:
    inside.slack.go_down()
    assert await inside.people.channels("U1") == ()


@in_slack()
async def test_a_hostile_name_is_cleaned_and_cut(inside: Inside) -> None:
    inside.slack.people["U1"].name = "an\u202ena\n" + "x" * 500
    name = (await inside.people.actor("U1")).name
    assert name.startswith("anna x")
    assert len(name) <= 80


def in_channel(identity: str) -> ChannelRef:
    return ChannelRef(platform="slack", workspace="T1", id=identity)


DIRECT = ChannelRef(platform="slack", workspace="T1", id="U9", person=True)


async def role_in(inside: Inside, user: str, channel: str) -> Role | None:
    who = await inside.people.who(user, in_channel(channel))
    return who.role if who else None


@in_slack(editors=("U1",))
async def test_who_somebody_is_comes_with_their_zone_and_what_they_may_do(inside: Inside) -> None:
    inside.slack.people["U1"].zone = "America/New_York"
    anna = Actor(
        platform="slack", workspace="T1", id="U1", name="anna", role=Role.editor, zone="America/New_York"
    )
    assert await inside.people.who("U1", in_channel("C1")) == anna
    assert await inside.people.actor("U1") == anna
    assert await inside.people.who("U1", DIRECT) == anna


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../../etc/passwd", "/etc/localtime", "Europe", "a\0b"])
def test_a_zone_that_there_is_none_of_is_not_known(zone: str) -> None:
    @in_slack()
    async def live(inside: Inside) -> None:
        inside.slack.people["U1"].zone = zone
        assert (await inside.people.actor("U1")).zone is None

    live()


@in_slack()
async def test_bots_and_those_who_have_left_may_do_nothing_anywhere(inside: Inside) -> None:
    inside.slack.add_person("U2", bot=True)
    inside.slack.add_person("U3", deleted=True)
    everywhere = [await inside.people.who(user, DIRECT) for user in ("U2", "U3", "UBOT")]
    assert [who.role for who in everywhere if who] == [Role.nobody] * 3
    assert await role_in(inside, "U2", "C1") is Role.nobody


@in_slack()
async def test_in_a_private_channel_only_its_members_may_do_anything(inside: Inside) -> None:
    inside.slack.add_person("U2")
    inside.slack.add_channel("C2", private=True, members=["U1"])
    assert await role_in(inside, "U1", "C2") is Role.reader
    assert await role_in(inside, "U2", "C2") is Role.nobody
    assert await role_in(inside, "U2", "C1") is Role.reader  # a public one that they are not in
    inside.slack.channels["C2"].members.add("U2")
    inside.later(seconds=5)
    assert await role_in(inside, "U2", "C2") is Role.reader
    inside.slack.channels["C2"].members.discard("U1")
    inside.later(minutes=5)
    assert await role_in(inside, "U1", "C2") is Role.nobody


@in_slack(guests="reader")
async def test_guests_see_the_channels_that_they_are_in_alone(inside: Inside) -> None:
    inside.slack.add_person("U2", guest=True)
    inside.slack.add_channel("C2", members=["U2"])
    assert await role_in(inside, "U2", "C2") is Role.reader
    assert await role_in(inside, "U2", "C1") is Role.nobody


@in_slack()
async def test_many_questions_about_a_channel_are_one_to_slack(inside: Inside) -> None:
    people = [f"U{number}" for number in range(10, 30)]
    for user in people:
        inside.slack.add_person(user)
    inside.slack.add_channel("C2", private=True, members=people)
    roles = await asyncio.gather(*(role_in(inside, user, "C2") for user in people))
    assert set(roles) == {Role.reader}
    assert len(inside.slack.called("conversations.info")) == 1
    assert len(inside.slack.called("conversations.members")) == 1


@in_slack()
async def test_a_private_channel_without_the_bot_hides_nobody(inside: Inside) -> None:
    inside.slack.add_channel("C2", private=True, members=["U1"], bot=False)
    assert await role_in(inside, "U1", "C2") is Role.reader


@in_slack(editors=("U1",))
async def test_who_somebody_is_can_not_be_told_while_slack_can_not_be_asked(inside: Inside) -> None:
    inside.slack.go_down()
    assert await role_in(inside, "U1", "C1") is None
    assert await role_in(inside, "U1", "C1") is None  # nor a moment later, by what answers go by
    inside.slack.come_up()
    inside.later(seconds=15)
    assert await role_in(inside, "U1", "C1") is Role.editor
    inside.slack.go_down()
    inside.later(minutes=4)
    assert await role_in(inside, "U1", "C1") is Role.editor  # Slack has said so minutes ago
    inside.later(minutes=1)
    assert await role_in(inside, "U1", "C1") is None
    assert await role(inside) is Role.editor


@in_slack()
async def test_while_the_members_can_not_be_told_nobody_is_turned_away_for_good(inside: Inside) -> None:
    inside.slack.add_channel("C2", private=True, members=["U1"])
    inside.slack.refuse("conversations.members", "internal_error")
    assert await role_in(inside, "U1", "C2") is None
    assert await role_in(inside, "U1", "C2") is Role.reader


@in_slack()
async def test_known_channels_are_asked_for_again_after_five_minutes_and_outlive_trouble(
    inside: Inside,
) -> None:
    first = await inside.people.channels("U1")
    inside.slack.add_channel("C2", members=["U1"])
    assert await inside.people.channels("U1", known=True) == first
    inside.later(minutes=5)
    both = await inside.people.channels("U1", known=True)
    assert {each.id for each in both} == {"C1", "C2"}
    inside.slack.go_down()
    assert await inside.people.channels("U1") == both

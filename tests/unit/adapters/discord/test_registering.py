"""What Discord has, compared with what is declared."""

import asyncio
import copy
import logging
from collections.abc import Sequence
from typing import Any, cast

import discord
import pytest
from discord.http import HTTPClient

from adapters.discord.commands import Payload, payloads
from adapters.discord.registering import Registering, differences, in_guild
from adapters.discord.times import Times
from bot.commands.catalogue import CATALOGUE

DECLARED = payloads(CATALOGUE)
QUICK = Times(back_off=0.001, longest_back_off=0.002, forgetting=0.0)


def as_discord_has_it(declared: Sequence[Payload]) -> list[dict[str, Any]]:
    """Return commands as Discord gives them back: with ids, and with defaults written out or left out."""
    had = [
        {
            **copy.deepcopy(command),
            "id": "1",
            "application_id": "2",
            "version": "3",
            "default_member_permissions": None,
            "dm_permission": True,
            "name_localizations": None,
            "description_localizations": None,
            "nsfw": False,
        }
        for command in declared
    ]
    for command in had:
        command.setdefault("description", "")
        for option in command.get("options", ()):
            _written_out(option)
    return had


def _written_out(option: dict[str, Any]) -> None:
    if option.get("required") is False:
        del option["required"]
    option["name_localizations"] = None
    for inner in option.get("options", ()):
        _written_out(inner)


def test_what_discord_adds_is_no_difference() -> None:
    assert differences(DECLARED, as_discord_has_it(DECLARED)) == ()


def test_an_empty_registry_lacks_the_commands_as_a_whole() -> None:
    assert differences(DECLARED, []) == (
        "`/brief` isn't registered.",
        "`/followup` isn't registered.",
        "“Flag for follow-up” isn't registered.",
        "“Add to Nutgraf” isn't registered.",
    )


def test_a_subcommand_that_lacks_is_named() -> None:
    had = as_discord_has_it(DECLARED)
    had[0]["options"] = [each for each in had[0]["options"] if each["name"] != "latest"]
    assert "`/brief latest` isn't registered." in differences(DECLARED, had)


def test_a_changed_description_is_a_difference() -> None:
    had = as_discord_has_it(DECLARED)
    had[0]["options"][0]["options"][0]["description"] = "older"
    assert differences(DECLARED, had) == ("`/brief latest` differs.",)


def test_a_changed_limit_is_a_difference() -> None:
    had = as_discord_has_it(DECLARED)
    had[0]["options"][0]["options"][0]["max_value"] += 1
    assert differences(DECLARED, had) == ("`/brief latest` differs.",)


def test_where_it_may_be_used_is_compared() -> None:
    had = as_discord_has_it(DECLARED)
    [menu] = [each for each in had if each["name"] == "Flag for follow-up"]
    menu["contexts"] = [0, 1]
    assert differences(DECLARED, had) == ("“Flag for follow-up” differs.",)


def test_what_is_not_declared_is_a_difference() -> None:
    had = [*as_discord_has_it(DECLARED), {"type": 1, "name": "old", "description": "x"}]
    assert differences(DECLARED, had) == ("`/old` is registered, and isn't declared.",)


def test_a_family_that_lacks_is_named_as_a_whole_and_one_of_its_commands_alone() -> None:
    had = as_discord_has_it(DECLARED)
    [family] = [each for each in had if each["name"] == "followup"]
    family["options"] = [each for each in family["options"] if each["name"] != "claim"]
    assert "`/followup claim` isn't registered." in differences(DECLARED, had)
    without = [each for each in had if each is not family]
    assert differences(DECLARED, without) == ("`/followup` isn't registered.",)


def test_the_types_of_channels_have_no_order() -> None:
    had = as_discord_has_it(DECLARED)
    for command in had:
        _turned_round(command)
    assert differences(DECLARED, had) == ()


def _turned_round(level: dict[str, Any]) -> None:
    if "channel_types" in level:
        level["channel_types"].reverse()
    for inner in level.get("options", ()):
        _turned_round(inner)


class Registry:
    """Discord's registry of commands, as discord.py's HTTP client reaches it; it may refuse a few times."""

    def __init__(self, failures: Sequence[Exception] = ()) -> None:
        self.had: dict[int | None, list[Any]] = {}
        self.written: list[int | None] = []
        self.failures = list(failures)

    async def get_global_commands(self, application: int) -> list[Any]:
        return self._get(application, None)

    async def get_guild_commands(self, application: int, guild: int) -> list[Any]:
        return self._get(application, guild)

    async def bulk_upsert_global_commands(self, application: int, payload: list[Any]) -> list[Any]:
        return self._put(application, None, payload)

    async def bulk_upsert_guild_commands(self, application: int, guild: int, payload: list[Any]) -> list[Any]:
        return self._put(application, guild, payload)

    def _get(self, application: int, place: int | None) -> list[Any]:
        assert application == 42
        if self.failures:
            raise self.failures.pop(0)
        return as_discord_has_it(self.had.get(place, []))

    def _put(self, application: int, place: int | None, payload: list[Any]) -> list[Any]:
        assert application == 42
        self.had[place] = payload
        self.written.append(place)
        return payload


class Response:
    """As much of an answer as an exception of discord.py looks at."""

    def __init__(self, status: int) -> None:
        self.status = status
        self.reason = "a secret address"


def a_refusal(kind: type[discord.HTTPException], status: int, code: int) -> discord.HTTPException:
    return kind(cast(Any, Response(status)), {"code": code, "message": "a secret address"})


def register(registry: Registry, guilds: Sequence[str] = ()) -> None:
    asyncio.run(Registering(DECLARED, guilds, QUICK).run(cast(HTTPClient, registry), 42))


def test_commands_are_written_once_and_not_at_the_next_start() -> None:
    registry = Registry()
    register(registry)
    assert registry.written == [None]
    register(registry)
    assert registry.written == [None]


def test_guilds_for_trying_out_have_them_as_well() -> None:
    registry = Registry()
    register(registry, ["7"])
    assert set(registry.written) == {None, 7}
    assert registry.had[7] == in_guild(DECLARED)
    register(registry, ["7"])
    assert len(registry.written) == 2


def test_where_a_guilds_own_commands_may_be_used_goes_without_saying() -> None:
    assert all("contexts" not in each and "integration_types" not in each for each in in_guild(DECLARED))
    registry = Registry()
    registry.had = {None: DECLARED, 7: DECLARED}
    register(registry, ["7"])
    assert registry.written == []


@pytest.mark.parametrize(
    "failure",
    [
        a_refusal(discord.Forbidden, 403, 50001),
        a_refusal(discord.DiscordServerError, 503, 0),
        discord.RateLimited(3.0),
        OSError("a secret address"),
        TimeoutError(),
        KeyError("a fault of ours"),
    ],
)
def test_a_failure_is_logged_without_its_words_and_tried_again(
    failure: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    registry = Registry([failure, failure])
    register(registry)
    assert registry.written == [None]
    assert (
        len([record for record in caplog.records if "could not be registered everywhere" in record.message])
        == 2
    )
    assert "secret" not in caplog.text


# ---- tried out no more


def forget(registry: Registry, guilds: Sequence[str], trying_out: Sequence[str] = ()) -> None:
    registering = Registering(DECLARED, trying_out, QUICK)
    asyncio.run(registering.forget(cast(HTTPClient, registry), 42, guilds))


def test_where_they_are_tried_out_no_more_they_are_taken_away_once() -> None:
    registry = Registry()
    registry.had = {None: DECLARED, 7: in_guild(DECLARED), 8: in_guild(DECLARED)}
    forget(registry, ["7", "8", "9"], trying_out=["8"])
    assert registry.written == [7]
    assert registry.had == {None: DECLARED, 7: [], 8: in_guild(DECLARED)}
    forget(registry, ["7", "8", "9"], trying_out=["8"])
    assert registry.written == [7]


def test_a_guild_that_cannot_be_asked_keeps_nothing_from_the_others(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    registry = Registry([a_refusal(discord.Forbidden, 403, 50001)])
    registry.had = {7: in_guild(DECLARED), 8: in_guild(DECLARED)}
    forget(registry, ["7", "8"])
    assert registry.written == [8]
    assert "Whether commands are left in the guild 7 can't be told" in caplog.text
    assert "secret" not in caplog.text

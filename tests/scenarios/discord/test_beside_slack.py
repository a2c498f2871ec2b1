"""Slack and Discord in one process, on one store."""

import asyncio
from pathlib import Path

from adapters.slack.platform import Slack
from tests.scenarios.discord.newsroom import Newsroom
from tests.scenarios.living import AheadClock
from tests.scenarios.slack.newsroom import ANNA, NEWSROOM
from tests.scenarios.slack.newsroom import QUICK as SLACKS_QUICK
from tests.servers.discord import FakeDiscord
from tests.servers.slack import FakeSlack


def test_what_is_flagged_in_slack_is_seen_in_discord_and_the_other_way_round(tmp_path: Path) -> None:
    async def scenario() -> None:
        clock = AheadClock()
        async with FakeSlack() as slack, FakeDiscord(clock=clock) as discord:
            slack.add_person(ANNA, "anna")
            slack.add_channel(NEWSROOM, "newsroom", members=[ANNA])
            room = Newsroom(tmp_path / "nutgraf.db", discord, clock)
            room.beside = lambda clock: [Slack(slack.options(editors=(ANNA,)), clock, times=SLACKS_QUICK)]
            async with room:
                await slack.until(lambda: slack.connected)
                await room.stories("Mayor resigns", "Storm closes the harbour")
                assert (await slack.command(ANNA, NEWSROOM, "follow 1")).acked
                await slack.until(lambda: slack.seen_by(ANNA, NEWSROOM))
                assert "Flagged" in slack.seen_by(ANNA, NEWSROOM)[-1].words
                seen = await room.brief(room.ben, "story", number="1")
                assert "F1" in seen

                assert "lagged" in await room.brief(room.ben, "follow", number="2")
                assert (await slack.command(ANNA, NEWSROOM, "story 2")).acked
                await slack.until(lambda: any("F2" in each.words for each in slack.seen_by(ANNA, NEWSROOM)))

    asyncio.run(scenario())


def test_a_discord_token_that_is_reset_leaves_slack_alone(tmp_path: Path) -> None:
    async def scenario() -> None:
        clock = AheadClock()
        async with FakeSlack() as slack, FakeDiscord(clock=clock) as discord:
            slack.add_person(ANNA, "anna")
            slack.add_channel(NEWSROOM, "newsroom", members=[ANNA])
            room = Newsroom(tmp_path / "nutgraf.db", discord, clock)
            room.beside = lambda clock: [Slack(slack.options(editors=(ANNA,)), clock, times=SLACKS_QUICK)]
            async with room:
                await slack.until(lambda: slack.connected)
                await room.stories("Mayor resigns")
                await discord.reset_token()
                assert (await slack.command(ANNA, NEWSROOM, "latest")).acked
                await slack.until(lambda: slack.seen_by(ANNA, NEWSROOM))
                assert "Mayor resigns" in slack.seen_by(ANNA, NEWSROOM)[-1].words

    asyncio.run(scenario())

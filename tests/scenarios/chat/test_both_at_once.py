"""Slack and Discord over one store: what is done in one is seen in the other, and exported from both."""

import asyncio
import json
from pathlib import Path

from adapters.slack.platform import Slack
from bot.compose import exporter
from bot.flows.follow_ups.exporting import exported
from tests.scenarios.chat.chat import ANNA, BEN, DONE, FLAG, a_tuesday
from tests.scenarios.chat.in_discord import DiscordRoom, InDiscord
from tests.scenarios.chat.in_slack import InSlack
from tests.scenarios.living import Living
from tests.scenarios.slack import newsroom
from tests.scenarios.slack.newsroom import Newsroom as SlackRoom
from tests.servers.discord import FakeDiscord
from tests.servers.slack import FakeSlack


class Beside(SlackRoom):
    """A workspace that another room's bot serves."""

    def live_in(self, other: Living) -> None:
        """Fill the workspace, and be served by that room's bot."""
        for user, name in ((newsroom.ANNA, ANNA), (newsroom.BEN, BEN)):
            self.slack.add_person(user, name)
        self.slack.add_channel(newsroom.NEWSROOM, "newsroom", members=[newsroom.ANNA, newsroom.BEN])
        self.other = other

    def serve(self) -> Slack:
        """Return the adapter."""
        options = self.slack.options(editors=(newsroom.ANNA,))
        self.platform = Slack(options, self.slacks_clock, times=newsroom.QUICK)
        self.platform.pace = self.platform.pace.model_copy(update={"every": 0.0})
        return self.platform


def test_flagged_in_one_and_done_in_the_other(tmp_path: Path) -> None:
    async def night() -> None:
        clock = a_tuesday()
        async with FakeSlack(clock=clock) as slack, FakeDiscord(clock=clock) as discord:
            beside = Beside(tmp_path / "nutgraf.db", slack, "socket", clock)
            room = DiscordRoom(tmp_path / "nutgraf.db", discord, clock)
            beside.live_in(room)
            room.beside = lambda _: [beside.serve()]
            async with room:
                await slack.until(lambda: slack.connected)
                beside.house = room.house
                here, there = InSlack(beside), InDiscord(room)
                await here.stories("Bridge closed")
                posts = [(here, await here.shares()), (there, await there.shares())]

                await here.reacts(ANNA, posts[0][1], FLAG)
                card = await here.card(posts[0][1])
                for chat, post in posts:
                    await chat.shows(post, "F1 open")
                assert "F1 is yours" in await there.says(BEN, "claim F1")
                await there.reacts(ANNA, posts[1][1], FLAG)
                other = await there.card(posts[1][1])
                for chat, seen in (*posts, (here, card), (there, other)):
                    await chat.shows(seen, "ben has it")
                await there.reacts(BEN, other, DONE)
                for chat, seen in (*posts, (here, card), (there, other)):
                    await chat.shows(seen, "done by ben")
                assert len(await here.every()) == 1

                [told] = await exported(room.house.store)
                assert [(flag.by.platform, flag.by.name) for flag in told.flags] == [
                    ("slack", "anna"),
                    ("discord", "Anna"),
                ]
                rows = json.loads(exporter("json")([told]))
                assert "Bridge closed" in json.dumps(rows)
                assert b"F1" in exporter("csv")([told])

    asyncio.run(night())

"""Slack as the bot sees it, on this machine: the Web API, Socket Mode, signed HTTP, and people who use it.

    async with FakeSlack(team="T1") as slack:
        slack.add_person("U1", "anna")
        slack.add_channel("C1", "newsroom", members=["U1"])
        platform = Slack(slack.options(mode="socket"), clock)
        ...                                                   # run it
        await slack.ready()
        seen = await slack.command("U1", "C1", "latest")        # acked? how fast? what with?
        await slack.until(lambda: slack.seen_by("U1", "C1"))
        await slack.press("U1", slack.seen_by("U1", "C1")[-1], "Read brief")

It refuses what Slack refuses, with Slack's own words, and can let go wrong what goes wrong
(`tests.servers.faults`).
`python -m tests.servers.slack` runs it as a process of its own (`tests.servers.slack.running`).
"""

from tests.servers.slack.fake import FakeSlack
from tests.servers.slack.state import Button, Call, Channel, Delivery, Message, Person, Try, View

__all__ = ["Button", "Call", "Channel", "Delivery", "FakeSlack", "Message", "Person", "Try", "View"]

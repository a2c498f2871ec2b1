"""A fake Slack in a process of its own: it survives the kills of the bot.

python -m tests.servers.slack RULES    (the rules as JSON; it says its port, and ends with its standard input)
"""

import asyncio
import sys
from collections import Counter

from aiohttp import web

from bot.model.people import Conversation
from tests.servers.rooms import Message as Seen
from tests.servers.rooms import Report
from tests.servers.slack.fake import FakeSlack
from tests.servers.slack.rules import SlackRules
from tests.servers.slack.state import Message
from tests.servers.slack.world import moment


class Controlled(FakeSlack):
    """A fake Slack that is watched over HTTP, as `tests.servers.running.RunningServer` does it."""

    def control_routes(self) -> list[web.RouteDef]:
        """Return where a test looks in."""
        return [web.post("/report", self._report), web.post("/moment", self._moment)]

    def settle(self, rules: SlackRules) -> None:
        """Become what the rules say."""
        for each in rules.conversations:
            self._add(each, rules)
        self.lag = rules.lag
        self.dice(rules.seed, rules.faults, slowest=rules.slowest)
        self._troubles.wait = rules.wait
        self._api.deleted = rules.deleted

    def _add(self, conversation: Conversation, rules: SlackRules) -> None:
        identity = conversation.channel.id
        if conversation.channel.person:
            self.add_person(identity)
        else:
            archived, bot = identity in rules.archived, identity not in rules.outside
            self.add_channel(identity, archived=archived, bot=bot)
        if conversation.thread is not None:
            self.add_message(identity, self.bot_user, "A thread begins.", ts=conversation.thread)

    async def _report(self, _: web.Request) -> web.Response:
        posted = [self._seen(each) for each in self.messages if each.via == "chat.postMessage"]
        answered = Counter(429 if call.answer == "ratelimited" else 200 for call in self.calls)
        report = Report(messages=posted, answers=answered, faults=self._troubles.thrown)
        return web.json_response(report.model_dump())

    def _seen(self, message: Message) -> Seen:
        person = self.channels[message.channel].person
        where = f"@{person}" if person is not None else message.channel
        return Seen(
            id=f"{message.channel}/{message.ts}",
            key=message.key,
            conversation=f"{self.team}/{where}/{message.thread or ''}",
            texts=[each.text for each in (*message.edits, message.shown)],
            posted_at=moment(message.ts),
            deleted=message.deleted,
        )

    async def _moment(self, _: web.Request) -> web.Response:
        await self._api.moment()
        return web.json_response({})


async def serve(rules: SlackRules) -> None:
    """Serve on a free port of this machine, say which, and end when the standard input does."""
    async with Controlled(team=rules.team) as slack:
        slack.settle(rules)
        sys.stdout.write(f"{slack.api_url.split(':')[2].split('/')[0]}\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve(SlackRules.model_validate_json(sys.argv[1])))

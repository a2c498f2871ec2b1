"""A fake Discord in a process of its own: it survives the kills of the bot.

python -m tests.servers.discord RULES  (the rules as JSON; it says its port, and ends with its standard input)
"""

import asyncio
import sys
from collections import Counter

from aiohttp import web

from bot.model.people import Conversation
from tests.servers.discord.fake import FakeDiscord
from tests.servers.discord.rules import DiscordRules
from tests.servers.discord.state import BOARDS, Channel, Guild, Kind, Message
from tests.servers.rooms import Message as Seen
from tests.servers.rooms import Report

_POSTED = frozenset({"create_message", "create_thread"})


class Controlled(FakeDiscord):
    """A fake Discord that is watched over HTTP, as `tests.servers.running.RunningServer` does it."""

    def control_routes(self) -> list[web.RouteDef]:
        """Return where a test looks in."""
        return [web.post("/report", self._report), web.post("/moment", self._moment)]

    _homes: dict[str, str]
    """The guild in which a person was told of."""

    def settle(self, rules: DiscordRules) -> None:
        """Become what the rules say."""
        self._homes = {}
        for each in rules.conversations:
            self._add(each, rules)
        self.add_guilds(rules.guilds)
        self.lag, self.remembers = rules.lag, rules.remembers
        self.rate_limited = rules.rate_limited
        if rules.faults or rules.deleted:
            self.dice(rules.seed, rules.faults, slowest=rules.slowest)
        self._troubles.wait = rules.wait
        self._api.deleted = rules.deleted

    def _add(self, conversation: Conversation, rules: DiscordRules) -> None:
        where = conversation.channel
        guild = self.guilds.get(where.workspace) or self.add_guild(id=where.workspace)
        if where.person:
            self._homes[where.id] = where.workspace
            self.add_person(f"person {where.id}", guild, id=where.id)
            return
        channel = self.channels.get(where.id) or self._channel(guild, where.id, rules)
        if conversation.thread is not None:
            archived = conversation.thread in rules.archived
            self.add_thread(channel, id=conversation.thread, archived=archived)

    def _channel(self, guild: Guild, identity: str, rules: DiscordRules) -> Channel:
        kind: Kind = "forum" if identity in rules.forums else "text"
        channel = self.add_channel(guild, id=identity, kind=kind)
        if identity in rules.closed:
            self.overwrite(channel, self.bot, deny=["send_messages", "send_messages_in_threads"])
        return channel

    async def _report(self, _: web.Request) -> web.Response:
        posted = [self._seen(each) for each in self.messages if each.via in _POSTED]
        answered = Counter(call.status for call in self.calls)
        report = Report(messages=posted, answers=answered, faults=self._troubles.thrown, wrong=self.wrong)
        return web.json_response(report.model_dump())

    def _seen(self, message: Message) -> Seen:
        channel = message.channel
        if channel.parent is not None and channel.parent.kind in BOARDS:
            channel = channel.parent  # what is posted in a forum was promised to it
        place, thread = channel.conversation
        if channel.person is not None:
            guild, where = self._homes.get(channel.person.id, ""), f"@{channel.person.id}"
        else:
            guild, where = channel.guild.id if channel.guild else "", place
        marks = [each["id"] for each in message.components[:1]]
        return Seen(
            id=message.id,
            # A forum has no nonces: there the mark of what was posted tells.
            key=message.nonce or f"mark:{marks[0] if marks else 0}",
            conversation=f"{guild}/{where}/{thread or ''}",
            texts=[each.words for each in (*message.edits, message.shown)],
            posted_at=message.posted_at,
            deleted=message.deleted,
        )

    async def _moment(self, _: web.Request) -> web.Response:
        await self._api.moment()
        return web.json_response({})


async def serve(rules: DiscordRules) -> None:
    """Serve on a free port of this machine, say which, and end when the standard input does."""
    async with Controlled() as discord:
        discord.settle(rules)
        sys.stdout.write(f"{discord.api_url.split(':')[2].split('/')[0]}\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve(DiscordRules.model_validate_json(sys.argv[1])))

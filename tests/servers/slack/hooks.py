"""response_urls: five answers within half an hour to what somebody did."""

from dataclasses import dataclass

from tests.servers.slack.arguments import flag
from tests.servers.slack.posting import content
from tests.servers.slack.refusal import Refusal
from tests.servers.slack.state import Message, Payload
from tests.servers.slack.world import World

USES, LIVES = 5, 1800.0


@dataclass
class Hook:
    """An address, and what it answers.

    `original` is the message that it replaces: the one with the button, or, of a command, its first answer.
    """

    user: str
    channel: str
    at: float
    original: Message | None
    uses: int = 0


class Hooks:
    """The response_urls that were given out."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._hooks: dict[str, Hook] = {}

    def give(self, user: str, channel: str, original: Message | None = None) -> str:
        """Return an address that answers somebody in a channel."""
        token = self._world.new_id("secret-hook-")
        self._hooks[token] = Hook(user, channel, self._world.now(), original)
        return f"{self._world.origin}/hook/{token}"

    def use(self, token: str, asked: Payload) -> None:
        """Answer. Raises Refusal."""
        hook = self._hooks.get(token)
        if hook is None:
            raise Refusal("no_such_hook")
        if self._world.now() - hook.at > LIVES:
            raise Refusal("expired_url")
        if hook.uses >= USES:
            raise Refusal("used_url")
        hook.uses += 1
        self.answer(hook, asked, via="response_url")

    def acked(self, url: str, answer: object) -> None:
        """Show the words that an ack of a command carries."""
        asked = {"text": answer} if isinstance(answer, str) else answer
        if isinstance(asked, dict) and (asked.get("text") or asked.get("blocks")):
            self.answer(self._hooks[url.rsplit("/", 1)[1]], asked, via="ack")

    def answer(self, hook: Hook, asked: Payload, *, via: str) -> None:
        """Show, replace or delete what an answer says. Raises Refusal."""
        original = hook.original
        if flag(asked, "delete_original"):
            if original is not None:
                original.deleted = True
                self._world.ring()
            return
        if hook.channel not in self._world.channels:
            raise Refusal("channel_not_found")
        shown = content(self._world, asked)
        if flag(asked, "replace_original") and original is not None and not original.deleted:
            self._world.edit(original, shown)
            return
        message = Message(
            channel=hook.channel,
            ts=self._world.new_ts(),
            user=self._world.bot_user,
            shown=shown,
            thread=asked.get("thread_ts"),
            ephemeral_to=None if asked.get("response_type") == "in_channel" else hook.user,
            via=via,
        )
        hook.original = original or message
        self._world.keep(message)

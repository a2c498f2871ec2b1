"""Doors: whether the bot may post in a conversation, asked before anything is promised there."""

from bot.errors import NotAllowed
from bot.model.people import Conversation
from bot.ports import ChatPlatform


class Doors:
    """Asks the platforms that are served in this process; of any other nothing is known."""

    def __init__(self) -> None:
        self._platforms: dict[str, ChatPlatform] = {}

    def serve(self, platform: ChatPlatform) -> None:
        """Ask this platform from now on."""
        self._platforms[platform.name] = platform

    async def enter(self, where: Conversation) -> None:
        """Make sure that the bot may post there. Raises NotAllowed, which says what a person has to do."""
        platform = self._platforms.get(where.channel.platform)
        closed = await platform.enter(where) if platform else None
        if closed is not None:
            raise NotAllowed(closed.reason)

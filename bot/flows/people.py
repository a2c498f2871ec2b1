"""People: who somebody is, as the platforms that are served in this process tell it."""

from bot.model.people import Actor, ChannelRef
from bot.ports import ChatPlatform


class People:
    """Asks the platforms; of people on any other nothing is known."""

    def __init__(self) -> None:
        self._platforms: dict[str, ChatPlatform] = {}

    def serve(self, platform: ChatPlatform) -> None:
        """Ask this platform from now on."""
        self._platforms[platform.name] = platform

    @property
    def served(self) -> tuple[str, ...]:
        """The names of the platforms that can be asked."""
        return tuple(self._platforms)

    async def who(self, person: str, channel: ChannelRef) -> Actor | None:
        """Return who somebody is and what they may do in a channel; None where that can't be told now."""
        platform = self._platforms.get(channel.platform)
        return await platform.who(person, channel) if platform else None

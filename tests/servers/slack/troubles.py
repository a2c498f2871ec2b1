"""What goes wrong with calls of the Web API: by a test's word, or by dice."""

from tests.servers import troubles
from tests.servers.slack.refusal import Refusal

THROWN_FOR = frozenset(
    {
        "chat.postMessage",
        "chat.update",
        "conversations.history",
        "conversations.open",
        "conversations.replies",
    }
)
"""The methods that dice are thrown for where a test doesn't say."""


class Troubles(troubles.Troubles[Refusal]):
    """Decides for each call what goes wrong with it."""

    def __init__(self) -> None:
        super().__init__(THROWN_FOR)

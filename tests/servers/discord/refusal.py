"""How Discord says no."""

from tests.servers.discord.state import Payload

SENTENCES = {
    0: "404: Not Found",
    10003: "Unknown Channel",
    10004: "Unknown Guild",
    10007: "Unknown Member",
    10008: "Unknown Message",
    10013: "Unknown User",
    10015: "Unknown Webhook",
    10062: "Unknown interaction",
    20016: "This action cannot be performed due to slowmode rate limit.",
    40001: "Unauthorized. Provide a valid token and try again.",
    40033: "This message has already been crossposted.",
    40060: "Interaction has already been acknowledged.",
    40067: "A tag is required to create a forum post in this channel",
    50001: "Missing Access",
    50007: "Cannot send messages to this user",
    50008: "Cannot send messages in a non-text channel",
    50013: "Missing Permissions",
    50024: "Cannot execute action on this channel type",
    50027: "Invalid Webhook Token",
    50035: "Invalid Form Body",
    50083: "Thread is archived",
    160002: "You cannot reply without permission to read message history",
    160004: "A thread has already been created for this message",
    160005: "This thread is locked",
}

_FORBIDDEN = frozenset({50001, 50007, 50013})


class Refusal(Exception):
    """A request that is not done: the status, and Discord's code and sentence for why."""

    def __init__(
        self,
        code: int = 0,
        *,
        status: int | None = None,
        message: str = "",
        faults: list[str] | None = None,
        retry_after: float | None = None,
        wide: bool = False,
    ) -> None:
        super().__init__(code)
        self.code, self.faults = code, faults or []
        self.status = status if status is not None else _status(code)
        self.message = message or SENTENCES.get(code, "It was refused.")
        self.retry_after, self.wide = retry_after, wide

    def body(self) -> Payload:
        """Return the answer's body."""
        if self.status == 429:
            return {
                "message": "You are being rate limited.",
                "retry_after": self.retry_after or 0.0,
                "global": self.wide,
            }
        found: Payload = {"message": self.message, "code": self.code}
        if self.faults:
            told = [{"code": "BASE_TYPE_INVALID", "message": each} for each in self.faults]
            found["errors"] = {"_errors": told}
        return found


def _status(code: int) -> int:
    if code in _FORBIDDEN or code == 160005:
        return 403
    if code == 0 or 10_000 <= code < 20_000:
        return 404
    if code in {40001, 50027}:
        return 401
    return 400

"""How Slack says no."""


class Refusal(Exception):
    """A call that is not done: Slack's word for why, its sentences, and what else the answer holds."""

    def __init__(
        self, error: str, *said: str, status: int = 200, retry_after: float | None = None, **more: str
    ) -> None:
        super().__init__(error)
        self.error, self.said, self.more = error, said, more
        self.status, self.retry_after = status, retry_after

    def body(self) -> dict[str, object]:
        """Return the answer's body."""
        found: dict[str, object] = {"ok": False, "error": self.error, **self.more}
        if self.said:
            found["response_metadata"] = {"messages": [f"[ERROR] {each}" for each in self.said]}
        return found

"""A request as the operations see it, and what they need of it."""

from dataclasses import dataclass, field
from typing import Any

from tests.servers.discord.refusal import Refusal
from tests.servers.discord.state import Payload


@dataclass
class Asked:
    """What stands in the path's gaps, in the query, and in the body."""

    parameters: dict[str, str]
    query: dict[str, str] = field(default_factory=dict)
    body: Any = None

    def __getitem__(self, name: str) -> str:
        return self.parameters[name]

    @property
    def given(self) -> Payload:
        """The body, where it is an object."""
        return self.body if isinstance(self.body, dict) else {}

    def limit(self, default: int, most: int = 100, least: int = 1) -> int:
        """Return how many things are asked for. Raises Refusal."""
        try:
            found = int(self.query.get("limit", default))
        except ValueError:
            raise Refusal(50035, faults=["limit: no number"]) from None
        if not least <= found <= most:
            raise Refusal(50035, faults=[f"limit: from {least} to {most}"])
        return found

    def flag(self, name: str) -> bool:
        """Return a yes or no of the query."""
        return self.query.get(name, "").lower() in {"1", "true"}

    def snowflake(self, name: str) -> int | None:
        """Return an id of the query, None where it isn't given. Raises Refusal."""
        found = self.query.get(name)
        if found is None:
            return None
        if not found.isdecimal():
            raise Refusal(50035, faults=[f"{name}: Value {found!r} is not snowflake."])
        return int(found)

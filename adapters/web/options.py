"""How fetching behaves: its limits, and what whoever runs the bot has set."""

from typing import Final

from bot.model.value import Value

USUAL_PORTS: Final = frozenset({80, 443})


class Limits(Value):
    """How much, how long and how often.

    `seconds` are for a whole fetch, its redirects and its robots.txt included; waiting for a turn isn't
    counted. `size` is in bytes, as it comes and decompressed. `a_host` and `at_once` are fetches at a time.
    """

    seconds: float = 30
    connecting: float = 10
    size: int = 10_000_000
    redirects: int = 5
    a_host: int = 2
    at_once: int = 32


class WebOptions(Value):
    """What whoever runs the bot has set.

    `contact` is an address that sites find in the User-Agent. `open_hosts` ("host", "host:port") may be in
    a private network and have other ports than `ports`. `proxy` is an address such as http://proxy.example:3128.
    """

    contact: str | None = None
    open_hosts: frozenset[str] = frozenset()
    proxy: str | None = None
    ports: frozenset[int] = USUAL_PORTS
    limits: Limits = Limits()

    def opens(self, host: str, port: int) -> bool:
        """Say whether a host was named as one that may be anywhere, on this port."""
        named = {each.strip().lower().rstrip(".") for each in self.open_hosts}
        bare = host.lower().rstrip(".")
        written = f"[{bare}]" if ":" in bare else bare
        return not named.isdisjoint({bare, written, f"{written}:{port}"})

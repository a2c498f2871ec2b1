"""Names that lead where a test wants them to, one place after another if it wants that."""

import socket
from collections import Counter

from aiohttp.abc import AbstractResolver, ResolveResult

from adapters.web.guard import literal


class Names(AbstractResolver):
    """Looks names up for the bot. Whatever ends in ".example" leads to the web of the tests.

    `ports` say on which ports of this machine that plays 80 and 443; other ports are kept as they are.
    """

    def __init__(self, ports: dict[int, int]) -> None:
        self._ports = ports
        self._set: dict[str, list[tuple[str, ...]]] = {}
        self.asked: Counter[str] = Counter()

    def lead(self, name: str, *answers: tuple[str, ...]) -> None:
        """Let a name lead to these addresses, at each look-up to the next of them; the last one stays."""
        self._set[name] = list(answers)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return where a name leads now. Raises OSError for an unknown one."""
        self.asked[host] += 1
        if answers := self._set.get(host):
            places = answers.pop(0) if len(answers) > 1 else answers[0]
            return [_place(host, address, port, family) for address in places]
        if host.rstrip(".").endswith(".example"):
            return [_place(host, "127.0.0.1", self._ports.get(port, port), family)]
        if spelled := literal(host):  # as the system does: 0x7f.1 is 127.0.0.1
            return [_place(host, str(spelled), port, family)]
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    async def close(self) -> None:
        """Do nothing: there is nothing to let go of."""


def _place(name: str, address: str, port: int, family: socket.AddressFamily) -> ResolveResult:
    return ResolveResult(hostname=name, host=address, port=port, family=family, proto=0, flags=0)

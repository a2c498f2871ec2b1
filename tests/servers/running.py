"""Starts test servers as processes of their own, and talks to them beside the bot."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from bot.model.value import Value
from tests.servers.link import Connections
from tests.servers.rooms import Report


class RunningServer:
    """A server that runs, as a test sees it from outside."""

    def __init__(self, port: int) -> None:
        self.port = port

    async def report(self) -> Report:
        """Return what the server has seen by now."""
        return Report.model_validate(await self._ask("/report"))

    async def delete(self, identity: str) -> None:
        """Let somebody delete a message."""
        await self._ask("/delete", id=identity)

    async def close(self, conversation: str) -> None:
        """Close a conversation to the bot."""
        await self._ask("/close", conversation=conversation)

    async def moment(self) -> None:
        """Wait until the server has changed something; the answer to that is held back for a while."""
        await self._ask("/moment")

    async def _ask(self, path: str, **body: str) -> dict[str, object]:
        connections = Connections(self.port)
        try:
            return (await connections.ask(path, dict(body))).json()
        finally:
            connections.close()


@contextmanager
def running(rules: Value, *, module: str = "tests.servers.chat") -> Iterator[RunningServer]:
    """Run a server with these rules; it ends when the block does. `module` says which."""
    command = [sys.executable, "-m", module, rules.model_dump_json()]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        try:
            yield RunningServer(int(process.stdout.readline()))
        finally:
            process.stdin.close()
            process.wait()

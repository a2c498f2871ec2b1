"""A web in memory: addresses and what they answer. It implements the port `Web`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.model.fetch import Answered, Failed, Fault, Fetched, Unchanged, Wanted


@dataclass
class WebFake:
    """A web in memory. What isn't in `answers` is not there (404); `asked` are the fetches, in order.

    A page with an `etag` answers `Unchanged` to who has it already. After `close` nothing answers.
    """

    answers: dict[str, Answered] = field(default_factory=dict)
    asked: list[Wanted] = field(default_factory=list)
    closed: bool = False

    @classmethod
    def of(cls, bodies: Mapping[str, bytes]) -> "WebFake":
        """Return a web of pages and feeds by their addresses."""
        web = cls()
        for url, body in bodies.items():
            web.put(url, body)
        return web

    def put(self, url: str, body: bytes, *, etag: str | None = None, moved_to: str | None = None) -> None:
        """Let an address answer with a body from now on; with `moved_to` it has moved there for good."""
        self.answers[url] = Fetched(url=moved_to or url, body=body, etag=etag, moved_to=moved_to)

    def break_(self, url: str, fault: Fault, says: str, next_step: str = "") -> None:
        """Let an address fail from now on."""
        self.answers[url] = Failed(fault=fault, says=says, next_step=next_step)

    async def fetch(self, wanted: Wanted) -> Answered:
        """Answer as that address does."""
        self.asked.append(wanted)
        if self.closed:
            return Failed(fault=Fault.refused, says="Nothing is fetched any more.")
        answer = self.answers.get(wanted.url)
        if answer is None:
            return Failed(
                fault=Fault.missing,
                says=f"{wanted.url} is not there (404).",
                next_step="Check the address in a browser.",
            )
        if isinstance(answer, Fetched) and answer.etag and answer.etag == wanted.etag:
            return Unchanged(url=answer.url, moved_to=answer.moved_to, etag=answer.etag)
        return answer

    async def close(self) -> None:
        """Answer nothing any more."""
        self.closed = True

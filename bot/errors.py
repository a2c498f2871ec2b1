"""The errors that a person can do something about.

    NutgrafError            what went wrong, why, and what to do next
    ├── UsageError          a command was written in a way that can't be read
    ├── NotAllowed          the actor's role does not reach
    ├── NotFound            nothing is there under that number or name
    ├── Unreadable          a document or feed can't be turned into items
    │   └── NotAFeed        something else is where a feed should be
    ├── StoreError          the store can't serve
    │   ├── StoreBusy       another process held the store for too long
    │   ├── StoreFull       there is no room on the disk
    │   └── StoreTooNew     it was written by a newer version of Nutgraf
    └── Missing             something that the bot needs is not there (exit status 69)

Anything else is a fault of ours: it is logged with its traceback and shown with a reference.
"""


class NutgrafError(Exception):
    """What went wrong and why, in one or two plain sentences; `next_step` says what to do about it."""

    def __init__(self, message: str, *, next_step: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step

    def __str__(self) -> str:
        return f"{self.message} {self.next_step}".strip()


class UsageError(NutgrafError):
    """A command was written in a way that can't be read; `command` is the one that was meant, if known."""

    def __init__(self, message: str, *, next_step: str = "", command: tuple[str, ...] = ()) -> None:
        super().__init__(message, next_step=next_step)
        self.command = command


class NotAllowed(NutgrafError):
    """The actor's role does not reach."""


class NotFound(NutgrafError):
    """Nothing is there under that number or name."""


class Unreadable(NutgrafError):
    """A document or feed can't be turned into items; `name` is the input's."""

    def __init__(self, message: str, *, name: str = "", next_step: str = "") -> None:
        super().__init__(message, next_step=next_step)
        self.name = name


class NotAFeed(Unreadable):
    """Something else is where a feed should be; `name` is the feed's."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Where {name} should have its feed is something else, a web page perhaps.",
            name=name,
            next_step="`source add` with the address of the site's page finds a feed that has moved.",
        )


class StoreError(NutgrafError):
    """The store can't serve."""


class StoreBusy(StoreError):
    """Another process held the store for too long; nothing was written."""


class StoreFull(StoreError):
    """There is no room for what should be written; nothing of it was."""


class StoreTooNew(StoreError):
    """The store was written by a newer version of Nutgraf."""


class Missing(NutgrafError):
    """Something that the bot needs is not there."""

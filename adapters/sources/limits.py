"""What one reading may cost. The child process holds itself to most of it, the parent to the rest."""

from pydantic import Field

from bot.model.value import Value


class Limits(Value):
    """Bounds of one request; sizes in bytes, times in seconds.

    `seconds` is wall-clock time as the parent sees it, `cpu_seconds` computing time of the child.
    Memory is bounded on Linux; macOS does not enforce RLIMIT_AS, so that there only the
    bounds of input, output and time hold. `entries` is how many new entries of a feed one reading
    gives; the rest is left for the next.
    """

    input_bytes: int = Field(default=10_000_000, gt=0)
    output_bytes: int = Field(default=100_000_000, gt=0)
    memory_bytes: int = Field(default=1_000_000_000, gt=0)
    seconds: float = Field(default=20.0, gt=0)
    cpu_seconds: int = Field(default=8, ge=1)
    entries: int = Field(default=1_000, ge=1)
    entry_characters: int = Field(default=200_000, ge=1)
    unpacked_bytes: int = Field(default=50_000_000, gt=0)

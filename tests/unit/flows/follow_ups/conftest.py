"""What tests of follow-ups may use."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.flows.follow_ups.room import Room


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """Open a newsroom on two platforms, with an empty store."""
    with Room(tmp_path / "room.db") as opened:
        yield opened

"""What tests of flows may use."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.flows.newsroom import Newsroom


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    """Open a newsroom with an empty store, on a Friday an hour before the edition is due."""
    newsroom = Newsroom(tmp_path / "digests.db")
    yield newsroom
    newsroom.do(newsroom.store.close())
    newsroom.runner.close()

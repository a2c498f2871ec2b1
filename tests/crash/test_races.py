"""Two people claim at once: one has it, and the other is told who. `make crash` runs a thousand races."""

import secrets
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import FIGURES
from tests.crash.races import race


@pytest.mark.parametrize("apart", [False, True], ids=["one bot", "two bots on one file"])
def test_of_two_who_claim_at_once_one_has_it_and_the_other_is_told(
    tmp_path: Path, record_property: Callable[[str, object], None], *, apart: bool
) -> None:
    raced = race(tmp_path / "races.db", 60, apart=apart, seed=secrets.randbelow(1_000_000))
    record_property(FIGURES, str(raced))
    assert raced.won.total() == 60
    assert not raced.wrong

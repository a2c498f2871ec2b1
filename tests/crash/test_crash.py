"""Killed at any moment, the bot loses nothing and posts nothing twice. `make crash` is the long run."""

import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from tests.conftest import FIGURES
from tests.crash.harness import Ordeal, endure
from tests.crash.plan import KINDS


def test_nothing_is_lost_or_posted_twice_however_often_the_bot_is_killed(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    seed = secrets.randbelow(1_000_000)
    ordeals = [
        # They may do late what they were asked to, so that they are not asked at once whether they did.
        Ordeal(kind, 4, 40, 20, seed=seed, lag=0.3 if kind in {"discord", "slack"} else 0, most=120)
        for kind in KINDS
    ]
    # They mostly wait for leases and answers, so that all together take as long as one.
    with ThreadPoolExecutor(len(ordeals)) as together:
        outcomes = list(together.map(partial(endure, folder=tmp_path), ordeals))
    for outcome in outcomes:
        record_property(FIGURES, str(outcome))
    assert [outcome.kills for outcome in outcomes] == [4] * len(KINDS)
    assert all(outcome.good for outcome in outcomes)

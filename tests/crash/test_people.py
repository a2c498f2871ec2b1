"""Killed at any moment, the bot does what people asked for exactly once. `make crash` is the long run."""

import secrets
from collections.abc import Callable
from pathlib import Path

from tests.conftest import FIGURES
from tests.crash.chase import Chase, catch


def test_every_reaction_and_press_has_its_effect_once_however_often_the_bot_is_killed(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    chase = Chase("asked", kills=6, acts=40, stories=9, seed=secrets.randbelow(1_000_000), most=120)
    caught = catch(chase, tmp_path)
    record_property(FIGURES, str(caught))
    assert caught.kills == 6
    assert caught.good, str(caught)

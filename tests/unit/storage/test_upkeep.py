"""What a check-up says about the engine's version and the room on the disk."""

import pytest

from storage import migrating, upkeep


@pytest.mark.parametrize(
    ("version", "state"),
    [((3, 40, 1), "warning"), ((3, 51, 2), "warning"), ((3, 51, 3), "fine"), ((4, 0, 0), "fine")],
)
def test_an_sqlite_that_can_lose_commits_is_warned_of(version: tuple[int, ...], state: str) -> None:
    finding = upkeep._version(version)
    assert finding.state == state
    assert bool(finding.next_step) is (state != "fine")
    assert ".".join(map(str, version)) in finding.says


@pytest.mark.parametrize(
    ("free", "state"),
    [(10**12, "fine"), (10**9, "warning"), (10**8, "warning"), (10**7, "wrong"), (0, "wrong")],
)
def test_a_disk_is_called_full_before_it_is(free: int, state: str) -> None:
    finding = upkeep._room(free)
    assert finding.state == state
    assert bool(finding.next_step) is (state != "fine")


def test_migrations_are_only_ever_appended_to() -> None:
    released = {"stories", "shelves", "items_and_sources", "search"}
    assert migrating._known() >= released

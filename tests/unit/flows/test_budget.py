"""How many sends a second a platform is given."""

from datetime import timedelta

from bot.flows.budget import Budget
from tests.conftest import MONDAY_7AM as NOW


def test_no_second_has_more_than_the_most() -> None:
    budget = Budget(3)
    assert budget.room(NOW) == 3
    budget.take(NOW, 2)
    later = NOW + timedelta(seconds=0.5)
    budget.take(later, 1)
    assert (budget.room(later), budget.wait(later)) == (0, 0.5)
    assert budget.room(NOW + timedelta(seconds=1)) == 2


def test_a_longer_window_lets_a_burst_through_but_no_more_in_all() -> None:
    budget = Budget(5, window=4)
    assert budget.room(NOW) == 20
    budget.take(NOW, 20)
    assert (budget.room(NOW + timedelta(seconds=3.9)), budget.wait(NOW)) == (0, 4)
    assert budget.room(NOW + timedelta(seconds=4)) == 20


def test_less_than_one_a_second_is_one_in_as_many_seconds() -> None:
    budget = Budget(0.5)
    budget.take(NOW, 1)
    assert budget.wait(NOW) == 2
    assert budget.room(NOW + timedelta(seconds=2)) == 1


def test_a_clock_that_steps_back_frees_it() -> None:
    budget = Budget(2)
    budget.take(NOW, 2)
    assert budget.room(NOW - timedelta(hours=1)) == 2

"""Whatever the clock does and whatever fails: each story is covered by exactly one edition that arrived."""

from datetime import time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.flows.digests import Wish
from bot.model.delivery import DeliveryState
from bot.model.people import MessageRef
from bot.model.schedule import DAILY
from bot.ports import Tx
from tests.contracts.drafts import a_draft
from tests.unit.flows.newsroom import ANN, CHANNEL, DAY, WHERE, Newsroom

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("clock"), st.sampled_from([-2900, -1441, -29, -1, 0, 1, 7, 61, 600, 1440, 4000])),
        st.tuples(st.just("story"), st.sampled_from([-500_000, -1440, -30, 0, 0, 0, 30, 500_000])),
        st.tuples(st.just("again"), st.integers(0, 50)),
        st.tuples(st.just("tick"), st.sampled_from([0, 0, 1440, -1440])),
        st.tuples(st.just("now"), st.integers(0, 1)),
        st.tuples(st.just("pause"), st.just(0)),
        st.tuples(st.sampled_from(["sent", "sent", "held", "dead", "deleted"]), st.integers(0, 3)),
    ),
    min_size=5,
    max_size=40,
)


@settings(max_examples=35)
@given(steps=STEPS, quiet=st.sampled_from(["say", "skip"]))
def test_each_arrival_is_in_one_window_of_an_edition_that_arrived(
    steps: list[tuple[str, int]], quiet: str
) -> None:
    with TemporaryDirectory() as place:
        room = Newsroom(Path(place) / "s.db")
        try:
            room.story("Before it was made", room.clock.at)
            room.add(Wish.model_validate({"at": time(8), "days": DAILY, "quiet": quiet}))
            for step, amount in steps:
                take(room, step, amount)
            end(room)
            check(room)
        finally:
            room.do(room.store.close())
            room.runner.close()


def take(room: Newsroom, step: str, amount: int) -> None:
    """Do one thing that may happen to a newsroom."""
    match step:
        case "clock":
            room.clock.at += timedelta(minutes=amount)
        case "story":
            room.story("News", room.clock.at + timedelta(minutes=amount))
        case "again":
            newest = room.write(lambda tx: tx.stories.count())
            draft = a_draft(first_seen=room.clock.at, outlet=f"Outlet {amount}")
            number = 1 + amount % newest
            room.write(lambda tx: tx.stories.report(number, draft))
        case "tick":
            room.tick(room.clock.at + timedelta(minutes=amount))
        case "now":
            room.clock.at += timedelta(seconds=1)  # one asks again at another moment
            room.do(room.digests.now(WHERE, keep=bool(amount)))
        case "pause":
            room.do(room.digests.pause(WHERE, ANN))
            room.do(room.digests.resume(WHERE))
        case outcome:
            room.write(lambda tx: comes_out(tx, outcome, amount))


def comes_out(tx: Tx, outcome: str, which: int) -> None:
    """Let a post that waits come to that; none of them is in doubt, for then twice may be right."""
    waiting = tx.deliveries.open_in(CHANNEL)
    if waiting:
        post = waiting[which % len(waiting)]
        there = None if outcome in {"held", "dead"} else MessageRef(conversation=WHERE, id=f"m{post.number}")
        state = DeliveryState.withdrawn if outcome == "deleted" else DeliveryState(outcome)
        after = post.model_copy(update={"state": state, "message": there})
        assert tx.deliveries.change(post, after)


def end(room: Newsroom) -> None:
    """Bring a last edition, which arrives."""
    room.clock.at = max([room.clock.at, *(each.decided_at for each in room.ledger().values())]) + DAY
    room.do(room.digests.now(WHERE, keep=False))
    room.sent()


def check(room: Newsroom) -> None:
    """See that the windows of the editions that arrived follow one another without gap or overlap."""
    newest = room.write(lambda tx: tx.stories.newest_arrival())
    there = {post.key for post in room.posts() if post.message}
    windows = [
        (edition.after, edition.until)
        for edition in reversed(room.ledger().values())
        if edition.after is not None and edition.until is not None and not edition.keeps
        if edition.delivery is None or edition.delivery in there
    ]
    assert windows[0][0] <= 1
    assert windows[-1][1] == newest
    assert [begins for begins, _ in windows[1:]] == [ends for _, ends in windows[:-1]]

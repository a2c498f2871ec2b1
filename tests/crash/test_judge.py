"""The judge sees what goes wrong: a harness that can't fail proves nothing."""

from pathlib import Path

from bot.model.delivery import Delivery, DeliveryState
from tests.conftest import MONDAY_7AM
from tests.crash.judge import Verdict, judge
from tests.crash.plan import Kind, Plan, card
from tests.servers.platform import place
from tests.servers.rooms import Message, Report

SENT = DeliveryState.sent


def a_plan(kind: Kind = "asked") -> Plan:
    """Return a plan of two posts in one conversation, the first of which shows revision 3 at the end."""
    return Plan(db=Path("x.db"), port=1, kind=kind, deliveries=2, conversations=1)


def a_message(number: int, *revisions: int, deleted: bool = False) -> Message:
    texts = [card(number, revision).model_dump_json() for revision in revisions]
    where = place(a_plan().where(number))
    return Message(id="m", key=f"mark{number}", conversation=where, texts=texts, posted_at=0, deleted=deleted)


def judged(
    *messages: Message, states: tuple[DeliveryState, DeliveryState] = (SENT, SENT), kind: Kind = "asked"
) -> Verdict:
    plan = a_plan(kind)
    stored = {
        number: Delivery(
            **plan.promise(number, at=MONDAY_7AM).model_dump(),
            number=number + 1,
            mark=f"mark{number}",
            state=state,
            queued_at=MONDAY_7AM,
        )
        for number, state in enumerate(states)
    }
    return judge(plan, stored, Report(messages=list(messages), answers={}, faults={}))


def test_what_is_there_once_and_shows_the_newest_text_is_right() -> None:
    verdict = judged(a_message(0, 1, 2, 3), a_message(1, 1))
    assert (verdict.lost, verdict.twice, verdict.edits_wrong, verdict.out_of_order) == ([], [], [], [])
    assert verdict.edits == 2


def test_a_post_that_is_not_there_or_not_settled_is_lost() -> None:
    assert judged(a_message(0, 3)).lost == [1]
    assert judged(a_message(0, 3), a_message(1, 1), states=(SENT, DeliveryState.unknown)).lost == [1]


def test_a_second_message_is_seen_whoever_deleted_the_first() -> None:
    assert judged(a_message(0, 3), a_message(1, 1, deleted=True), a_message(1, 1)).twice == [1]


def test_an_old_text_and_one_that_overtook_are_wrong() -> None:
    assert judged(a_message(0, 1, 2), a_message(1, 1)).edits_wrong == [0]
    assert judged(a_message(0, 1, 3, 2, 3), a_message(1, 1)).edits_wrong == [0]


def test_a_later_post_before_an_earlier_one_is_out_of_order() -> None:
    assert judged(a_message(1, 1), a_message(0, 3)).out_of_order == [0]


def test_holding_is_right_only_where_nobody_can_tell() -> None:
    held = (DeliveryState.held, SENT)
    assert judged(a_message(1, 1), states=held).lost == [0]
    verdict = judged(a_message(1, 1), states=held, kind="neither")
    assert (verdict.lost, verdict.held) == ([], [0])

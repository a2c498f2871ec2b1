"""What every store promises about the inbox: saved once, there until it is settled, and forgotten later."""

import pytest

from bot.model.events import ButtonPressed, CommandTyped, Owed, ReactionChanged
from bot.model.people import MessageRef
from bot.ports import Tx
from tests.contracts.conftest import Driven
from tests.contracts.promises import ANNA, NOW, SECOND, a_place

HERE = a_place("C1", thread="17.4")


def typed(identity: str = "slack:1", text: str = "latest 5", *, platform: str = "slack") -> CommandTyped:
    actor = ANNA.model_copy(update={"platform": platform})
    return CommandTyped(id=identity, at=NOW, actor=actor, where=HERE, text=text, comes_again=True)


def pressed(identity: str = "slack:2") -> ButtonPressed:
    return ButtonPressed(
        id=identity,
        at=NOW,
        actor=ANNA,
        where=HERE,
        private=True,
        reply="https://example.org/secret",
        says="story 142",
        on=MessageRef(conversation=HERE, id="17.5"),
    )


def reacted(identity: str = "slack:3", *, platform: str = "slack") -> ReactionChanged:
    actor = ANNA.model_copy(update={"platform": platform, "zone": "Europe/London"})
    message = MessageRef(conversation=a_place("C1", platform="slack"), id="17.5")
    return ReactionChanged(
        id=identity, at=NOW, actor=actor, message=message, name="🚩", present=True, quiet=True
    )


def accept(store: Driven, owed: Owed, *, at: int = 0) -> bool:
    return store.write(lambda tx: tx.inbox.accept(owed, at=NOW + at * SECOND))


def settle(store: Driven, identity: str) -> None:
    store.write(lambda tx: tx.inbox.settle(identity))


def forget(store: Driven, before: int) -> None:
    store.write(lambda tx: tx.inbox.forget(NOW + before * SECOND))


def unsettled(store: Driven, platform: str = "slack") -> list[Owed]:
    return list(store.read(lambda view: view.inbox.unsettled(platform)))


@pytest.mark.parametrize(
    "owed",
    [typed(), typed(text="añadir “🚩” https://example.org/?a=b&c\nand a second line"), pressed(), reacted()],
    ids=["a command", "a pasted text", "a button", "a reaction"],
)
def test_what_was_accepted_comes_back_whole_after_a_restart(store: Driven, owed: Owed) -> None:
    assert accept(store, owed)
    store.reopen()
    assert unsettled(store) == [owed]


def test_a_known_id_is_not_saved_again_whatever_it_brings(store: Driven) -> None:
    assert accept(store, typed("slack:1", "latest"))
    assert not accept(store, typed("slack:1", "digest now"), at=1)
    assert not accept(store, pressed("slack:1"), at=2)
    assert unsettled(store) == [typed("slack:1", "latest")]


def test_what_was_settled_is_still_known(store: Driven) -> None:
    assert accept(store, typed())
    settle(store, "slack:1")
    assert unsettled(store) == []
    store.reopen()
    assert not accept(store, typed())
    assert unsettled(store) == []


def test_settling_again_or_what_was_never_accepted_does_no_harm(store: Driven) -> None:
    assert accept(store, typed())
    for identity in ("slack:2", "slack:1", "slack:1"):
        settle(store, identity)
    assert unsettled(store) == []
    assert accept(store, pressed("slack:2"))
    assert unsettled(store) == [pressed("slack:2")]


def test_the_unsettled_of_one_platform_come_in_the_order_in_which_they_were_accepted(store: Driven) -> None:
    for number in (3, 1, 2):
        assert accept(store, typed(f"slack:{number}"))
    assert accept(store, typed("discord:1", platform="discord"))
    assert accept(store, reacted("slack:0"))
    assert accept(store, reacted("discord:0", platform="discord"))
    settle(store, "slack:1")
    assert [owed.id for owed in unsettled(store)] == ["slack:3", "slack:2", "slack:0"]
    assert [owed.id for owed in unsettled(store, "discord")] == ["discord:1", "discord:0"]
    assert unsettled(store, "console") == []


def test_only_what_is_old_and_settled_is_forgotten(store: Driven) -> None:
    for number in range(4):
        assert accept(store, typed(f"slack:{number}"), at=number)
    for number in (0, 2, 3):
        settle(store, f"slack:{number}")
    forget(store, before=3)
    assert [owed.id for owed in unsettled(store)] == ["slack:1"]
    assert [accept(store, typed(f"slack:{number}"), at=9) for number in range(4)] == [
        True,
        False,
        True,
        False,
    ]


def test_forgetting_does_not_change_the_order(store: Driven) -> None:
    for number in range(3):
        assert accept(store, typed(f"slack:{number}"), at=number)
    settle(store, "slack:2")
    forget(store, before=9)
    assert accept(store, typed("slack:3"), at=9)
    assert [owed.id for owed in unsettled(store)] == ["slack:0", "slack:1", "slack:3"]


def test_an_effect_that_is_rolled_back_leaves_it_unsettled(store: Driven) -> None:
    assert accept(store, typed())

    def fail(tx: Tx) -> None:
        tx.inbox.settle("slack:1")
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        store.write(fail)
    assert unsettled(store) == [typed()]


def test_what_is_noted_is_known_and_waits_for_nothing(store: Driven) -> None:
    def note() -> bool:
        return store.write(lambda tx: tx.inbox.note("slack:7", "slack", at=NOW))

    assert note()
    assert not note()
    assert not accept(store, typed("slack:7"))
    assert not unsettled(store)


def test_settling_says_whether_it_was_settled_already(store: Driven) -> None:
    assert accept(store, typed())
    assert [store.write(lambda tx: tx.inbox.settle("slack:1")) for _ in range(3)] == [True, False, False]
    assert store.write(lambda tx: tx.inbox.settle("never accepted"))

"""What every store promises about digests and the ledger of their editions."""

from datetime import date, datetime, time, timedelta

import pytest

from bot.model.delivery import DeliveryState
from bot.model.digest import Digest, DigestDraft, Edition, OrderState, Verdict
from bot.model.people import Conversation
from bot.model.schedule import Schedule
from bot.ports import Tx
from tests.contracts.conftest import Driven, StoreFactory
from tests.contracts.drafts import a_draft
from tests.contracts.promises import ANNA, NOW, SECOND, a_place, a_promise, changed, queued, sent

DAY = timedelta(days=1)


def a_digest(where: Conversation | None = None, **said: object) -> DigestDraft:
    draft = DigestDraft(
        where=where or a_place(),
        schedule=Schedule(at=time(8), zone="Europe/London"),
        set_by=ANNA,
        made_at=NOW,
        changed_at=NOW,
    )
    return draft.model_copy(update=said)


def add(store: Driven, draft: DigestDraft | None = None) -> Digest:
    return store.write(lambda tx: tx.digests.add(draft or a_digest()))


def an_edition(on: int = 2, *, digest: int = 1, **said: object) -> Edition:
    """Return the edition of that day of November."""
    edition = Edition(
        digest=digest,
        occasion=f"2026-11-{on:02}",
        day=date(2026, 11, on),
        verdict=Verdict.sent,
        due_at=NOW,
        decided_at=NOW + on * DAY,
        covers_from=NOW + (on - 1) * DAY,
        covers_to=NOW + on * DAY,
        after=on - 1,
        until=on,
    )
    return edition.model_copy(update=said)


def decide(store: Driven, edition: Edition) -> bool:
    """Decide an edition, and queue its post if it has one."""

    def work(tx: Tx) -> bool:
        decided = tx.digests.decide(edition)
        if decided and edition.delivery:
            tx.deliveries.queue(a_promise(edition.delivery), at=NOW)
        return decided

    return store.write(work)


def last_success(store: Driven, digest: int = 1) -> str | None:
    edition = store.read(lambda view: view.digests.last_success(digest))
    return edition.occasion if edition else None


def test_a_digest_comes_back_as_it_is(store: Driven) -> None:
    draft = a_digest(
        a_place("C1", thread="17.4"),
        schedule=Schedule(at=time(23, 59, 30), days=(6, 0), zone="Australia/Lord_Howe"),
        topic="Law & order",
        count=10,
        quiet="skip",
        changed_at=NOW + SECOND,
        made_after=7,
        state=OrderState.paused,
        reason="The channel is archived.",
    )
    digest = add(store, draft)
    store.reopen()
    assert store.read(lambda view: view.digests.get(1)) == digest
    assert digest == Digest(number=1, **dict(draft))


def test_numbers_are_never_used_again(store: Driven) -> None:
    first, second = add(store), add(store)
    store.write(lambda tx: tx.digests.change(second.model_copy(update={"state": OrderState.off})))
    store.reopen()
    assert (first.number, second.number, add(store).number) == (1, 2, 3)


def test_a_changed_digest_is_stored_whole(store: Driven) -> None:
    digest = add(store)
    what = {
        "where": a_place("C2"),
        "schedule": Schedule(at=time(17), days=(4,), zone="Asia/Tokyo"),
        "topic": "Sport",
        "count": 1,
        "quiet": "skip",
        "set_by": ANNA.model_copy(update={"name": "Ben"}),
        "changed_at": NOW + DAY,
        "state": OrderState.paused,
        "reason": "Asked for.",
    }
    after = digest.model_copy(update=what)
    store.write(lambda tx: tx.digests.change(after))
    assert store.read(lambda view: view.digests.get(1)) == after
    with pytest.raises(ValueError, match="no digest 9"):
        store.write(lambda tx: tx.digests.change(after.model_copy(update={"number": 9})))


def test_a_channel_has_the_digests_of_its_threads_that_are_not_off(store: Driven) -> None:
    for place in (a_place("C1"), a_place("C2"), a_place("C1", thread="17.4"), a_place("C1")):
        add(store, a_digest(place))
    add(store, a_digest(state=OrderState.paused))
    off = add(store, a_digest(state=OrderState.off))
    here = store.read(lambda view: view.digests.in_channel(a_place("C1").channel))
    assert [digest.number for digest in here] == [1, 3, 4, 5]
    assert [digest.number for digest in store.read(lambda view: view.digests.standing())] == [1, 2, 3, 4, 5]
    assert store.read(lambda view: view.digests.get(off.number)) == off


def test_there_is_nothing_before_anything_is_set(store: Driven) -> None:
    numbers = (0, -1, 1, 2**63)
    assert store.read(lambda view: [view.digests.get(number) for number in numbers]) == [None] * 4
    assert store.read(lambda view: view.digests.standing()) == ()
    assert store.read(lambda view: view.digests.in_channel(a_place().channel)) == ()
    assert store.read(lambda view: view.digests.last_dated(1)) is None
    assert store.read(lambda view: view.digests.editions(1, limit=5)) == ()
    assert last_success(store) is None


@pytest.mark.parametrize("verdict", Verdict)
def test_an_edition_comes_back_as_it_is(store: Driven, verdict: Verdict) -> None:
    add(store)
    edition = an_edition(
        verdict=verdict,
        zone="Europe/London",
        topic="Law & order",
        stories=(142, 7, 9),
        kept_back=(8, 3),
        considered=37,
        delivery="edition:1",
        reason="Why.",
    )
    bare = Edition(
        digest=1,
        occasion="2026-11-01T07:00:00",
        day=None,
        verdict=verdict,
        due_at=None,
        decided_at=NOW,
        keeps=True,
    )
    assert decide(store, bare)
    assert decide(store, edition)
    store.reopen()
    assert store.read(lambda view: view.digests.editions(1, limit=5)) == (edition, bare)
    assert store.read(lambda view: view.digests.editions(1, limit=1)) == (edition,)


def test_an_occasion_is_decided_once(store: Driven) -> None:
    add(store)
    add(store)
    assert decide(store, an_edition(reason="first"))
    assert not decide(store, an_edition(reason="second", verdict=Verdict.missed))
    assert decide(store, an_edition(digest=2))
    (kept,) = store.read(lambda view: view.digests.editions(1, limit=5))
    assert kept.reason == "first"


def test_two_processes_decide_an_occasion_once_and_queue_one_post(store_factory: StoreFactory) -> None:
    one, two = store_factory(), store_factory()
    add(one)
    edition = an_edition(delivery="edition:1:2026-11-02")
    assert [decide(driven, edition) for driven in (one, two, one, two)] == [True, False, False, False]
    assert two.read(lambda view: view.deliveries.counts()) == {DeliveryState.ready: 1}


def test_the_last_dated_edition_is_that_of_the_latest_date_whenever_it_was_decided(store: Driven) -> None:
    add(store)
    for day, decided in ((3, 9), (5, 1), (4, 5)):
        decide(store, an_edition(day, decided_at=NOW + decided * DAY))
    decide(store, an_edition(9, digest=add(store).number))
    decide(store, an_edition(20, occasion="out of turn", day=None))
    last = store.read(lambda view: view.digests.last_dated(1))
    assert last == an_edition(5, decided_at=NOW + DAY)


def test_the_newest_row_of_the_ledger_comes_first_whatever_the_clock_showed(store: Driven) -> None:
    add(store)
    for day, decided in ((3, 9), (5, 1), (4, 5)):
        decide(store, an_edition(day, decided_at=NOW + decided * DAY))
    found = store.read(lambda view: view.digests.editions(1, limit=2))
    assert [edition.occasion for edition in found] == ["2026-11-04", "2026-11-05"]


def test_what_never_was_there_since_the_last_success_is_unsent_however_much_there_is(store: Driven) -> None:
    add(store)
    unsent: list[str] = []
    for on in range(2, 29):
        decide(store, an_edition(on, delivery=str(on), decided_at=NOW - on * DAY))
        unsent.insert(0, f"2026-11-{on:02}")

    def found() -> list[str]:
        return [each.occasion for each in store.read(lambda view: view.digests.unsent(1))]

    assert found() == unsent
    for on, state in ((9, "held"), (10, "dead"), (11, "withdrawn"), (12, "sending"), (13, "unknown")):
        changed(store, str(on), DeliveryState(state))
    decide(store, an_edition(29, verdict=Verdict.missed, covers_to=None, until=None))
    assert found() == unsent
    sent(store, "8")
    assert found() == [day for day in unsent if day > "2026-11-08"]
    sent(store, "12")
    assert found() == [day for day in unsent if day > "2026-11-12"]


def test_what_a_success_showed_is_known_by_the_one_that_covers_furthest(store: Driven) -> None:
    add(store)
    decide(store, an_edition(2, delivery="2", stories=(5, 6)))
    decide(store, an_edition(3, delivery="3", stories=(6,), kept_back=(7, 6)))
    decide(store, an_edition(4, delivery="4", stories=(5, 6, 7, 8)))
    decide(store, an_edition(5, delivery="5", stories=(5, 8), keeps=True))
    decide(store, an_edition(6, delivery="6", digest=add(store).number, stories=(5, 8)))
    for key in ("2", "3", "5", "6"):
        sent(store, key)
    found = store.read(lambda view: view.digests.showing(1, [5, 6, 7, 8, 9]))
    assert {story: edition.occasion for story, edition in found.items()} == {
        5: "2026-11-02",
        6: "2026-11-03",
        7: "2026-11-03",
    }
    assert store.read(lambda view: view.digests.showing(1, [])) == {}


def test_what_showed_a_story_that_was_merged_since_has_shown_the_other(store: Driven) -> None:
    add(store)
    store.write(lambda tx: [tx.stories.add(a_draft()) for _ in range(3)])
    decide(store, an_edition(2, delivery="2", stories=(1,)))
    decide(store, an_edition(3, delivery="3", stories=(2,)))
    sent(store, "2")
    sent(store, "3")
    store.write(lambda tx: tx.stories.merge(3, 2, by="Ann"))
    found = store.read(lambda view: view.digests.showing(1, [1, 3]))
    assert {story: edition.occasion for story, edition in found.items()} == {1: "2026-11-02", 3: "2026-11-03"}
    store.write(lambda tx: tx.stories.merge(1, 3, by="Ann"))
    found = store.read(lambda view: view.digests.showing(1, [1]))
    assert found[1].occasion == "2026-11-03"


def test_an_edition_succeeds_once_its_post_is_sent(store: Driven) -> None:
    add(store)
    decide(store, an_edition(2, delivery="second"))
    decide(store, an_edition(3, delivery="third", verdict=Verdict.late))
    assert last_success(store) is None
    sent(store, "second")
    assert last_success(store) == "2026-11-02"
    for state in ("sending", "unknown", "held", "dead", "withdrawn"):
        changed(store, "third", DeliveryState(state))
        assert last_success(store) == "2026-11-02"
    sent(store, "third")
    assert last_success(store) == "2026-11-03"
    changed(store, "third", DeliveryState.withdrawn)  # deleted by somebody, after it was there
    assert last_success(store) == "2026-11-03"


def test_a_quiet_morning_without_a_post_is_a_success_and_one_with_a_post_once_it_is_sent(
    store: Driven,
) -> None:
    add(store)
    decide(store, an_edition(2, verdict=Verdict.quiet))
    decide(store, an_edition(3, verdict=Verdict.quiet, delivery="quiet"))
    assert last_success(store) == "2026-11-02"
    sent(store, "quiet")
    assert last_success(store) == "2026-11-03"


def test_what_was_missed_or_keeps_the_watermark_is_no_success(store: Driven) -> None:
    add(store)
    decide(store, an_edition(2, verdict=Verdict.quiet))
    decide(store, an_edition(3, verdict=Verdict.missed))
    decide(store, an_edition(4, verdict=Verdict.no_such_day))
    decide(store, an_edition(5, delivery="now", keeps=True))
    decide(store, an_edition(6, verdict=Verdict.quiet, keeps=True))
    decide(store, an_edition(7, verdict=Verdict.quiet, until=None))
    sent(store, "now")
    assert last_success(store) == "2026-11-02"


def test_the_success_that_covers_furthest_counts_not_the_one_decided_last(store: Driven) -> None:
    add(store)

    def covering(day: int, until: int, moment: datetime) -> Edition:
        return an_edition(day, verdict=Verdict.quiet, until=until, covers_to=moment, decided_at=moment)

    decide(store, covering(2, 5, NOW))
    decide(store, covering(3, 4, NOW + 9 * DAY))
    assert last_success(store) == "2026-11-02"
    decide(store, covering(4, 5, NOW - 9 * DAY))
    assert last_success(store) == "2026-11-04"


def test_an_edition_that_says_it_was_posted_has_its_post(store: Driven) -> None:
    add(store)
    queued(store, a_promise("there before"))
    assert store.write(lambda tx: tx.digests.decide(an_edition(delivery="there before")))

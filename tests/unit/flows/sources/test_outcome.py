"""What a poll makes of a source."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.flows.sources.outcome import Heard, failed, succeeded
from bot.flows.sources.schedule import first
from bot.model.fetch import Failed, Fault, Fetched, Unchanged
from bot.model.polled import PolledSource, SourceKind, SourceState

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
URL = "https://paper.example/feed"
FAILURE = Failed(fault=Fault.timeout, says="It took too long.")


def a_source(**changes: object) -> PolledSource:
    source = PolledSource(
        number=1, key=URL, url=URL, kind=SourceKind.feed, title="The Paper", added_at=NOW, next_at=NOW
    )
    return source.model_copy(update=changes)


def an_answer(**changes: object) -> Fetched:
    return Fetched(url=URL, body=b"<rss/>").model_copy(update=changes)


def waits(source: PolledSource) -> timedelta:
    return source.next_at - NOW


def test_a_source_of_unknown_rhythm_is_asked_every_hour_or_so() -> None:
    assert 0.9 * HOUR <= waits(succeeded(a_source(), an_answer(), Heard(), at=NOW)) <= 1.1 * HOUR


def test_no_two_that_were_asked_together_are_asked_together_again_and_none_too_soon() -> None:
    sources = [a_source(key=f"https://paper.example/{n}") for n in range(50)]
    gaps = [waits(succeeded(each, an_answer(), Heard(), at=NOW)) for each in sources]
    assert len(set(gaps)) == 50
    assert all(HOUR <= gap <= 1.1 * HOUR for gap in gaps)


def test_an_answer_that_stays_fresh_is_not_asked_for_sooner() -> None:
    answer = an_answer(fresh_until=NOW + 5 * HOUR)
    assert waits(succeeded(a_source(), answer, Heard(), at=NOW)) == 5 * HOUR


def test_a_feed_that_asks_to_be_left_alone_is() -> None:
    assert waits(succeeded(a_source(), an_answer(), Heard(ttl=600), at=NOW)) == 600 * MINUTE


def test_but_nobody_is_left_alone_for_more_than_a_day() -> None:
    answer = an_answer(fresh_until=NOW + 400 * DAY)
    assert waits(succeeded(a_source(), answer, Heard(ttl=9_000), at=NOW)) == DAY


def test_what_moved_for_good_is_asked_at_its_new_address() -> None:
    after = succeeded(a_source(), an_answer(moved_to="https://new.example/feed"), Heard(), at=NOW)
    assert (after.url, after.key) == ("https://new.example/feed", URL)


def test_an_unchanged_answer_keeps_what_was_known() -> None:
    before = failed(a_source(etag='"1"', ttl=30, title="Kept"), FAILURE, at=NOW)
    after = succeeded(before, Unchanged(url=URL), None, at=NOW)
    assert (after.etag, after.ttl, after.title, after.trouble) == ('"1"', 30, "Kept", None)


def test_what_is_wrong_with_a_body_stays_wrong_while_it_is_the_same() -> None:
    broken = Failed(fault=Fault.unreadable, says="Line 7 is broken.")
    once = succeeded(a_source(), an_answer(), Heard(trouble=broken), at=NOW)
    again = succeeded(once, Unchanged(url=URL), None, at=NOW + HOUR)
    assert again.trouble is not None
    assert again.trouble.says == "Line 7 is broken."


def test_failures_are_counted_and_waited_for_twice_as_long_each_time() -> None:
    source, gaps = a_source(), []
    for _ in range(10):
        source = failed(source, FAILURE, at=NOW)
        gaps.append(waits(source) / MINUTE)
    assert source.trouble is not None
    assert source.trouble.times == 10
    nominal = [15, 30, 60, 120, 240, 480, 960, 1440, 1440, 1440]
    assert all(0.9 * usual <= gap <= 1.1 * usual for gap, usual in zip(gaps, nominal, strict=True))


def test_a_host_that_asks_for_patience_gets_it_up_to_a_week() -> None:
    busy = Failed(fault=Fault.busy, says="Later.", retry_at=NOW + 3 * DAY)
    assert waits(failed(a_source(), busy, at=NOW)) == 3 * DAY
    for_ever = busy.model_copy(update={"retry_at": NOW + 400 * DAY})
    assert waits(failed(a_source(), for_ever, at=NOW)) == 7 * DAY


def test_what_is_gone_is_not_asked_again() -> None:
    after = failed(a_source(), Failed(fault=Fault.gone, says="Gone."), at=NOW)
    assert after.state is SourceState.stopped
    assert succeeded(after, an_answer(), Heard(), at=NOW).state is SourceState.active


def test_a_trouble_is_told_once_whatever_else_comes_and_its_end_for_good_again() -> None:
    source = failed(a_source(), FAILURE, at=NOW)
    assert source.trouble is not None
    told = source.model_copy(update={"trouble": source.trouble.model_copy(update={"told": True})})
    other = failed(told, Failed(fault=Fault.server, says="500"), at=NOW + HOUR)
    assert other.trouble is not None
    assert (other.trouble.told, other.trouble.since, other.trouble.fault) == (True, NOW, Fault.server)
    gone = failed(other, Failed(fault=Fault.gone, says="Gone."), at=NOW + DAY)
    assert gone.trouble is not None
    assert not gone.trouble.told


@given(st.text(max_size=50))
def test_many_that_are_added_at_once_are_spread(key: str) -> None:
    assert NOW <= first(key, at=NOW, within=15 * MINUTE) <= NOW + 15 * MINUTE

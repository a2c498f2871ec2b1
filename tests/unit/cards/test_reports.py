"""A story's card tells who has it, what later reports brought, and why they are together."""

from datetime import UTC, datetime, timedelta

import pytest

from adapters import plain
from bot.cards.prose import outlets
from bot.cards.story import brief_card
from bot.cards.why import why_card
from bot.model.sketch import Explanation
from bot.model.story import Copy, Fresh, Report, Story
from bot.model.worth import Worth
from tests.contracts.drafts import a_brief

SEEN = datetime(2026, 11, 2, 7, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def report(outlet: str, minutes: int = 0, *, headline: str = "Plan agreed", **more: object) -> Report:
    seen = SEEN + minutes * MINUTE
    return Report(outlet=outlet, headline=headline, first_seen=seen, arrival=minutes + 1).model_copy(
        update=more
    )


def story(*reports: Report) -> Story:
    return Story(
        number=7, headline="Plan agreed", brief=a_brief("It rained."), reports=reports, first_seen=SEEN
    )


def brief(*reports: Report) -> str:
    return plain.render(brief_card(story(*reports)), width=1000, zone=UTC)


def test_reports_are_numbered_as_split_takes_them() -> None:
    shown = brief(
        report("The Courier", url="https://www.courier.example/a"),
        report("AP", 20, headline="Council says yes"),
        report("The Echo", 30, put_by="Anna", published_at=SEEN),
    )
    assert "1. The Courier · first seen" in shown
    assert "courier.example" in shown
    assert "“Plan agreed”" not in shown
    assert "2. AP · first seen 2 Nov 2026, 07:20 UTC · “Council says yes”" in shown
    assert "3. The Echo · 2 Nov 2026, 07:00 UTC, first seen 2 Nov 2026, 07:30 UTC · put here by Anna" in shown


def test_the_same_text_elsewhere_is_named_with_its_report() -> None:
    def copy(outlet: str) -> Copy:
        return Copy(outlet=outlet, first_seen=SEEN, url=f"https://amp.{outlet.lower()}.example/x")

    copies = (copy("AP"), copy("Echo"), copy("AP"))
    assert "· same text: amp.ap.example, Echo\n" in brief(report("AP", copies=copies), report("B"))
    many = tuple(copy(f"Outlet{at}") for at in range(8))
    assert "Outlet4 and 3 more" in brief(report("AP", copies=many))


def test_behind_ten_reports_the_others_are_named_with_their_numbers() -> None:
    shown = brief(*(report(f"Outlet {chr(65 + at)}", at) for at in range(14)))
    assert "10. Outlet J" in shown
    assert "and 4 more: 11 Outlet K, 12 Outlet L, 13 Outlet M, 14 Outlet N" in shown
    assert "11. " not in shown


def test_what_was_new_is_told_word_for_word_in_its_order() -> None:
    def fresh(text: str, minutes: int) -> Fresh:
        return Fresh(text=text, seen=SEEN + minutes * MINUTE)

    shown = brief(
        report("The Courier", fresh=(fresh("Nobody was hurt.", 90),)),
        report("AP", 20, fresh=(fresh("The vote was 31 to 29.", 20),)),
    )
    first, second = "“The vote was 31 to 29.” – AP, ", "“Nobody was hurt.” – The Courier, "
    assert shown.index("New since") < shown.index(first) < shown.index(second) < shown.index("Who has it")


def test_of_many_new_sentences_the_latest_are_shown() -> None:
    news = tuple(Fresh(text=f"Fact {at}.", seen=SEEN + at * MINUTE) for at in range(12))
    shown = brief(report("AP", fresh=news))
    assert "2 more came before these." in shown
    assert "“Fact 1.”" not in shown
    assert "“Fact 2.”" in shown
    assert "“Fact 11.”" in shown


def test_a_story_with_one_report_is_told_without_numbers_or_news() -> None:
    shown = brief(report("The Courier"))
    assert "1. " not in shown
    assert "New since" not in shown


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["AP"], "AP"),
        (["AP", "AP", "Echo"], "AP and Echo"),
        (["AP", "Echo", "Courier"], "AP, Echo and 1 more"),
        (["The Courier", "AP", "C", "D", "E"], "The Courier, AP and 3 more"),
    ],
)
def test_outlets_are_named_each_once(names: list[str], said: str) -> None:
    assert outlets(story(*(report(name) for name in names))) == said


def why(*reports: Report, worth: Worth | None = None) -> str:
    return plain.render(why_card(story(*reports), (), worth), width=1000, zone=UTC)


def test_why_names_the_words_in_common_or_who_put_a_report_there() -> None:
    words = Explanation(words=("Plosser", "taper", "weather"), score=0.412, needed=0.3, hours_apart=1)
    none = Explanation(score=0.9, needed=0.3)
    shown = why(
        report("The Courier"),
        report("AP", 20, why=words),
        report("The Echo", 180, why=none),
        report("Wire", 5000, why=words, put_by="Anna"),
    )
    assert "AP joined 20 minutes later: both say Plosser, taper, weather (41% alike, 30% was enough)" in shown
    assert "The Echo joined 3 hours later: 90% alike, 30% was enough" in shown
    assert "Wire – Anna put it here" in shown
    assert "The Courier" not in shown


def test_why_tells_what_a_place_in_lists_is_made_of() -> None:
    parts = (("3 outlets", 1.58), ("5 hours old", -0.208), ("2 people reacted", 0.79), ("x", 0.0))
    shown = why(report("AP"), worth=Worth(total=2.162, parts=parts))
    assert "3 outlets +1.6 · 5 hours old −0.21 · 2 people reacted +0.79 · x 0: together +2.2" in shown
    assert "Why these reports" not in shown


def test_who_watches_nothing_is_told_how_to() -> None:
    shown = plain.render(why_card(story(report("AP")), (), person=True), width=1000, zone=UTC)
    assert "You watch nothing" in shown
    assert "neither digests" not in shown

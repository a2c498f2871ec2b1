"""What every store promises about its search."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.model.query import Found, Search
from bot.model.story import StoryDraft
from tests.contracts.conftest import Driven
from tests.contracts.drafts import NOON, a_draft


def add(store: Driven, *drafts: StoryDraft) -> None:
    store.write(lambda tx: [tx.stories.add(draft) for draft in drafts])


def search(store: Driven, text: str, limit: int = 50, **more: object) -> Found:
    query = Search.model_validate({"text": text, "limit": limit, **more})
    return store.read(lambda view: view.stories.search(query))


def numbers(found: Found) -> list[int]:
    return [hit.story.number for hit in found.hits]


def test_words_are_found_in_headline_and_original(store: Driven) -> None:
    add(
        store,
        a_draft("Harbour closed", original="Ships wait."),
        a_draft("Ships wait", original="The harbour is shut."),
        a_draft("Budget", original="Numbers."),
    )
    found = search(store, "harbour")
    assert {hit.story.number: hit.in_headline for hit in found.hits} == {1: True, 2: False}
    assert found.complete


def test_every_word_must_be_there_but_anywhere(store: Driven) -> None:
    add(
        store,
        a_draft("Harbour closed", original="A storm came."),
        a_draft("Harbour storm", original="Nothing else."),
        a_draft("Harbour", original="Quiet."),
    )
    assert {hit.story.number: hit.in_headline for hit in search(store, "storm harbour").hits} == {
        1: False,
        2: True,
    }


def test_hits_come_newest_first_wherever_the_words_stand(store: Driven) -> None:
    hours = [3, 1, 2, 4]
    add(
        store,
        *(
            a_draft(
                "Storm" if at % 2 else "Weather", original="A storm.", published=NOON + timedelta(hours=hour)
            )
            for at, hour in enumerate(hours)
        ),
    )
    found = search(store, "storm")
    assert numbers(found) == [4, 1, 3, 2]
    assert [hit.in_headline for hit in found.hits] == [True, False, False, True]


def test_the_limit_holds_for_headlines_and_for_the_others_alone(store: Driven) -> None:
    headlines = [a_draft("Storm", original="x", published=NOON - timedelta(hours=at)) for at in range(5)]
    others = [a_draft("x", original="storm", published=NOON + timedelta(hours=1 + at)) for at in range(5)]
    add(store, *headlines, *others)
    found = search(store, "storm", limit=2)
    assert [hit.in_headline for hit in found.hits] == [False, False, True, True]
    assert numbers(found) == [10, 9, 1, 2]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("CAFÉ", [1]),
        ("cafe", [1]),
        ("Äpfel", [1]),
        ("apfel", [1]),
        ("closing", [1]),
        ("closed close", [1]),
        ("clo", []),
        ("caf", []),
    ],
)
def test_case_accents_and_endings_do_not_matter(store: Driven, text: str, found: list[int]) -> None:
    add(store, a_draft("Café closes", original="Keine ÄPFEL mehr."))
    assert numbers(search(store, text)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('"prime minister"', [1]),
        ("“prime minister”", [1]),
        ('"minister prime"', []),
        ("minister prime", [2, 1]),
        ('"prime minister" resigns', [1]),
        ('prime "minister resigns"', [1]),
        ('"the prime minister resigned"', [1]),
        ('minister "prime', [2, 1]),
        ('"', []),
        ('""', []),
        ('"" minister', [2, 1]),
    ],
)
def test_words_between_quotes_stand_together(store: Driven, text: str, found: list[int]) -> None:
    add(
        store,
        a_draft("The prime minister resigns"),
        a_draft("Minister in her prime", published=NOON + timedelta(hours=1)),
    )
    assert numbers(search(store, text)) == found


def test_a_phrase_does_not_reach_from_the_headline_into_the_original(store: Driven) -> None:
    add(store, a_draft("Storm over", original="London sleeps."))
    assert numbers(search(store, '"over London"')) == []
    assert numbers(search(store, "over London")) == [1]


@pytest.mark.parametrize(
    "text", ["", "   ", "...", "—", "!?*()", "-", "😀", '"-"', "* OR", "́", "\x00", "headline:", "^"]
)
def test_text_without_a_word_that_is_there_finds_nothing(store: Driven, text: str) -> None:
    add(store, a_draft("Storm", original="All quiet."))
    assert search(store, text) == Found(hits=())


@pytest.mark.parametrize(
    "text",
    [
        '" OR NEAR( * -- ; DROP',
        "storm OR calm",
        "storm AND NOT calm",
        "NEAR(storm calm)",
        "headline: storm calm",
        "{headline} : calm",
        "milestone",
        "-calm",
        "'; DROP TABLE stories; --",
    ],
)
def test_nothing_that_is_typed_is_syntax(store: Driven, text: str) -> None:
    add(store, a_draft("Storm", original="All quiet."))
    assert numbers(search(store, text)) == []
    assert store.read(lambda view: view.stories.count()) == 1


@pytest.mark.parametrize(
    "text", ["storm!", "*storm*", "storm -", "(storm", "st*rm storm", "storm\x00", "^storm"]
)
def test_punctuation_around_words_does_not_matter(store: Driven, text: str) -> None:
    add(store, a_draft("Storm: st rm", original="All quiet."))
    assert numbers(search(store, text)) == [1]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=80) | st.text('"*()-:^+{}ab \x00', max_size=30), limit=st.integers(1, 5))
@example(text="a " * 5000, limit=1)
@example(text=" ".join(f"word{at}" for at in range(1000)), limit=1)
@example(text='"' + "a " * 2000 + '"', limit=1)
@example(text="\ud800 \udfff", limit=1)
def test_no_text_is_too_strange_to_be_looked_for(store: Driven, text: str, limit: int) -> None:
    assert len(search(store, text, limit=limit).hits) <= 2 * limit


plain_words = st.text(
    st.characters(categories=["Ll", "Lu", "Nd"], max_codepoint=0x24F), min_size=1, max_size=12
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(plain_words, min_size=1, max_size=6))
def test_a_story_is_found_by_its_own_words(store: Driven, words: list[str]) -> None:
    text = " ".join(words)
    number = store.write(lambda tx: tx.stories.add(a_draft(text, original="x")).number)
    assert number in numbers(search(store, text, limit=100))
    assert number in numbers(search(store, f'"{text}"', limit=100))


def test_since_leaves_older_stories_out(store: Driven) -> None:
    add(store, *(a_draft("Storm", published=NOON + timedelta(hours=hour)) for hour in range(4)))
    assert numbers(search(store, "storm", since=NOON + timedelta(hours=2))) == [4, 3]
    assert numbers(search(store, '"storm"', since=NOON + timedelta(hours=9))) == []


def test_hits_are_the_stories_themselves(store: Driven) -> None:
    add(store, a_draft("Storm", topics=("Weather",), url="https://example.com/storm"))
    (hit,) = search(store, "storm").hits
    assert hit.story == store.read(lambda view: view.stories.get(1))

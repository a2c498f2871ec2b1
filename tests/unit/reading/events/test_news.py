"""What is new in an update."""

from hypothesis import given
from hypothesis import strategies as st

from bot.reading.events.news import new_facts

KNOWN = "A quake hit Padang on Thursday. Twelve people were hurt."


def test_a_sentence_with_a_new_number_or_name_is_new() -> None:
    update = f"{KNOWN} The mayor, Budi Santoso, spoke at noon. At least 31 people were hurt."
    assert new_facts([KNOWN], update) == (
        "The mayor, Budi Santoso, spoke at noon.",
        "At least 31 people were hurt.",
    )


def test_the_same_again_is_nothing_new() -> None:
    assert new_facts([KNOWN], KNOWN) == ()
    assert new_facts([KNOWN], "On Thursday, people were hurt in Padang.") == ()


def test_what_any_of_the_known_texts_has_is_not_new() -> None:
    assert new_facts([KNOWN, "The mayor is Budi Santoso."], "The mayor, Budi Santoso, was there.") == ()


def test_a_fact_is_new_once() -> None:
    update = "Now 31 people were hurt in all. The number of people hurt is 31 now."
    assert new_facts([KNOWN], update) == ("Now 31 people were hurt in all.",)


def test_at_most_five_sentences_in_their_order() -> None:
    update = " ".join(f"The police counted {number} broken windows." for number in range(100, 120))
    found = new_facts([KNOWN], update)
    assert found == tuple(f"The police counted {number} broken windows." for number in range(100, 105))


def test_where_nothing_is_known_nothing_is_new() -> None:
    assert new_facts([], "At least 31 people were hurt.") == ()


@given(st.text(max_size=300))
def test_what_is_new_stands_in_the_text(text: str) -> None:
    assert all(sentence in text for sentence in new_facts([KNOWN], text))


def test_where_too_much_is_known_to_look_through_nothing_is_called_new() -> None:
    update = "At least 31 people were hurt."
    many = [f"{KNOWN} Report {number}. " + "It went on. " * 900 for number in range(40)]
    assert new_facts(many[:5], update) == (update,)
    assert new_facts(many, update) == ()

"""Cards within Discord's limits: laid out as they fit, cut where they must be, and nothing lost."""

import asyncio
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord.components.markup import length
from adapters.discord.components.pressed import pressed
from adapters.discord.components.render import CUT, GOES_ON, NOTHING, pages, plain, render
from bot.cards.edition import EditionShown, Entry, edition_card
from bot.model import card as c
from bot.model.brief import Brief
from tests.golden import values as v
from tests.unit.adapters.discord.inside import components_in, made_of, said_in, texts_in
from tests.unit.adapters.discord.reader import read

SECTION, TEXT, GALLERY, LINE, BUTTON, MENU = 9, 10, 12, 14, 2, 3
GUILD = "1" * 19

words = st.text("abc é🎉*_`[]()<>@#:-1.\n", max_size=60)
some = st.lists(words, min_size=1, max_size=4).map(" ".join)
long = st.integers(1, 400).map(lambda n: "lorem ipsum dolor. " * n)
text = st.one_of(some, some, long)
spans = st.one_of(
    text.map(lambda t: c.Plain(text=t)),
    text.map(lambda t: c.Strong(text=t)),
    text.map(lambda t: c.Link(text=t, url="https://x.example/a")),
    st.just(c.Typed(text='search "the @everyone deal" since:7d')),
    st.just(c.Mention(user="1" * 18, name="anna")),
    st.just(c.When(at=v.NOW)),
)
prose = st.lists(spans, max_size=3).map(tuple)
buttons = st.lists(
    st.builds(
        c.Button,
        label=st.text("abc🎉", max_size=100),
        says=st.one_of(st.integers(0, 99).map(lambda n: f"story {n}"), st.just("search " + "x" * 150)),
        style=st.sampled_from(["normal", "primary", "danger"]),
    ),
    max_size=7,
).map(tuple)
blocks = st.one_of(
    st.builds(c.Headline, prose=prose, level=st.sampled_from([1, 2])),
    st.builds(c.Paragraph, prose=prose),
    st.builds(c.Bullets, points=st.lists(prose, max_size=5).map(tuple), numbered=st.booleans()),
    st.builds(c.Facts, facts=st.lists(st.builds(c.Fact, label=words, prose=prose), max_size=4).map(tuple)),
    st.builds(c.Picture, url=st.sampled_from(["https://x.example/a.png", "javascript:1"]), alt=text),
    st.just(c.Rule()),
    st.builds(c.Buttons, buttons=buttons),
    st.builds(c.Note, prose=prose),
)
made_cards = st.builds(
    c.Card,
    summary=words,
    blocks=st.lists(blocks, max_size=14).map(tuple),
    mood=st.sampled_from(["normal", "good", "trouble"]),
    whole=st.sampled_from(["", "story 1"]),
)


def letters(text: str) -> str:
    """Return the letters and digits of a text: what may not be lost."""
    return "".join(character for character in text if character.isalnum())


def letters_of(card: c.Card) -> str:
    """Return all letters and digits of a card's words and of its buttons' commands, in their order."""
    told: list[str] = []
    for block in card.blocks:
        match block:
            case c.Headline() | c.Paragraph() | c.Note():
                told += [letters_in(block.prose)]
            case c.Bullets():
                told += [letters_in(point) for point in block.points]
            case c.Facts():
                told += [letters(fact.label) + letters_in(fact.prose) for fact in block.facts]
            case _:
                pass
    return "".join(told)


def letters_in(prose: c.Prose) -> str:
    """Return the letters of words; those of a link that are shown."""
    return "".join(
        letters(span.text) for span in prose if isinstance(span, c.Plain | c.Strong | c.Typed | c.Link)
    )


def is_part(wanted: str, found: str) -> bool:
    """Say whether all of the letters are found in their order; there may be others between."""
    rest = iter(found)
    return all(letter in rest for letter in wanted)


def within_limits(made: list[Any]) -> None:
    every = list(components_in(made))
    assert 2 <= len(every) <= 40
    assert sum(map(length, texts_in(made))) <= 4_000
    assert all(each["content"].strip() for each in every if each["type"] == TEXT)
    assert all(1 <= len(each["components"]) <= 5 for each in every if each["type"] == 1)
    assert all(1 <= len(each["components"]) <= 3 for each in every if each["type"] == SECTION)
    assert all(0 < length(each["label"]) <= 80 for each in every if each["type"] == BUTTON)
    assert all(len(each["options"]) <= 25 for each in every if each["type"] == MENU)
    ids = [each["custom_id"] for each in every if "custom_id" in each]
    assert all(len(each) <= 100 for each in ids)
    assert len(set(ids)) == len(ids)


@given(made_cards)
@settings(max_examples=25, deadline=None)
def test_a_post_and_its_rest_and_every_page_are_within_the_limits(card: c.Card) -> None:
    for shown in [render(card, publish="publish"), *pages(card, 200, workspace=GUILD)]:
        within_limits(made_of(shown))
    assert length(plain(card)) <= 2_000


@given(made_cards)
@settings(max_examples=25, deadline=None)
def test_nothing_is_lost_over_all_pages_and_they_end(card: c.Card) -> None:
    shown = pages(card, 400)
    assert shown[-1].rest is None
    told = "".join(letters(read(text).words) for page in shown for text in texts_in(made_of(page)))
    assert is_part(letters_of(card), told)
    said = [each for page in shown for each in said_in(made_of(page))]
    wanted = [
        button.says
        for block in card.blocks
        if isinstance(block, c.Buttons)
        for button in block.buttons
        if len(button.says) < 90
    ]
    assert said == wanted


def edition(entries: int, **changes: object) -> c.Card:
    stories = [v.council().model_copy(update={"number": n, **changes}) for n in range(1, entries + 1)]
    return edition_card(
        EditionShown(
            day=v.NOW.date(),
            zone="UTC",
            after=v.NOW,
            until=v.NOW,
            entries=tuple(Entry(story=story) for story in stories),
            fits=entries,
        )
    )


def test_an_edition_has_its_buttons_under_each_story() -> None:
    made = made_of(render(edition(5)))
    assert [each["type"] for each in components_in(made)].count(BUTTON) == 10
    assert not [each for each in components_in(made) if each["type"] == MENU]


def test_a_full_edition_of_ten_is_one_message_with_every_story_and_every_command() -> None:
    shown = render(edition(10))
    made = made_of(shown)
    within_limits(made)
    assert shown.rest is None
    assert set(said_in(made)) == {f"{do} {n}" for n in range(1, 11) for do in ("story", "follow")}
    options = [option for each in components_in(made) if each["type"] == MENU for option in each["options"]]
    assert options[0]["label"].startswith("Flag: 1. Council votes")


def test_an_edition_whose_addresses_are_long_goes_without_them_rather_than_without_stories() -> None:
    shown = render(edition(10, url=f"https://x.example/{'a' * 270}"))
    assert shown.rest is None
    assert "x.example" not in "".join(texts_in(made_of(shown)))


def test_an_edition_of_the_longest_words_goes_without_its_lines_rather_than_without_stories() -> None:
    marks = Brief(dek=v.passage("*_" * 100), sections=())
    shown = render(edition(10, headline="A headline that does not end " * 6, brief=marks))
    assert shown.rest is None
    assert "\\*" not in "".join(texts_in(made_of(shown)))
    assert set(said_in(made_of(shown))) == {f"{do} {n}" for n in range(1, 11) for do in ("story", "follow")}


def long_card(whole: str = "story 7") -> c.Card:
    told = tuple(c.Paragraph(prose=(c.Plain(text=f"{n} " + "word " * 100),)) for n in range(20))
    return c.Card(summary="Long", blocks=(c.Headline(prose=(c.Plain(text="Long"),)), *told), whole=whole)


def test_what_is_cut_says_so_and_offers_the_whole() -> None:
    shown = render(long_card())
    texts = list(texts_in(made_of(shown)))
    assert texts[-1] == f"-# {CUT}"
    assert list(said_in(made_of(shown))) == ["story 7"]
    assert shown.rest is not None
    assert shown.rest.blocks


def test_what_is_cut_offers_no_whole_where_there_is_none() -> None:
    made = made_of(render(long_card(whole="")))
    assert list(texts_in(made))[-1] == f"-# {CUT}"
    assert not list(said_in(made))


def test_pages_say_that_they_go_on_and_the_last_that_it_is_cut() -> None:
    first, *_, last = (list(texts_in(made_of(page)))[-1] for page in pages(long_card(), 2))
    assert (first, last) == (f"-# {GOES_ON}", f"-# {CUT}")
    assert CUT not in str([list(texts_in(made_of(page))) for page in pages(long_card())])


def test_a_button_that_is_too_long_for_its_id_is_named_to_be_typed() -> None:
    says = "search " + "word " * 30 + "share:yes"
    card = c.Card(summary="x", blocks=(c.Buttons(buttons=(c.Button(label="Share here", says=says),)),))
    made = made_of(render(card))
    (told,) = texts_in(made)
    assert told.startswith("-# Share here: /brief search word")
    assert not list(said_in(made))


def test_in_direct_messages_a_button_names_the_guild() -> None:
    made = made_of(render(edition(1), workspace=GUILD))
    ids = [each["custom_id"] for each in components_in(made) if "custom_id" in each]
    assert {shown.workspace for each in ids if (shown := pressed(each))} == {GUILD}
    assert len(ids) == 2


def test_the_container_has_the_mark_and_the_mood() -> None:
    card = c.Card(summary="x", blocks=(c.Paragraph(prose=(c.Plain(text="No."),)),), mood="trouble")
    (container,) = made_of(render(card, mark=1_234_567))
    assert (container["type"], container["id"]) == (17, 1_234_567)
    assert list(texts_in([container])) == ["⚠️ No."]
    assert (
        container["accent_color"]
        != made_of(render(card.model_copy(update={"mood": "good"})))[0]["accent_color"]
    )
    assert "id" not in made_of(render(card))[0]


def test_publish_is_the_last_button() -> None:
    made = made_of(render(edition(10), publish="publish:1"))
    within_limits(made)
    *_, last = components_in(made)
    assert (last["label"], last["custom_id"]) == ("Publish", "publish:1")


def test_one_button_stands_beside_a_short_text_and_below_a_long_one() -> None:
    def types(words: str) -> list[int]:
        told = c.Paragraph(prose=(c.Plain(text=words),))
        row = c.Buttons(buttons=(c.Button(label="Do it", says="latest"),))
        return [
            each["type"] for each in components_in(made_of(render(c.Card(summary="x", blocks=(told, row)))))
        ]

    assert SECTION in types("Short.")
    assert SECTION not in types("word " * 100)


@pytest.mark.parametrize("blocks", [(), (c.Paragraph(prose=()),), (c.Buttons(buttons=()),)])
def test_a_card_with_nothing_in_it_says_its_summary_or_that(blocks: tuple[c.Block, ...]) -> None:
    assert list(texts_in(made_of(render(c.Card(summary="Well.", blocks=blocks))))) == ["Well."]
    assert list(texts_in(made_of(render(c.Card(summary="", blocks=blocks))))) == [NOTHING]


def test_nothing_in_the_view_is_kept_by_discord_py() -> None:
    async def made() -> tuple[bool, float | None]:
        view = render(edition(2)).view
        return view.is_finished(), view.timeout

    assert asyncio.run(made()) == (True, None)


def test_strangers_words_act_nowhere_in_a_message() -> None:
    hostile = tuple(Entry(story=v.hostile(n)) for n in range(1, 4))
    card = edition_card(
        EditionShown(day=v.NOW.date(), zone="UTC", after=v.NOW, until=v.NOW, entries=hostile, topic=v.HOSTILE)
    )
    for told in texts_in(made_of(render(card))):
        reading = read(told)
        assert set(reading.acting) <= {"heading", "small print", "moment", "link", "bold"}
        assert all(re.fullmatch(r"https://evil\.example/[^\s()<>\[\]]*", url) for _, url in reading.links)


def test_a_heading_keeps_the_number_sign_at_its_end() -> None:
    card = c.Card(summary="x", blocks=(c.Headline(prose=(c.Plain(text="Learn C#"),)),))
    (told,) = texts_in(made_of(render(card)))
    assert told.removeprefix("## ").rstrip("#") == told.removeprefix("## ")
    assert read(told).words == "Learn C#"

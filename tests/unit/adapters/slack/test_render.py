"""Cards as Block Kit: accepted by Slack whatever they say, readable, and with nothing lost."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack.blocks.fitting import fitted
from adapters.slack.blocks.render import CUT, CUT_VIEW, GOES_ON, Rendered, home, modal, pages, render
from adapters.slack.blocks.room import MESSAGE
from bot.model import card as c
from tests.fakes import card
from tests.servers.slack import blockkit
from tests.unit.adapters.slack.reading import said, shown
from tests.unit.cards.strategies import CARDS

WHOLE = "story 142"

WORDS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["<!channel>", "*bold*", ":tada:", "> quote", "a_b_c", "👩🏽‍🚒🇬🇧", "e\u0301", "&" * 30]),
    st.builds(lambda word, times: word * times, st.text(min_size=1, max_size=9), st.integers(1, 500)),
    st.builds(
        lambda word, times: f"{word}. " * times, st.sampled_from(["It rained", "*", "&"]), st.integers(1, 500)
    ),
)
LINKS = st.builds(
    c.Link, text=WORDS, url=st.sampled_from(["https://x.example/a", f"https://x.example/{'&' * 350}"])
)
SPANS = st.one_of(
    st.builds(c.Plain, text=WORDS),
    st.builds(c.Strong, text=WORDS),
    st.builds(c.Typed, text=st.from_regex(r"[^`\s][^`\n\r]{0,199}", fullmatch=True)),
    LINKS,
    st.just(c.Mention(user="U123", name="anna")),
    st.just(c.ChannelName(id="C123", name="news")),
)
PROSE = st.lists(SPANS, max_size=4).map(tuple)
LABELS = st.text(alphabet="abc*_<", min_size=1, max_size=70)
ASKS = st.builds(
    c.Ask,
    label=st.text(min_size=1, max_size=24),
    kind=st.sampled_from(["words", "day"]),
    hint=st.text(max_size=60) | st.just('"\\' * 30),
    optional=st.booleans(),
)
BUTTONS = st.builds(
    c.Button,
    label=LABELS,
    says=st.text(alphabet="abc &<", min_size=1, max_size=2_300).map(lambda says: f"x{says}x"),
    style=st.sampled_from(["normal", "primary", "danger"]),
    asks=st.none() | ASKS,
)
BIG_BLOCKS = st.one_of(
    st.builds(c.Headline, prose=PROSE, level=st.sampled_from([1, 2])),
    st.builds(c.Paragraph, prose=PROSE),
    st.builds(c.Bullets, points=st.lists(PROSE, max_size=12).map(tuple)),
    st.builds(c.Facts, facts=st.lists(st.builds(c.Fact, label=LABELS, prose=PROSE), max_size=12).map(tuple)),
    st.builds(c.Picture, url=st.just("https://x.example/a.png"), alt=LABELS),
    st.builds(c.Rule),
    st.builds(c.Buttons, buttons=st.lists(BUTTONS, max_size=30).map(tuple)),
    st.builds(c.Note, prose=PROSE),
)
BIG_CARDS = st.builds(
    c.Card,
    summary=WORDS,
    blocks=st.lists(BIG_BLOCKS, min_size=1, max_size=12).map(tuple),
    whole=st.sampled_from(["", WHOLE]),
)


def accepted(rendered: Rendered) -> None:
    """Hold a message against everything that Slack is known to refuse."""
    assert not blockkit.of_message(rendered.blocks)
    assert blockkit.size(rendered.blocks) <= 10_000
    assert 0 < len(rendered.text) <= 40_000
    buttons = [e["action_id"] for b in rendered.blocks if b["type"] == "actions" for e in b["elements"]]
    assert len(buttons) == len(set(buttons))


def paragraph(text: str) -> c.Paragraph:
    return c.Paragraph(prose=(c.Plain(text=text),))


def long_card(paragraphs: int = 30, *, whole: str = WHOLE) -> c.Card:
    blocks = tuple(paragraph(f"{number}: " + "It rained. " * 60) for number in range(paragraphs))
    return c.Card(summary="Long", blocks=blocks, whole=whole)


def types(blocks: list[dict[str, Any]]) -> list[str]:
    return [block["type"] for block in blocks]


@given(CARDS)
def test_slack_takes_every_card_whatever_it_says(some: c.Card) -> None:
    accepted(render(some))
    assert not blockkit.of_view(modal(some, some.summary))
    assert not blockkit.of_view(home(some))


@given(BIG_CARDS)
@settings(max_examples=30, deadline=None)
def test_slack_takes_the_largest_cards_and_the_rest_of_them_and_nothing_is_lost(big: c.Card) -> None:
    texts, left, taken = "", big, 0
    while True:
        rendered = render(left)
        accepted(rendered)
        texts += shown(
            rendered.blocks[: -2 if rendered.rest and big.whole else -1 if rendered.rest else None]
        )
        taken += 1
        if rendered.rest is None:
            break
        assert len(fitted(rendered.rest)) < len(fitted(left))
        left = rendered.rest
    expected = said(fitted(big))
    assert texts == expected or not expected
    assert not blockkit.of_view(modal(big))


@given(BIG_CARDS)
@settings(max_examples=30, deadline=None)
def test_making_a_card_fit_loses_none_of_its_words(big: c.Card) -> None:
    """A long list's numbers and a colon behind a long button's label are added; these cards have neither."""
    small = tuple(block for block in big.blocks if not isinstance(block, c.Buttons))
    before, after = said(small), said(fitted(c.Card(summary="", blocks=small)))
    assert before == after


def test_a_message_has_a_header_sections_small_print_and_buttons() -> None:
    rendered = render(
        c.Card(
            summary="R&D <now>",
            blocks=(
                c.Headline(prose=(c.Plain(text="Latest :tada: <!channel>"),)),
                c.Note(prose=(c.Plain(text="5 of 37"),)),
                c.Headline(
                    prose=(c.Plain(text="#7  "), c.Link(text="*x*", url="https://x.example")), level=2
                ),
                paragraph("Why it matters"),
                c.Buttons(buttons=(c.Button(label="Read brief", says="story 7", style="primary"),)),
                c.Rule(),
            ),
        )
    )
    assert rendered.text == "R&amp;D &lt;now&gt;"
    assert types(rendered.blocks) == ["header", "context", "rich_text", "actions", "divider"]
    header, context, story, row, _ = rendered.blocks
    assert header["text"] == {"type": "plain_text", "text": "Latest :tada: <!channel>", "emoji": False}
    assert context["elements"] == [{"type": "plain_text", "text": "5 of 37", "emoji": False}]
    assert story["elements"][0]["elements"] == [
        {"type": "text", "text": "#7  ", "style": {"bold": True}},
        {"type": "link", "url": "https://x.example", "text": "*x*", "style": {"bold": True}},
        {"type": "text", "text": "\n"},
        {"type": "text", "text": "Why it matters"},
    ]
    assert row["elements"][0] | {"text": None} == {
        "type": "button",
        "action_id": "says:0",
        "value": "story 7",
        "style": "primary",
        "text": None,
    }


def test_a_headline_too_long_for_a_header_is_bold() -> None:
    headline = c.Headline(prose=(c.Plain(text="word " * 40),))
    assert types(render(c.Card(summary="x", blocks=(headline,))).blocks) == ["rich_text"]


def test_trouble_begins_with_a_sign() -> None:
    trouble = c.Card(summary="No", blocks=(paragraph("There is no story 9."),), mood="trouble")
    assert shown(render(trouble).blocks) == "⚠️Thereisnostory9."


def test_a_card_without_blocks_says_its_summary() -> None:
    assert shown(render(c.Card(summary="Just this", blocks=())).blocks) == "Justthis"
    nothing = render(c.Card(summary=" ", blocks=()))
    accepted(nothing)
    assert nothing.text == "Nutgraf"


def test_what_is_cut_says_so_and_offers_the_whole() -> None:
    rendered = render(long_card())
    assert rendered.rest is not None
    assert shown(rendered.blocks[-2:]) == f"{CUT}Read brief{WHOLE}".replace(" ", "")
    alone = render(long_card(whole=""))
    assert shown(alone.blocks[-1:]) == CUT.replace(" ", "")


def test_a_private_answer_goes_on_and_says_so() -> None:
    messages = pages(long_card(30))
    goes_on = [shown(page.blocks[-1:]) == GOES_ON.replace(" ", "") for page in messages]
    assert goes_on == [True] * (len(messages) - 1) + [False]
    assert 1 < len(messages) < 4
    assert messages[-1].rest is None
    endless = pages(long_card(300), most=4)
    assert len(endless) == 4
    assert CUT.replace(" ", "") in shown(endless[-1].blocks)


def test_a_cut_parts_nothing_that_belongs_together() -> None:
    entry = (
        c.Headline(prose=(c.Plain(text="Council votes"),), level=2),
        paragraph("It rained. " * 50),
        c.Note(prose=(c.Plain(text="The Courier"),)),
        c.Buttons(buttons=(c.Button(label="Read brief", says="story 7"),)),
    )
    rendered = render(c.Card(summary="Many", blocks=entry * 20))
    assert types(rendered.blocks)[-2:] == ["actions", "context"]
    assert rendered.rest is not None
    assert isinstance(rendered.rest.blocks[0], c.Headline)


def test_a_long_paragraph_is_cut_at_a_sentence_and_a_long_word_anywhere() -> None:
    sentences = render(c.Card(summary="x", blocks=(paragraph("It rained all day. " * 300),)))
    texts = [block["elements"][0]["elements"][0]["text"] for block in sentences.blocks]
    assert len(texts) == 2
    assert all(text.endswith("day.") for text in texts)
    word = render(c.Card(summary="x", blocks=(paragraph("x" * 7_000),)))
    assert shown(word.blocks) == "x" * 7_000


def test_a_long_numbered_list_keeps_its_numbers() -> None:
    points = tuple((c.Plain(text="It rained all day. " * 40),) for _ in range(10))
    rendered = render(c.Card(summary="x", blocks=(c.Bullets(points=points, numbered=True),)))
    assert shown(rendered.blocks).count("10.It") == 1
    short = c.Bullets(points=points[:2], numbered=True)
    [block] = render(c.Card(summary="x", blocks=(short,))).blocks
    assert block["elements"][0]["style"] == "ordered"


def test_a_command_too_long_for_a_button_is_shown_to_be_typed() -> None:
    row = c.Buttons(buttons=(c.Button(label="More", says="search " + "x" * 2_000),))
    [block] = render(c.Card(summary="x", blocks=(row,))).blocks
    assert block["type"] == "rich_text"
    assert shown([block]).startswith("More:search")


def test_the_same_card_renders_the_same() -> None:
    assert render(long_card()) == render(long_card())


def test_a_view_is_cut_visibly_too_and_its_title_clipped() -> None:
    view = modal(long_card(100), "A title that is much longer than Slack takes")
    assert len(view["title"]["text"]) <= 24
    assert view["close"]["text"] == "Close"
    assert CUT_VIEW.replace(" ", "") in shown(view["blocks"][-1:])
    assert "/brief story 142" in view["blocks"][-1]["elements"][0]["text"]
    assert modal(card("x"), "")["title"]["text"] == "Nutgraf"
    page = home(card("x"))
    assert page["type"] == "home"
    assert "close" not in page


@pytest.mark.parametrize("blocks", [50, 51])
def test_fifty_blocks_fit_and_fifty_one_do_not(blocks: int) -> None:
    rendered = render(c.Card(summary="x", blocks=(c.Rule(),) * blocks))
    assert (rendered.rest is None) is (blocks <= MESSAGE.blocks)
    assert len(rendered.blocks) == 50

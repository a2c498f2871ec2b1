"""Nothing that strangers wrote acts in Discord, and every letter of it is shown."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from adapters.discord.components import markup
from bot.model.card import ChannelName, Link, Mention, Plain, Strong, When
from bot.text import visible
from tests.unit.adapters.discord.reader import read

HOSTILE = [
    "**bold**",
    "*it*",
    "_it_",
    "__under__",
    "~~gone~~",
    "||spoiler||",
    "`code`",
    "```\ncode\n```",
    "# Head",
    "### Head",
    "-# small",
    "- point",
    "* point",
    "1. one",
    "12) twelve",
    "> quote",
    ">>> quote",
    "[look](https://evil.example)",
    "[a](<https://evil.example>)",
    "](https://evil.example)",
    "[",
    "]",
    "(",
    ")",
    "https://evil.example/a_b_c",
    "HTTP://EVIL.EXAMPLE",
    "steam://run/1",
    "discord.gg/abcdef",
    "discord.com/invite/abc",
    "<https://evil.example>",
    "<mailto:a@b.example>",
    "<+15551234567>",
    "<a@b.example>",
    "@everyone",
    "@here",
    "<@123456789012345678>",
    "<@!123456789012345678>",
    "<@&123456789012345678>",
    "<#123456789012345678>",
    "<t:1:R>",
    "</brief:123456789012345678>",
    "<id:customize>",
    ":tada:",
    ":skull",
    "<:kiss:123456789012345678>",
    "<a:kiss:123456789012345678>",
    "🎉",
    "1️⃣",
    "\\",
    "\\*",
    "\n",
    " ",
    "  ",
    "#",
    "-",
    "*",
    "_",
    "~",
    "|",
    "`",
    "<",
    ">",
    "@",
    ":",
    "a",
    "Z",
    "9",
    ".",
    "&amp;",
    "&#42;",
    "¯\\_(ツ)_/¯",
    "C#",
    "é",
    "\u200b",
    "\u202e",
    "snake_case_name",
    "12:30:45",
    "|---|",
    "---",
    "===",
    "+",
    "=",
    "\t",
    "\r\n",
    "\u2028",
]
words = st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=4)), max_size=12).map("".join)
LINK = "https://courier.example/story"
COMMONMARK = MarkdownIt("commonmark").enable(["strikethrough", "table"])


def shown(text: str) -> str:
    """Return what a reader sees of words: nothing without width."""
    return re.sub("[\u200b\u2060]", "", visible(text))


@given(words)
@example("@everyone")
@example("a](https://evil.example)")
@example("x\n-# y")
def test_words_are_shown_letter_by_letter_and_nothing_acts(text: str) -> None:
    reading = read(markup.escape(text))
    assert reading.acting == []
    assert reading.words == shown(text)


@given(words)
def test_commonmark_finds_nothing_but_words_either(text: str) -> None:
    lines = "\n".join(" ".join(line.split()) for line in shown(text).split("\n"))
    tokens = COMMONMARK.parse(markup.escape(lines))
    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}
    inside = [child for token in tokens for child in token.children or ()]
    assert {child.type for child in inside} <= {"text", "softbreak", "text_special"}
    said = shown("".join(child.content for child in inside))
    assert re.sub(r"\s", "", said) == re.sub(r"\s", "", shown(lines))


@given(words)
def test_no_ping_is_left_in_the_message_at_all(text: str) -> None:
    assert not re.search(r"@everyone|@here|<@", markup.escape(text), re.IGNORECASE)


@given(words, words)
def test_words_after_a_link_make_no_link_of_it(before: str, after: str) -> None:
    link = Link(text="The story", url=LINK)
    reading = read(markup.prose((Plain(text=before), link, Plain(text=after))))
    assert reading.links == [("The story", LINK)]
    assert reading.acting == ["link"]
    assert reading.words == shown(before) + "The story" + shown(after)


@given(words)
@example("Fire in the harbour 🔥")
@example("Read https://evil.example first")
@example("[Video] of the fire")
@example("Ｈttps:⁄⁄evil.example")
@example("1. One")
def test_the_words_of_a_link_are_a_link_or_stand_before_one(text: str) -> None:
    reading = read(markup.prose((Link(text=text, url=LINK),)))
    assert reading.acting == ["link"]
    ((label, url),) = reading.links
    assert url == LINK
    told = " ".join(shown(text).split()) or "courier.example"
    assert " ".join(reading.words.split()) in {told, f"{told} (courier.example)"}
    assert label in {"courier.example", reading.words}


@given(words, words)
def test_strong_words_are_strong_and_nothing_else(first: str, second: str) -> None:
    reading = read(markup.prose((Strong(text=first), Strong(text=second), Plain(text=second))))
    assert set(reading.acting) <= {"bold"}
    assert reading.words == shown(first) + shown(second) + shown(second)


@pytest.mark.parametrize(
    "pair", [("@", "everyone"), (":", "tada:"), ("https:", "//evil.example"), ("[a]", "(https://e.example)")]
)
def test_an_effect_is_not_made_of_two_spans(pair: tuple[str, str]) -> None:
    reading = read(markup.prose(tuple(Plain(text=part) for part in pair)))
    assert (reading.acting, reading.words) == ([], "".join(pair))


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://x.example/a(b)c", "https://x.example/a%28b%29c"),
        ("https://x.example/a b", "https://x.example/a%20b"),
        ("https://x.example/a_b*c", "https://x.example/a%5Fb%2Ac"),
        ("https://x.example/<@1>|x", "https://x.example/%3C@1%3E%7Cx"),
        ("javascript:alert(1)", None),
        ("https://", None),
        ("https://x.example](https://evil.example", None),
        ("https://[::1", None),
        ("discord://-/channels/1", None),
        (f"https://x.example/{'a' * 1_000}", None),
    ],
)
def test_an_address_can_end_no_link(url: str, expected: str | None) -> None:
    assert markup.address(url) == expected


@given(words)
def test_whatever_an_address_says_there_is_one_link_or_none(text: str) -> None:
    reading = read(
        markup.prose((Link(text="The story", url=f"https://x.example/{text}"), Plain(text=" end")))
    )
    assert reading.acting in ([], ["link"])
    assert reading.words == "The story end"


def test_people_channels_and_moments_are_discords_own() -> None:
    at = datetime(2026, 11, 2, 8, tzinfo=UTC)
    spans = (Mention(user="1" * 18, name="anna"), ChannelName(id="2" * 18, name="desk"), When(at=at))
    assert markup.prose(spans) == f"<@{'1' * 18}><#{'2' * 18}><t:{int(at.timestamp())}:f>"
    assert markup.prose((When(at=at),), when="R") == f"<t:{int(at.timestamp())}:R>"


def test_people_and_channels_of_other_platforms_are_named() -> None:
    spans = (Mention(user="U0ANNA", name="anna"), Plain(text=" "), ChannelName(id="C0DESK", name="desk"))
    assert read(markup.prose(spans)).words == "@anna #desk"


def test_an_impossible_moment_is_written_out() -> None:
    assert markup.prose((When(at=datetime(1960, 1, 1, tzinfo=UTC)),)) == "1 Jan 1960, 00:00 UTC"


def test_length_is_counted_in_units_of_two_bytes() -> None:
    assert [markup.length(text) for text in ("a", "é", "🎉", "")] == [1, 1, 2, 0]

"""mrkdwn in which nothing that strangers wrote acts."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.blocks import markup
from bot.model.card import ChannelName, Link, Mention, Plain, Prose, Span, Strong, When
from bot.text import visible
from tests.unit.adapters.slack.reading import unmarked

SEVEN = datetime(2026, 11, 2, 7, tzinfo=UTC)
HOSTILE = st.text(alphabet="ab :_*~`<>&|!@#\n\u200b\u202e", max_size=40)


def literal(mark: str) -> str:
    return f"<!date^00000000^{{_}}|{mark}>"


@pytest.mark.parametrize(
    ("words", "as_mrkdwn"),
    [
        ("R&D <b>", "R&amp;D &lt;b&gt;"),
        ("<!channel> <@U1>", "&lt;!channel&gt; &lt;@U1&gt;"),
        ("@everyone in #general", "@everyone in #general"),
        ("*x*", f"{literal('*')}x{literal('*')}"),
        ("a_b", f"a{literal('_')}b"),
        ("~x `y`", f"{literal('~')}x {literal('`')}y{literal('`')}"),
        (":tada: at 8:30", f"{literal(':')}tada: at 8:30"),
        ("> quoted\n  > too, not > here", "\u200b&gt; quoted\n\u200b  &gt; too, not &gt; here"),
        ("a\u202eb\x1b[31m", "ab[31m"),
    ],
)
def test_words_stand_as_they_are(words: str, as_mrkdwn: str) -> None:
    assert markup.escape(words) == as_mrkdwn


@given(HOSTILE)
def test_no_words_make_markup(words: str) -> None:
    escaped = markup.escape(words)
    bare = escaped
    for mark in "*_~`:":
        bare = bare.replace(literal(mark), "")
    assert not set(bare) & set("<>*_~`")
    assert unmarked(escaped) == visible(words)


@pytest.mark.parametrize(
    ("prose", "as_mrkdwn"),
    [
        ((Strong(text=" so it is "),), " \u200b*so it is*\u200b "),
        ((Strong(text="one\ntwo"),), "\u200b*one*\u200b\n\u200b*two*\u200b"),
        ((Link(text="a|b & *c*", url="https://x.example/?a=1&b=<2>|3"),),
         "<https://x.example/?a=1&amp;b=%3C2%3E%7C3|a|b &amp; ∗c∗>"),
        ((Mention(user="U123", name="anna"),), "<@U123>"),
        ((ChannelName(id="C123", name="news"),), "<#C123>"),
        ((When(at=SEVEN),), "<!date^1793602800^{date_short_pretty}, {time}|2 Nov 2026, 07:00 UTC>"),
    ],
)  # fmt: skip
def test_spans_become_what_slack_reads(prose: Prose, as_mrkdwn: str) -> None:
    assert markup.prose(prose) == as_mrkdwn


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (Mention(user="!channel", name="anna"), "@anna"),
        (ChannelName(id="9876", name="on Discord"), "#on Discord"),
        (Link(text="click", url="javascript:alert(1)"), "click"),
        (Link(text="click", url="https://"), "click"),
        (Link(text="click", url="https://[x"), "click"),
        (Link(text="click", url=f"https://x.example/{'a' * 2_000}"), "click"),
        (Link(text="click", url="https://x.example/\nfoo"), "click"),
        (When(at=datetime(2099, 1, 1, tzinfo=UTC)), "1 Jan 2099, 00:00 UTC"),
    ],
)
def test_what_slack_would_refuse_is_plain_words(span: Span, words: str) -> None:
    assert markup.safe(span) == Plain(text=words)


def test_a_link_without_words_shows_its_address() -> None:
    link = Link(text=" \u200b", url="https://x.example/a")
    assert markup.safe(link) == Link(text="https://x.example/a", url="https://x.example/a")


def test_a_notification_pings_nobody() -> None:
    assert markup.notification("<!channel> R&D *now*") == "&lt;!channel&gt; R&amp;D *now*"

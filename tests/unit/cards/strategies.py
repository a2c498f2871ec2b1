"""Hypothesis strategies for cards of every shape."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from bot.model import card as c

WORDS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["<!channel>", "@everyone", "*bold*", "[b]red[/b]", "<@U1>", "\x1b[31mred", "a\u202eb", "https://x.y"]
    ),
)
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
SPANS = st.one_of(
    st.builds(c.Plain, text=WORDS),
    st.builds(c.Strong, text=WORDS),
    st.builds(c.Typed, text=st.from_regex(r"[^`\s][^`\n\r]{0,40}", fullmatch=True)),
    st.builds(c.Link, text=WORDS, url=st.just("https://example.com/a")),
    st.builds(c.Mention, user=WORDS, name=WORDS),
    st.builds(c.ChannelName, id=WORDS, name=WORDS),
    st.builds(c.When, at=MOMENTS),
)
PROSE = st.lists(SPANS, max_size=4).map(tuple)
BUTTONS = st.builds(c.Button, label=WORDS, says=WORDS, style=st.sampled_from(["normal", "primary", "danger"]))
BLOCKS = st.one_of(
    st.builds(c.Headline, prose=PROSE, level=st.sampled_from([1, 2])),
    st.builds(c.Paragraph, prose=PROSE),
    st.builds(c.Bullets, points=st.lists(PROSE, max_size=3).map(tuple), numbered=st.booleans()),
    st.builds(c.Facts, facts=st.lists(st.builds(c.Fact, label=WORDS, prose=PROSE), max_size=3).map(tuple)),
    st.builds(c.Picture, url=st.just("https://example.com/a.png"), alt=WORDS),
    st.builds(c.Rule),
    st.builds(c.Buttons, buttons=st.lists(BUTTONS, max_size=3).map(tuple)),
    st.builds(c.Note, prose=PROSE),
)
CARDS = st.builds(
    c.Card,
    summary=WORDS,
    blocks=st.lists(BLOCKS, max_size=5).map(tuple),
    mood=st.sampled_from(["normal", "good", "trouble"]),
)

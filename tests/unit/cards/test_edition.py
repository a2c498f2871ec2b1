"""An edition as a message: short, numbered, and within what platforms take."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from adapters import plain
from bot.cards.edition import EditionShown, Entry, KeptBack, Lateness, edition_card
from bot.model.card import Button, Buttons, Card, Headline, Link
from bot.model.story import Report, Story
from tests.contracts.drafts import a_brief

NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)
FRIDAY = NOW - timedelta(days=3) + timedelta(hours=10)


def story(number: int, headline: str = "Council votes", *, url: str | None = None, gist: str = "x") -> Story:
    report = Report(outlet="The Courier", headline=headline, first_seen=NOW - timedelta(hours=1))
    brief = a_brief(gist)
    assert brief.dek
    dek = brief.dek.model_copy(update={"text": gist})
    return Story(
        number=number,
        headline=headline,
        brief=brief.model_copy(update={"dek": dek}),
        reports=(report,),
        first_seen=report.first_seen,
        url=url,
    )


def shown(**changes: object) -> EditionShown:
    usual = EditionShown(day=date(2026, 11, 2), zone="Europe/London", after=FRIDAY, until=NOW)
    return usual.model_copy(update=changes)


def buttons(card: Card) -> list[Button]:
    return [button for block in card.blocks if isinstance(block, Buttons) for button in block.buttons]


def strings(value: object) -> Iterator[str]:
    """Yield every string in a card's values, addresses and what buttons say among them."""
    match value:
        case str():
            yield value
        case dict():
            yield from (text for key, part in value.items() if key != "kind" for text in strings(part))
        case list() | tuple():
            yield from (text for part in value for text in strings(part))


def test_it_says_what_it_covers_and_numbers_its_stories() -> None:
    entries = (Entry(story=story(7, "First", gist="It matters.")), Entry(story=story(9, "Second")))
    card = edition_card(shown(entries=entries, fits=37))
    text = plain.render(card)
    assert card.summary == "Digest · Monday 2 Nov: since Friday 18:00 · 2 of 37 stories"
    assert "since Friday 18:00 · 2 of 37 stories" in text
    assert "1. First" in text
    assert "It matters." in text
    assert "#7 · The Courier" in text
    assert "2. Second" in text
    assert [button.says for button in buttons(card)] == ["story 7", "follow 7", "story 9", "follow 9"]


def test_the_zone_of_the_digest_tells_the_time() -> None:
    text = plain.render(edition_card(shown(entries=(Entry(story=story(1)),), fits=1, zone="Asia/Tokyo")))
    assert "since Saturday 03:00 · 1 story" in text


def test_news_on_a_story_stands_before_its_line() -> None:
    entry = Entry(story=story(1, gist="It matters."), news="New since Friday: Reuters has it too.")
    assert "New since Friday: Reuters has it too. It matters." in plain.render(
        edition_card(shown(entries=(entry,), fits=1))
    )


def test_a_quiet_morning_is_one_line() -> None:
    assert plain.render(edition_card(shown())).strip() == "Nothing new since Friday 18:00."
    assert plain.render(edition_card(shown(topic="politics"))).strip() == (
        "Nothing new on politics since Friday 18:00."
    )


def test_a_late_one_says_when_it_was_due_when_it_comes_and_why() -> None:
    late = Lateness(due_at=NOW - timedelta(hours=9), reason="the bot was not running")
    text = plain.render(edition_card(shown(late=late, entries=(Entry(story=story(1)),), fits=1)))
    assert "Late: due at Sunday 23:00, here at 08:00, because the bot was not running." in text


def test_quiet_hours_stories_alone_make_an_edition() -> None:
    kept = KeptBack(stories=(story(3, "Cup final"),), folds=(4,))
    card = edition_card(shown(kept_back=kept))
    assert "since Friday 18:00 · nothing else new" in plain.render(card)
    assert "While it was quiet" in plain.render(card)
    assert [(button.label, button.says) for button in buttons(card)] == [("Show them", "burst 4")]


def test_the_largest_edition_stays_within_what_slack_takes() -> None:
    """Slack takes 50 blocks, and about 12,000 characters over all of them."""
    long = {"gist": "word " * 200, "url": f"https://news.example/{'a' * 270}"}
    entries = tuple(Entry(story=story(n, "Head " * 80, **long), news="N" * 60) for n in range(1, 11))
    kept = KeptBack(stories=tuple(story(n, "Kept " * 80) for n in range(20, 90)), folds=(1, 2, 3, 4, 5, 6))
    late = Lateness(due_at=FRIDAY, reason="the bot was not running or was held up then")
    card = edition_card(shown(entries=entries, fits=2_000, kept_back=kept, late=late, topic="t" * 100))
    assert len(card.blocks) <= 50
    assert len("".join(strings(card.model_dump()["blocks"]))) < 10_000


def test_an_address_that_takes_too_much_room_is_left_to_the_brief() -> None:
    entry = Entry(story=story(1, url=f"https://news.example/{'a' * 2000}"))
    card = edition_card(shown(entries=(entry,), fits=1))
    spans = [span for block in card.blocks if isinstance(block, Headline) for span in block.prose]
    assert not [span for span in spans if isinstance(span, Link)]

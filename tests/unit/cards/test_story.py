"""A story's card says what its brief says, in the order of the source."""

from datetime import UTC, datetime

from adapters import plain
from bot.cards.story import brief_card
from bot.model.brief import Brief
from bot.model.document import BlockKind, Document, Draft
from bot.model.story import Report, Story
from bot.reading.read import read

SEEN = datetime(2026, 11, 2, 7, tzinfo=UTC)


def story(brief: Brief) -> Story:
    report = Report(outlet="City Desk", headline="Plan agreed", first_seen=SEEN)
    return Story(number=7, headline="Plan agreed", brief=brief, reports=(report,), first_seen=SEEN)


def test_paragraphs_and_bullets_keep_their_order() -> None:
    document = Document.build(
        [
            Draft(BlockKind.heading, "What happened", level=2),
            Draft(BlockKind.paragraph, "The cabinet named two steps:"),
            Draft(BlockKind.bullet, "A levy on fuel."),
            Draft(BlockKind.bullet, "A levy on flights."),
            Draft(BlockKind.paragraph, "Both start in 2027."),
        ]
    )
    shown = plain.render(brief_card(story(read(document, headline="Plan agreed").brief)), zone=UTC)
    said = ["two steps:", "- A levy on fuel.", "- A levy on flights.", "Both start in 2027."]
    assert [shown.index(words) for words in said] == sorted(shown.index(words) for words in said)

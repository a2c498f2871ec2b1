"""Documents written in sections, in the many ways in which newsrooms write them."""

from datetime import date

import pytest

from bot.model.brief import SectionKind
from bot.reading.read import read
from tests.unit.reading.helpers import document, outline

_PROSE = "The council voted eight to three on Monday to close the bridge to cars for a year from spring."


def test_smart_brevity_with_inline_labels() -> None:
    reading = read(
        document(
            "Ferry line halts winter service\n"
            "The island's only ferry stops running on Dec. 1, its operator told passengers on Tuesday.\n"
            "Why it matters: Some 4,000 people have no other way to the mainland.\n"
            "Driving the news: The operator says its older ship failed an inspection on 3 November 2026.\n"
            "The ship is 41 years old.\n"
            "By the numbers:\n"
            "- 4,000 residents\n"
            "- 2 ships\n"
            "Yes, but: The county has offered to rent a vessel.\n"
            "What’s next — The county board meets Thursday.\n"
            "The bottom line: Winter will be long."
        )
    )
    assert outline(reading.brief) == [
        ("why_it_matters", "Why it matters"),
        ("what_happened", "Driving the news"),
        ("key_developments", "By the numbers"),
        ("other", "Yes, but"),
        ("open_questions", "What’s next"),
        ("bottom_line", "The bottom line"),
    ]
    assert reading.brief.dek is not None
    assert reading.brief.dek.text.startswith("The island's only ferry")
    happened = reading.brief.sections[1]
    assert [passage.text for passage in happened.text] == [
        "The operator says its older ship failed an inspection on 3 November 2026.",
        "The ship is 41 years old.",
    ]
    assert reading.happened_on == date(2026, 11, 3)


def test_article_with_subheads_keeps_its_beginning_as_what_happened() -> None:
    reading = read(
        document(
            "# Storm cuts power to thousands\n"
            "Thousands of homes were without power on Friday after a storm crossed the coast overnight.\n"
            "By Ada Byron\n"
            "Winds reached 140 km/h at the lighthouse, the weather service said.\n"
            "## 'We heard a roar'\n"
            "Residents spoke of a night without sleep.\n"
            "## What happens next?\n"
            "Repairs could take until Sunday."
        )
    )
    assert reading.headline == "Storm cuts power to thousands"
    assert outline(reading.brief) == [
        ("what_happened", ""),
        ("other", "'We heard a roar'"),
        ("open_questions", "What happens next?"),
        ("other", ""),
    ]
    assert [passage.text for passage in reading.brief.sections[-1].text] == ["By Ada Byron"]


def test_memo_in_capitals() -> None:
    reading = read(
        document(
            "BUDGET TALKS STALL\n"
            "SITUATION\n"
            f"{_PROSE}\n"
            "BACKGROUND\n"
            "The bridge was built in 1931.\n"
            "NEXT STEPS:\n"
            "- Committee: meets on Tuesday"
        )
    )
    assert reading.headline == "BUDGET TALKS STALL"
    assert outline(reading.brief) == [
        ("what_happened", "SITUATION"),
        ("background", "BACKGROUND"),
        ("open_questions", "NEXT STEPS"),
    ]
    assert reading.brief.sections[2].points[0].label == "Committee"


def test_markdown_with_subheadings_below_a_known_section() -> None:
    reading = read(
        document(
            "# Model released\nA short dek.\n## Key points\n### Price\nIt costs less.\n"
            "### Speed\nIt is fast.\n"
            "## Licence\nIt is open."
        )
    )
    assert outline(reading.brief) == [("key_developments", "Key points"), ("other", "Licence")]
    assert [passage.text for passage in reading.brief.sections[0].text] == [
        *("Price", "It costs less.", "Speed", "It is fast."),
    ]


def test_bold_lines_are_headings() -> None:
    reading = read(
        document(f"Bridge closes\n**The vote**\n{_PROSE}\n**How residents see it**\nMany are angry. {_PROSE}")
    )
    assert outline(reading.brief) == [("what_happened", "The vote"), ("other", "How residents see it")]


def test_listicle_items_are_sections_of_their_own() -> None:
    reading = read(document(f"Three things to know\n## 1. The price\n{_PROSE}\n## 2. The date\n{_PROSE}"))
    assert outline(reading.brief) == [("other", "1. The price"), ("other", "2. The date")]


def test_questions_and_answers() -> None:
    asked = ["Why is the bridge closing?", "Who decided that?", "How long will it take?"]
    reading = read(
        document("The bridge, explained\n" + "\n".join(f"{question}\n{_PROSE}" for question in asked))
    )
    assert outline(reading.brief) == [("other", question) for question in asked]


def test_press_release_keeps_its_first_line_and_tells_who_sent_it() -> None:
    reading = read(
        document(
            "FOR IMMEDIATE RELEASE\nAcme opens plant in Ohio\n"
            f"COLUMBUS, Ohio – {_PROSE}\n**About Acme**\nAcme makes anvils.\n"
            "**Contact:**\nJo Doe, jo@acme.example"
        )
    )
    assert reading.headline == "Acme opens plant in Ohio"
    assert outline(reading.brief) == [("background", "About Acme"), ("other", "Contact"), ("other", "")]
    assert reading.brief.sections[-1].text[0].text == "FOR IMMEDIATE RELEASE"


def test_bullets_with_known_labels_are_sections() -> None:
    reading = read(
        document("Bridge closes\n- What happened: A vote.\n- Why it matters: Traffic.\n- Next: Appeal.")
    )
    assert outline(reading.brief) == [
        ("what_happened", "What happened"),
        ("why_it_matters", "Why it matters"),
        ("open_questions", "Next"),
    ]


def test_numbered_lines_between_paragraphs_are_titles_as_written() -> None:
    reading = read(
        document(
            f"Bridge closes\n1. What happened\n{_PROSE}\n2) About Acme\n{_PROSE}\n"
            f"3. what residents say\n{_PROSE}\n4. Open questions\n- Who pays?"
        )
    )
    assert outline(reading.brief) == [
        ("what_happened", "1. What happened"),
        ("background", "2) About Acme"),
        ("other", "3. what residents say"),
        ("open_questions", "4. Open questions"),
    ]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (
            "SUMMARY\nIt closed on 3 March 2026.\nBACKGROUND\nIt opened in 1930.",
            "key_developments background",
        ),
        ("BACKGROUND\nIt closed on 3 March 2026, as 4 May 1930.", "background"),
        ("It closed on 3 March 2026.\nBACKGROUND\nIt opened on 4 May 1930.", "background"),
        ("BACKGROUND\nFrom 4 May 1930.\nWHAT HAPPENED\nOn 3 March 2026.", "background what_happened"),
        ("1. Price\nIt closed on 3 March 2026.\n2. Date\nIt opened on 4 May 1930.", "other other"),
    ],
)
def test_the_day_is_named_by_what_happened_else_by_dek_or_first_section(text: str, kinds: str) -> None:
    reading = read(document(f"Plant closes\n{text}"))
    assert reading.happened_on == date(2026, 3, 3)
    assert [kind for kind, _ in outline(reading.brief)] == kinds.split()


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("What we know", "key_developments"),
        ("What we don’t know yet", "open_questions"),
        ("Questions remain", "open_questions"),
        ("TL;DR", "key_developments"),
        ("WHAT IT MEANS FOR INVESTORS", "implications"),
        ("Why the Ruling Matters", "why_it_matters"),
        ("3. Next steps", "open_questions"),
        ("Impact on small firms", "implications"),
        ("Timeline:", "background"),
        ("The big picture", "background"),
        ("Was wir nicht wissen", "open_questions"),
        ("Das Wichtigste in Kürze", "key_developments"),
        ("Ce qu’il faut retenir", "key_developments"),
        ("Por qué importa", "why_it_matters"),
    ],
)
def test_known_titles_in_plain_text(title: str, kind: str) -> None:
    reading = read(document(f"A headline\nA dek.\n{title}\n{_PROSE}"))
    assert outline(reading.brief) == [(kind, title.rstrip(":"))]


@pytest.mark.parametrize(
    "line",
    [
        "By Ada Byron and Charles Babbage",
        "Photo: The Bridge at Night",
        "ADVERTISEMENT",
        "“It Is the End of an Era”",
        "The Bridge at Night",
        "Read more: The Story of the Bridge",
        "Was it worth it?",
    ],
)
def test_one_short_line_does_not_make_an_article_headed(line: str) -> None:
    reading = read(document(f"Bridge closes\n{_PROSE}\n{line}\n{_PROSE} {_PROSE}"))
    assert reading.brief.drafted_by == "extract"


def test_a_lone_real_heading_of_the_page_does_not_make_an_article_headed() -> None:
    reading = read(document(f"# Bridge closes\n{_PROSE}\n{_PROSE}\n## Related stories\n- Another story"))
    assert reading.brief.drafted_by == "extract"


def test_a_source_line_under_the_headline_is_found() -> None:
    reading = read(document(f"Bridge closes\nQuelle: Stadtblatt\n{_PROSE}\n{_PROSE}\n{_PROSE}"))
    assert reading.brief.source_line == "Stadtblatt"


def test_questions_written_as_paragraphs_are_points() -> None:
    reading = read(
        document("A headline\nA dek.\nUnanswered Questions\nWho will pay?\nWill it last?\nTime will tell.")
    )
    questions = reading.brief.section(SectionKind.open_questions)
    assert questions is not None
    assert [point.text for point in questions.points] == ["Who will pay?", "Will it last?"]
    assert outline(reading.brief)[-1] == ("bottom_line", "")


@pytest.mark.parametrize(
    "bullet",
    [
        "The vote is at 10:30 today",
        "She said: “We will appeal.”",
        "See https://example.org/a",
        "No colon here",
    ],
)
def test_a_bullet_without_a_label_has_none(bullet: str) -> None:
    point = read(document(f"A headline\nKey points\n- {bullet}")).brief.sections[0].points[0]
    assert (point.label, point.text) == (None, bullet)

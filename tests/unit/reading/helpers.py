"""Builds documents from a few marks, so that a test shows the text as a person would type it."""

from bot.model.brief import Brief, Passage, Point
from bot.model.document import BlockKind, Document, Draft


def document(text: str, language: str | None = None) -> Document:
    """Read "- " as a bullet, "## " as a heading, "**…**" as a bold line, any other line as a paragraph."""
    return Document.build((_draft(line.strip()) for line in text.splitlines()), language=language)


def _draft(line: str) -> Draft:
    if line.startswith("- "):
        return Draft(BlockKind.bullet, line[2:])
    if line.startswith("#"):
        return Draft(BlockKind.heading, line.lstrip("# "), level=line.index(" "))
    if line.startswith("**") and line.endswith("**"):
        return Draft(BlockKind.paragraph, line.strip("*"), strong=True)
    return Draft(BlockKind.paragraph, line)


def passages(brief: Brief) -> list[Passage | Point]:
    """Return everything in a brief that has a place."""
    found: list[Passage | Point] = [brief.dek] if brief.dek else []
    for section in brief.sections:
        found += [*section.text, *section.points]
    return found


def outline(brief: Brief) -> list[tuple[str, str]]:
    """Return kind and title of each section."""
    return [(section.kind.value, section.title) for section in brief.sections]

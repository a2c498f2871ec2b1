"""How the bot is."""

from collections.abc import Sequence

from bot.cards.prose import plain
from bot.model.card import Bullets, Card, Fact, Facts, Headline, Note, Plain, Prose, Strong
from bot.model.health import Finding


def status_card(facts: Sequence[tuple[str, str]], findings: Sequence[Finding]) -> Card:
    """Return the bot's health: labelled facts, then each finding of the check-up."""
    ill = [finding for finding in findings if finding.state != "fine"]
    verdict = "All is well." if not ill else f"{len(ill)} of {len(findings)} checks need a look."
    return Card(
        summary=verdict,
        mood="good" if not ill else "trouble",
        blocks=(
            Headline(prose=plain("Status")),
            Facts(facts=tuple(Fact(label=label, prose=plain(value)) for label, value in facts)),
            Bullets(points=tuple(_finding(finding) for finding in findings)),
            Note(prose=plain(verdict)),
        ),
    )


def _finding(finding: Finding) -> Prose:
    said = f"{finding.subject}: {finding.says}"
    if finding.state == "fine":
        return plain(said)
    return (Strong(text=said), Plain(text=f" {finding.next_step}"))

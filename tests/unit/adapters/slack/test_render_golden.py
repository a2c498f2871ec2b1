"""Every card that the bot makes, as Slack gets it, beside the file that a person has looked at.

`NUTGRAF_GOLDEN=write pytest tests/unit/adapters/slack/test_render_golden.py` writes the files anew: read the
difference before you commit it. `docs/pictures` makes pictures of them.
"""

import json
import os
from pathlib import Path

import pytest

from adapters.slack.blocks.render import home, modal, pages
from bot.cards import help as help_cards
from bot.model.card import Card
from tests.golden.cards import cards
from tests.servers.slack import blockkit

GOLDEN = Path(__file__).parents[3] / "golden" / "slack"
CARDS = cards()
WRITE = os.environ.get("NUTGRAF_GOLDEN") == "write"


def drawn(name: str, card: Card) -> str:
    """Return the messages in which a card goes out, or the view that it is, as JSON."""
    if name.startswith("home"):
        shown: object = home(card)
    else:
        shown = [{"text": page.text, "blocks": page.blocks} for page in pages(card)]
    return json.dumps(shown, indent=1, ensure_ascii=False) + "\n"


@pytest.mark.parametrize("name", CARDS)
def test_it_is_what_somebody_has_looked_at(name: str) -> None:
    path, now = GOLDEN / f"{name}.json", drawn(name, CARDS[name])
    if WRITE:
        path.write_text(now, "utf-8")
    assert path.read_text("utf-8") == now


@pytest.mark.parametrize("name", CARDS)
def test_slack_takes_it(name: str) -> None:
    for page in pages(CARDS[name]):
        assert not blockkit.of_message(page.blocks)
        assert blockkit.size(page.blocks) <= 10_000
    assert not blockkit.of_view(modal(CARDS[name]))
    assert not blockkit.of_view(home(CARDS[name]))


def test_there_is_no_file_of_a_card_that_is_gone() -> None:
    assert {path.stem for path in GOLDEN.glob("*.json")} == set(CARDS)


def test_every_maker_of_cards_has_its_files() -> None:
    """A new function that makes a card must be drawn too: it is named in a module that makes the cards."""
    source = "".join(path.read_text("utf-8") for path in sorted(GOLDEN.parent.glob("*.py")))
    makers = Path(help_cards.__file__).parent.glob("*.py")
    declared = [line for path in makers for line in path.read_text("utf-8").splitlines() if "_card(" in line]
    names = {line.split("def ")[1].split("(")[0] for line in declared if line.startswith("def ")}
    assert {name for name in names if not name.startswith("_") and name not in source} == set()

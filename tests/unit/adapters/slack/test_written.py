"""`written` gives what slack_sdk's `to_dict` gives, and refuses what it refuses."""

import pytest
from hypothesis import given
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models import blocks as kit
from slack_sdk.models.views import View

from adapters.slack.blocks import render
from adapters.slack.blocks.written import written
from bot.model.card import Card
from tests.unit.cards.strategies import CARDS


def button(label: str) -> kit.ButtonElement:
    return kit.ButtonElement(
        text=kit.PlainTextObject(text=label, emoji=False), action_id="a", value="story 1"
    )


EVERY = [
    kit.HeaderBlock(text=kit.PlainTextObject(text="Story", emoji=False)),
    kit.SectionBlock(fields=[kit.MarkdownTextObject(text="*a*", verbatim=True)]),
    kit.ActionsBlock(elements=[button("Read")], block_id="row:0"),
    kit.ContextBlock(elements=[kit.PlainTextObject(text="note")]),
    kit.DividerBlock(),
    kit.ImageBlock(image_url="https://example.org/a.png", alt_text="a"),
    kit.RichTextBlock(
        elements=[
            kit.RichTextSectionElement(
                elements=[
                    kit.RichTextElementParts.Text(
                        text="b", style=kit.RichTextElementParts.TextStyle(bold=True)
                    ),
                    kit.RichTextElementParts.Date(timestamp=0, format="{date}"),
                ]
            ),
            kit.RichTextSectionElement(elements=[]),
            kit.RichTextListElement(style="bullet", elements=[kit.RichTextSectionElement(elements=[])]),
        ]
    ),
]


@pytest.mark.parametrize("block", EVERY, ids=lambda block: type(block).__name__)
def test_it_gives_what_the_library_gives(block: kit.Block) -> None:
    assert written(block) == block.to_dict()


def test_a_view_is_written_whole() -> None:
    view = View(type="modal", title=kit.PlainTextObject(text="Nutgraf"), blocks=EVERY)
    assert written(view) == view.to_dict()


@given(CARDS)
def test_every_card_is_written_as_the_library_would(card: Card) -> None:
    fast = render.render(card).blocks
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(render, "written", lambda block: block.to_dict())
        render._units.cache_clear()
        assert render.render(card).blocks == fast


def test_what_slack_would_refuse_is_refused() -> None:
    with pytest.raises(SlackObjectFormationError):
        written(kit.ActionsBlock(elements=[button("x" * 76)]))
    with pytest.raises(SlackObjectFormationError):
        written(kit.HeaderBlock(text=kit.PlainTextObject(text="x" * 151)))

"""Buttons that ask for something first: what they carry, the form that they open, and what is read off it.

A form has no secret in it: what it says, and where, stands in the view's `private_metadata`.

A day is asked for in a form, too, though Slack can put a date picker beside buttons: with a day goes a time,
and a picker in a message acts on the first tap, before anybody has looked at what they chose.
"""

from collections.abc import Mapping
from typing import Any, Final

from slack_sdk.models import blocks as kit
from slack_sdk.models.views import View

from adapters.slack.typed import with_emoji
from bot.model.card import Ask, answered
from bot.model.people import Conversation, MessageRef
from bot.model.value import Value
from bot.text import clip, one_line, visible

ASKING: Final = "asking"
"""The form's callback id."""

LONGEST_SAYS: Final = 1_000
"""How long a command may be that asks for something: escaped, it is twice as long, and a form keeps 3,000."""

_PREFIX = "asks:"
_LONGEST_ANSWER = 300
_LONGEST_LABEL, _LONGEST_HINT = 24, 60
_LONGEST_TITLE = 24
_LONGEST_SHOWN = 200
_WORDS, _DAY, _TIME = "words", "day", "time"


class Asked(Value):
    """What a form is for: the command that its answer is put behind, and where it was asked.

    `on` is the message whose button was pressed. `at_home` is set where it was pressed in a view, so that
    the home tab may have to show what comes of it.
    """

    says: str
    where: Conversation
    on: MessageRef | None = None
    at_home: bool = False


def action_id(ask: Ask, number: int) -> str:
    """Return the id of a button that asks; `number` tells it from the others of its message.

    Its words are no longer than `Ask` lets them be, so that it is shorter than Slack's 255 characters.
    """
    label, hint = clip(_line(ask.label), _LONGEST_LABEL), clip(_line(ask.hint), _LONGEST_HINT)
    clean = ask.model_copy(update={"label": label or "Answer", "hint": hint})
    return f"{_PREFIX}{number}:{clean.model_dump_json(exclude_defaults=True)}"


def read_ask(action_id: str) -> Ask | None:
    """Return what a button asks for; None for one that doesn't ask, or asks as another version of the bot."""
    _, _, said = action_id.removeprefix(_PREFIX).partition(":")
    try:
        return Ask.model_validate_json(said) if action_id.startswith(_PREFIX) else None
    except ValueError:
        return None


def form(ask: Ask, asked: Asked, title: str) -> dict[str, Any]:
    """Return the modal that asks; `title` is what stands on the button."""
    inputs = _words_input(ask) if ask.kind == "words" else _day_inputs(ask)
    said = clip(one_line(visible(asked.says)), _LONGEST_SHOWN)
    return View(
        type="modal",
        callback_id=ASKING,
        private_metadata=asked.model_dump_json(exclude_defaults=True),
        title=_plain(clip(_line(title).rstrip("…. "), _LONGEST_TITLE) or "Nutgraf"),
        submit=_plain("Send"),
        close=_plain("Cancel"),
        blocks=[*inputs, kit.ContextBlock(elements=[_plain(f"As if you typed: /brief {said} …")])],
    ).to_dict()


def read_form(view: Mapping[str, Any]) -> tuple[Asked, str]:
    """Return what a form was for, and the command with its answer, from a `view_submission`.

    Raises ValueError, KeyError and the like where it isn't one of `form`.
    """
    asked = Asked.model_validate_json(view["private_metadata"])
    values = view["state"]["values"]
    given = (
        values.get(_WORDS, {}).get(_WORDS, {}).get("value"),
        values.get(_DAY, {}).get(_DAY, {}).get("selected_date"),
        values.get(_TIME, {}).get(_TIME, {}).get("selected_time"),
    )
    return asked, answered(asked.says, with_emoji(" ".join(each for each in given if each)))


def _words_input(ask: Ask) -> list[kit.Block]:
    element = kit.PlainTextInputElement(
        action_id=_WORDS,
        placeholder=_plain(ask.hint) if ask.hint else None,
        multiline=False,
        max_length=_LONGEST_ANSWER,
        focus_on_load=True,
    )
    return [kit.InputBlock(block_id=_WORDS, label=_plain(ask.label), element=element, optional=ask.optional)]


def _day_inputs(ask: Ask) -> list[kit.Block]:
    day = kit.DatePickerElement(action_id=_DAY, placeholder=_plain("Choose a day"))
    time = kit.TimePickerElement(action_id=_TIME, placeholder=_plain("Choose a time"))
    label = _plain("Day" if ask.label == "Time" else ask.label)
    return [
        kit.InputBlock(block_id=_DAY, label=label, element=day, optional=ask.optional),
        kit.InputBlock(block_id=_TIME, label=_plain("Time"), element=time, optional=True),
    ]


def _line(text: str) -> str:
    return one_line(visible(text))


def _plain(text: str) -> kit.PlainTextObject:
    return kit.PlainTextObject(text=text, emoji=False)

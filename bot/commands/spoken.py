"""A command and its arguments back into text: what a button says, so that pressing it is typing it."""

from bot.commands.command import AnyCommand, Form
from bot.commands.tokens import quoted
from bot.model.value import Value


def spoken(command: AnyCommand, arguments: Value) -> str:
    """Return the text that is parsed as this command with these arguments; defaults are left out."""
    parts = [command.name]
    for slot in command.slots:
        value = getattr(arguments, slot.field)
        if value == command.arguments.model_fields[slot.field].default:
            continue
        free = slot.written.form in {Form.words, Form.text}
        parts.append(str(value) if free else f"{slot.name}:{quoted(str(value))}")
    return " ".join(parts)

"""A source's number, as people say it."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from bot.commands.command import Form, Written
from bot.model.value import Value


def _number(value: object) -> object:
    number = value.strip().removeprefix("#") if isinstance(value, str) else value
    if isinstance(number, str) and not number.removeprefix("-").isdecimal():
        raise ValueError("write a source's number, as `source list` shows it")
    return number


SourceNumber = Annotated[int, BeforeValidator(_number), Field(ge=1, le=2**53)]
"""A source's number: `3` or `#3`."""


class OneSource(Value):
    """Which source."""

    number: Annotated[SourceNumber, Written(Form.word, "NUMBER", suggest="source")] = Field(
        description="a source's number, as `source list` shows it"
    )

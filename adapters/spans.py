"""Spans as far as a platform can show them: what it can't is shown as plain words."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from typing import assert_never

from adapters.plain import moment
from bot.model.card import ChannelName, Link, Mention, Plain, Span, Strong, Typed, When
from bot.text import visible

_LAST_MOMENT = 2**31
"""Platforms show moments by their seconds since 1970, in 32 bits."""


@dataclass(frozen=True)
class Showing:
    """What a platform shows: people and channels whose ids look so, and links as `link` makes them.

    A status may name channels and people of other platforms.
    """

    person: re.Pattern[str]
    channel: re.Pattern[str]
    link: Callable[[Link], Span]

    def safe(self, span: Span) -> Span:
        """Return the span cleaned, and as plain words where the platform would refuse or not show it."""
        match span:
            case Plain() | Strong():
                return span.model_copy(update={"text": visible(span.text)})
            case Typed():
                return span if span.text == visible(span.text) else Plain(text=visible(span.text))
            case Link():
                return self.link(span)
            case Mention():
                return span if self.person.fullmatch(span.user) else Plain(text=f"@{visible(span.name)}")
            case ChannelName():
                return span if self.channel.fullmatch(span.id) else Plain(text=f"#{visible(span.name)}")
            case When():
                known = 0 < span.at.timestamp() < _LAST_MOMENT
                return span if known else Plain(text=moment(span.at, UTC))
            case _:
                assert_never(span)

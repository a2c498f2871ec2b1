"""Where and how XML is broken, in words."""

import re

from lxml import etree

from bot.text import one_line

_POSITION = re.compile(r", line \d+, column \d+.*", re.DOTALL)
_FOR_PROGRAMMERS = re.compile(r",? (?:see|use) \w*(?:XML_|xml[A-Z]).*", re.DOTALL)
_PARSERS_NAME = re.compile(r"^(?:xml|html)[A-Z]\w+: ")


def said_fault(error: etree.XMLSyntaxError) -> str:
    """Return where and how XML is broken: "line 7: Opening and ending tag mismatch: p line 6 and div"."""
    said = error.msg or "it isn't well-formed"
    for pattern in (_PARSERS_NAME, _POSITION, _FOR_PROGRAMMERS):
        said = pattern.sub("", said)
    return f"line {error.lineno or 1:,}: {one_line(said).rstrip('.')}"

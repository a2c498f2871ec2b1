"""What the child does before and while it reads."""

import subprocess
import sys

import pytest

SAYS = """
import sys
from adapters.sources.limits import Limits
from adapters.sources.protocol import Request
from adapters.sources.worker import deliver
from bot.reading.read import read
deliver(Request(name={name!r}), {body!r}, Limits(), read)
print(*sys.modules)
"""
SLOW = {"trafilatura", "mammoth", "markdown_it", "feedparser", "charset_normalizer"}


@pytest.mark.parametrize(
    ("name", "body", "needed"),
    [
        ("feed.xml", b"<rss><channel><item><title>t</title></item></channel></rss>", set()),
        ("a.txt", b"Plain text.", set()),
        ("a.md", b"# Head", {"markdown_it"}),
        ("a.html", b"<nav>x</nav><p>text</p>", {"trafilatura"}),
    ],
)
def test_only_the_parsers_that_a_format_needs_are_imported(name: str, body: bytes, needed: set[str]) -> None:
    script = SAYS.format(name=name, body=body)
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout

    assert needed <= SLOW & set(said.split())
    assert needed or not SLOW & set(said.split())

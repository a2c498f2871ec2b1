"""Markdown into blocks, with the title, date, address and tags that its front matter may declare."""

import re
from collections.abc import Iterator

from adapters.sources import html, plaintext
from adapters.sources.dates import parse_date
from adapters.sources.identity import web_url
from adapters.sources.parsed import About, Parsed
from bot.text import one_line

_FRONT = re.compile(r"\A---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^([A-Za-z][\w-]*)\s*:\s*(.*)$")
_LISTED = re.compile(r"^\s*-\s+(.+)$")


def _emphasis(mark: str) -> re.Pattern[str]:
    """Return a pair of marks around words: neither inside a word ("f**k", `snake_case`) nor in an address."""
    one, pair = re.escape(mark[0]), re.escape(mark)
    words = r"[^\n]{1,200}?" if len(mark) > 1 else rf"[^{one}\n]{{1,200}}"
    return re.compile(
        rf"(?<![a-zA-Z0-9{one}/=]){pair}(?=[^\s{one}]){words}(?<=[^\s{one}]){pair}(?![a-zA-Z0-9{one}]|[./]\w)"
    )


_SIGNS = (
    re.compile(r"^#{1,6}[ \t]+\S", re.MULTILINE),
    re.compile(r"^[^\s#>*+-].{2,80}\n(?:={3,}|-{6,})[ \t]*$", re.MULTILINE),
    re.compile(r"\[[^\]\n]{1,200}\]\(https?://"),
    re.compile(r"!\[[^\]\n]{0,200}\]\([^\s)]"),
    re.compile(r"^```", re.MULTILINE),
    *map(_emphasis, ("**", "__", "*", "_")),
)
_HEAD = 20_000
_DEEPEST = 100
# Behind so many marks the parser gives up and drops the words.
_TOO_DEEP = re.compile(r"^[ \t>*+-]{80,}(\S.*)$", re.MULTILINE)


def looks_like_markdown(text: str) -> bool:
    """Say whether a text without a telling name is clearly Markdown. Its lines end in a line feed."""
    head = text[:_HEAD]
    front = _FRONT.match(head)
    return bool(front and _fields(front.group(1) or "")) or any(sign.search(head) for sign in _SIGNS)


def read(text: str) -> Parsed:
    """Return the blocks, and what the front matter declares; its words are kept as the rest.

    A single line end joins two lines, as Markdown says, only where the text was wrapped by hand;
    else people mean every line as a paragraph. Lines end in a line feed.
    """
    from markdown_it import MarkdownIt  # noqa: PLC0415 - `formats` asks this module without parsing anything

    fields, body = _split(text)
    wrapped = plaintext.wrap_width(body.split("\n")) is not None
    parser = MarkdownIt("commonmark", {"html": True, "breaks": not wrapped, "maxNesting": _DEEPEST})
    parser.enable(["table", "strikethrough"])
    rest = [f"{name}: {', '.join(values)}" for name, values in fields.items()]
    rest.extend(one_line(line) for line in _TOO_DEEP.findall(body))
    drafts, alternatives, _ = html.read(parser.render(body))
    return Parsed(drafts, "\n".join((*rest, alternatives)).strip(), _about(fields))


def _about(fields: dict[str, tuple[str, ...]]) -> About:
    def first(*names: str) -> str | None:
        return next((fields[name][0] for name in names if fields.get(name)), None)

    return About(
        title=first("title", "headline"),
        url=web_url(first("url", "link", "canonical")),
        outlet=first("outlet", "publication", "source"),
        published_at=parse_date(first("date", "published")),
        topics=(*fields.get("tags", ()), *fields.get("topics", ()), *fields.get("keywords", ())),
        language=first("lang", "language"),
    )


def _split(text: str) -> tuple[dict[str, tuple[str, ...]], str]:
    match = _FRONT.match(text)
    fields = _fields(match.group(1) or "") if match else {}
    return (fields, text[match.end() :]) if match and fields else ({}, text)


def _fields(block: str) -> dict[str, tuple[str, ...]]:
    """Read `name: value`, `name: [a, b]` and lists of `- value`: the little of YAML that people use."""
    fields: dict[str, tuple[str, ...]] = {}
    name = ""
    for line in block.split("\n"):
        if match := _FIELD.match(line):
            name = match.group(1).lower()
            fields[name] = tuple(_values(match.group(2)))
        elif name and (item := _LISTED.match(line)):
            fields[name] += tuple(_values(item.group(1)))
    return fields


def _values(text: str) -> Iterator[str]:
    text = text.strip()
    inner = text[1:-1].split(",") if text.startswith("[") and text.endswith("]") else [text]
    for value in inner:
        bare = one_line(value.strip().strip("\"'"))
        if bare:
            yield bare

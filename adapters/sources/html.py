"""HTML into blocks: headings, paragraphs and bullets in order, with every visible word and no markup."""

import re
from html import unescape

from lxml import etree

from adapters.sources.parsed import Parsed
from bot.model.document import BlockKind, Draft
from bot.text import one_line

_HIDDEN = frozenset((
    "script", "style", "template", "noscript", "head", "iframe", "object", "embed", "audio",
    "video", "canvas", "svg", "datalist",
))  # fmt: skip
_BLOCKS = frozenset((
    "html", "body", "article", "section", "main", "div", "p", "header", "footer", "nav", "aside",
    "address", "blockquote", "figure", "figcaption", "table", "caption", "thead", "tbody", "tfoot",
    "tr", "ul", "ol", "li", "dl", "dt", "dd", "pre", "hr", "form", "fieldset", "legend", "label",
    "option", "select", "optgroup", "textarea", "button", "details", "summary", "dialog", "menu",
    "center", "h1", "h2", "h3", "h4", "h5", "h6",
))  # fmt: skip
_LISTS = frozenset(("ul", "ol", "menu"))
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_STANDS_ALONE = ("table", "pre", "dl", *_LISTS, *_HEADINGS)
_LINES_IN_CELL = 3
_BOLD = frozenset(("b", "strong"))
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_TYPED_BULLET = re.compile(r"^[•●◦▪‣·]\s+(?=\S)")
_TAG = re.compile(r"<[^<>]*>")
_PARSER = etree.HTMLParser(
    encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
)


def parse(text: str) -> etree._Element | None:
    """Return the tree of a page or fragment; None where it is empty or nested too deeply for a tree."""
    body = text.replace("\0", "").encode("utf-8", "replace")
    if not body.strip():
        return None
    try:
        root = etree.fromstring(body, _PARSER)
    except etree.XMLSyntaxError:
        return None
    cut_off = any(error.type_name == "ERR_RESOURCE_LIMIT" for error in _PARSER.error_log)
    return None if cut_off else root


def fragment_drafts(text: str) -> list[Draft]:
    """Return the blocks of a page or fragment."""
    return read(text).drafts


def read(text: str) -> Parsed:
    """Return the blocks of a page or fragment; its alternative texts and tooltips as the rest."""
    root = parse(text)
    if root is not None:
        return read_tree(root)
    bare = one_line(unescape(_TAG.sub(" ", text)))
    return Parsed([Draft(BlockKind.paragraph, bare)] if bare else [])


def read_tree(root: etree._Element) -> Parsed:
    """Return the blocks below an element; its alternative texts and tooltips as the rest."""
    line = _Line()
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        hidden = _is_hidden(element)
        if event == "start":
            if hidden:
                walk.skip_subtree()
            else:
                line.enter(element)
        else:
            if not hidden:
                line.leave(element)
            line.add(element.tail)
    line.end()
    said = {draft.text for draft in line.blocks}
    return Parsed(line.blocks, "\n".join(words for words in line.alternatives if words not in said))


def _is_hidden(element: etree._Element) -> bool:
    if not isinstance(element.tag, str) or element.tag in _HIDDEN:
        return True
    if not element.attrib:
        return False
    style = element.get("style")
    return element.get("hidden") is not None or bool(style and _HIDDEN_STYLE.search(style))


def _is_one_line(row: etree._Element) -> bool:
    """Say whether a table's row is a line of cells; what is laid out in a table has more in a cell."""
    if next(row.iter(*_STANDS_ALONE), None) is not None:
        return False
    return all(sum(1 for _ in cell.iter("p", "div", "br")) <= _LINES_IN_CELL for cell in row.iter("td", "th"))


class _Line:
    """The block that is being put together, and where in headings, lists and bold type we are."""

    def __init__(self) -> None:
        self.blocks: list[Draft] = []
        self.alternatives: dict[str, None] = {}
        self._parts: list[str] = []
        self._all_bold = True
        self._headings: list[int] = []
        self._lists = self._bold = self._pre = 0
        self._item_opened = False
        self._row: etree._Element | None = None

    def enter(self, element: etree._Element) -> None:
        """Take an element's start and its first text."""
        tag = element.tag
        if tag in _BLOCKS:
            self._part()
        elif tag == "br":
            self._break()
        elif tag in ("td", "th") and self._parts:
            self._parts.append(" | ")
        if tag == "tr" and self._row is None and _is_one_line(element):
            self._row = element
        self._count(element, 1)
        if tag == "li":
            self._item_opened = True
        if element.attrib:
            self._take_alternatives(element)
        self.add(element.text)

    def leave(self, element: etree._Element) -> None:
        """Take an element's end."""
        if element is self._row:
            self._row = None
        if element.tag in _BLOCKS:
            self._part()
        if element.tag == "li":
            self._item_opened = False
        self._count(element, -1)

    def add(self, text: str | None) -> None:
        """Take words that stand in or behind an element."""
        if not text:
            return
        if self._pre and "\n" in text:
            for row in text.splitlines():
                self._words(row)
                self.end()
        else:
            self._words(text)

    def end(self) -> None:
        """End the block, if one has words."""
        text = one_line("".join(self._parts)).strip("| ") if self._parts else ""
        if text:
            self.blocks.append(self._draft(text))
        self._parts.clear()
        self._all_bold = True

    def _part(self) -> None:
        """Take the edge of a block; in a row that is one line it only parts words."""
        if self._row is None:
            self.end()
        else:
            self._parts.append(" ")

    def _take_alternatives(self, element: etree._Element) -> None:
        """Keep what stands for a picture or behind a link, unless it only repeats the link's words."""
        for name in ("alt", "title"):
            words = one_line(element.get(name) or "")
            if words and words != (element.text or "").strip():
                self.alternatives[words] = None

    def _words(self, text: str) -> None:
        self._parts.append(text)
        if not self._bold and self._all_bold and not text.isspace():
            self._all_bold = False

    def _draft(self, text: str) -> Draft:
        if self._headings:
            return Draft(BlockKind.heading, text, self._headings[-1])
        if self._item_opened:
            self._item_opened = False
            return Draft(BlockKind.bullet, text, max(self._lists - 1, 0), self._all_bold)
        typed = _TYPED_BULLET.match(text)
        if typed:
            return Draft(BlockKind.bullet, text[typed.end() :], self._lists, self._all_bold)
        return Draft(BlockKind.paragraph, text, strong=self._all_bold)

    def _break(self) -> None:
        if self._headings or self._lists:
            self._parts.append(" ")
        else:
            self._part()

    def _count(self, element: etree._Element, step: int) -> None:
        tag = element.tag
        if tag in _LISTS:
            self._lists += step
        elif tag in _HEADINGS:
            if step > 0:
                self._headings.append(_HEADINGS[tag])
            else:
                self._headings.pop()
        elif tag == "pre":
            self._pre += step
        elif tag in _BOLD or _BOLD_STYLE.search(element.get("style") or ""):
            self._bold += step

"""Word documents into blocks, after making sure that the archive is neither a bomb nor a trap."""

import io
import zipfile

from lxml import etree

from adapters.sources import html
from adapters.sources.parsed import Parsed
from bot.errors import Unreadable
from bot.text import one_line

_MAIN_PART = "word/document.xml"
_MOST_PARTS = 2_000
_HIGHEST_RATIO = 200
_SMALL = 1_000_000
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DAMAGE = (
    zipfile.BadZipFile, KeyError, ValueError, EOFError, NotImplementedError, RuntimeError,
    etree.XMLSyntaxError,
)  # fmt: skip
_TITLES = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p:fresh"
_SAVE_AGAIN = "Open it in a word processor and save it again as .docx, or paste its text."


def is_docx(body: bytes) -> bool:
    """Say whether an archive is a Word document."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return _MAIN_PART in archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


def read(body: bytes, *, unpacked_bytes: int) -> Parsed:
    """Return the blocks, and the words of page headers and footers.

    Raises Unreadable where the archive would unpack to more than that, packs suspiciously well,
    is damaged, or declares XML entities.
    """
    import mammoth  # noqa: PLC0415 - feeds do without

    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            _check(archive, unpacked_bytes)
            margins = _margins(archive)
        result = mammoth.convert_to_html(
            io.BytesIO(body), style_map=_TITLES, ignore_empty_paragraphs=True,
            convert_image=mammoth.images.img_element(lambda _image: {}),  # its alternative text alone
        )  # fmt: skip
    except _DAMAGE:
        raise Unreadable("This Word document is damaged.", next_step=_SAVE_AGAIN) from None
    drafts, alternatives, _ = html.read(result.value)
    return Parsed(drafts, "\n".join((margins, alternatives)).strip())


def _check(archive: zipfile.ZipFile, unpacked_bytes: int) -> None:
    parts = archive.infolist()
    total = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    bomb = total > _SMALL and total > _HIGHEST_RATIO * packed
    if len(parts) > _MOST_PARTS or total > unpacked_bytes or bomb:
        raise Unreadable(
            f"This Word document would unpack to {total / 1e6:,.0f} MB in {len(parts):,} parts; "
            f"at most {unpacked_bytes / 1e6:,.0f} MB in {_MOST_PARTS:,} parts are read, "
            f"packed no tighter than {_HIGHEST_RATIO} to 1.",
            next_step="Remove what it embeds, or paste its text.",
        )
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            _check_part(archive, part)


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    root = _parse(archive, part.filename)
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable(
            "This Word document declares a document type of its own, which no word processor writes.",
            next_step=_SAVE_AGAIN,
        )


def _parse(archive: zipfile.ZipFile, name: str) -> etree._Element:
    # The declared size was checked; zipfile reads no more than that and compares the checksum.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(archive.read(name), parser)


def _margins(archive: zipfile.ZipFile) -> str:
    """Return the words of headers and footers, which mammoth leaves out."""
    names = sorted(n for n in archive.namelist() if n.startswith(("word/header", "word/footer")))
    lines: list[str] = []
    for name in names:
        for paragraph in _parse(archive, name).iter(_WORD + "p"):
            words = one_line("".join(text.text or "" for text in paragraph.iter(_WORD + "t")))
            if words and words not in lines:
                lines.append(words)
    return "\n".join(lines)

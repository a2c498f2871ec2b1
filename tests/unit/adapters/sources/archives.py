"""Word documents for tests, as small as they can be."""

import io
import zipfile

_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_LINKS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="word/document.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
_STYLES = (
    f'<?xml version="1.0"?><w:styles {_WORD}><w:style w:type="paragraph" w:styleId="Heading1">'
    '<w:name w:val="heading 1"/></w:style></w:styles>'
)


def paragraph(text: str, *, style: str = "", bold: bool = False) -> str:
    """Return a paragraph of a Word document."""
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    weight = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f"<w:p>{look}<w:r>{weight}<w:t>{text}</w:t></w:r></w:p>"


def document(*paragraphs: str, prolog: str = "") -> str:
    """Return the main part."""
    body = "".join(paragraphs)
    return f'<?xml version="1.0"?>{prolog}<w:document {_WORD}><w:body>{body}</w:body></w:document>'


def header(*paragraphs: str) -> str:
    """Return a part with a page's header."""
    return f'<?xml version="1.0"?><w:hdr {_WORD}>{"".join(paragraphs)}</w:hdr>'


def docx(main: str | bytes, **others: str | bytes) -> bytes:
    """Return a Word document with that main part; other parts by their name below `word/`."""
    parts = {"[Content_Types].xml": _TYPES, "_rels/.rels": _LINKS, "word/styles.xml": _STYLES}
    return zipped(
        {**parts, "word/document.xml": main, **{f"word/{name}.xml": part for name, part in others.items()}}
    )


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """Return an archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()

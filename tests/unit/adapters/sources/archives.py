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
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PICTURES = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r9" Target="media/p.png" Type="{_RELATIONS}/image"/></Relationships>'
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


def table(*rows: list[str]) -> str:
    """Return a table of cells with a paragraph each."""
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def picture(alternative: str) -> str:
    """Return a paragraph with a picture that has an alternative text."""
    inline = (
        f'<wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing">'
        f'<wp:docPr id="1" name="p" descr="{alternative}"/>'
        f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData><pic:pic xmlns:pic="{_DRAWING}/picture">'
        f'<pic:blipFill><a:blip xmlns:r="{_RELATIONS}" r:embed="r9"/></pic:blipFill></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline>"
    )
    return f"<w:p><w:r><w:drawing>{inline}</w:drawing></w:r></w:p>"


def document(*paragraphs: str, prolog: str = "") -> str:
    """Return the main part."""
    body = "".join(paragraphs)
    return f'<?xml version="1.0"?>{prolog}<w:document {_WORD}><w:body>{body}</w:body></w:document>'


def header(*paragraphs: str) -> str:
    """Return a part with a page's header."""
    return f'<?xml version="1.0"?><w:hdr {_WORD}>{"".join(paragraphs)}</w:hdr>'


def docx(main: str | bytes, **others: str | bytes) -> bytes:
    """Return a Word document with that main part; other parts by their name below `word/`."""
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _LINKS,
        "word/styles.xml": _STYLES,
        "word/_rels/document.xml.rels": _PICTURES,
    }
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

"""Build the demo offices' templates of letters (DOCX and ODT with fields) from templates.yaml.

    python profiles/demo/templates/make.py TARGET_FOLDER

The same input gives the same bytes, so the files need not be kept in the repository.
"""

from collections.abc import Iterator
from datetime import datetime
from docx.enum.text import WD_ALIGN_PARAGRAPH
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

import argparse
import docx
import yaml
import zipfile


HERE = Path(__file__).parent
HEAD = (
    ("b", "{{urzad.nazwa}}"),
    ("p", "{{urzad.adres}}"),
    ("r", "{{urzad.miejscowosc}}, {{dzis.slownie}}"),
    ("p", "{{sprawa.znak}}"),
    ("r", "{{strona.nazwa}}"),
    ("r", "{{strona.adres?}}"),
)
FOOT = (("r", "{{autor.nazwisko}}"), ("r", "{{autor.stanowisko?}}"))
ODT = "application/vnd.oasis.opendocument.text"
NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3"'
)
ODT_STYLES = (
    '<style:style style:name="r" style:family="paragraph">'
    '<style:paragraph-properties fo:text-align="end"/></style:style>'
    '<style:style style:name="b" style:family="paragraph">'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="p" style:family="paragraph">'
    '<style:paragraph-properties fo:margin-bottom="0.3cm"/></style:style>'
)
MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
    'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODT}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)


def paragraphs(template: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Style and text of every paragraph: letterhead, body, signature."""
    yield from HEAD
    for item in template["body"]:
        yield from item.items()
    yield from FOOT


def packed(parts: dict[str, bytes]) -> bytes:
    """A zip whose entries carry no time; `mimetype` is stored, as ODF wants it."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as final:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            final.writestr(entry, data)
    return target.getvalue()


def word(template: dict[str, Any]) -> bytes:
    """The template as DOCX."""
    made = docx.Document()
    for style, text in paragraphs(template):
        if style == "h":
            made.add_heading(text, 1)
            continue
        paragraph = made.add_paragraph()
        paragraph.add_run(text).bold = style == "b"
        if style == "r":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    made.core_properties.title = template["title"]
    made.core_properties.language = "pl-PL"
    made.core_properties.created = made.core_properties.modified = datetime(2026, 1, 1)
    draft = BytesIO()
    made.save(draft)
    with zipfile.ZipFile(draft) as source:
        return packed({name: source.read(name) for name in source.namelist()})


def text_document(template: dict[str, Any]) -> bytes:
    """The template as ODT."""
    body = "".join(
        f'<text:h text:outline-level="1">{escape(text)}</text:h>'
        if style == "h"
        else f'<text:p text:style-name="{style}">{escape(text)}</text:p>'
        for style, text in paragraphs(template)
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMES}>'
        f"<office:automatic-styles>{ODT_STYLES}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return packed(
        {
            "mimetype": ODT.encode(),
            "content.xml": content.encode(),
            "META-INF/manifest.xml": MANIFEST.encode(),
        }
    )


def templates() -> Iterator[tuple[dict[str, Any], bytes]]:
    """Every template with its bytes."""
    for template in yaml.safe_load((HERE / "templates.yaml").read_text(encoding="utf-8")):
        make = text_document if template["file"].endswith(".odt") else word
        yield template, make(template)


def main() -> None:
    parser = argparse.ArgumentParser(description="Build the demo templates.")
    parser.add_argument("target", type=Path)
    target = parser.parse_args().target
    target.mkdir(parents=True, exist_ok=True)
    for template, data in templates():
        (target / template["file"]).write_bytes(data)


if __name__ == "__main__":
    main()

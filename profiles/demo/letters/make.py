"""Build the demo letters (.eml with PDF and DOCX attachments) from letters.yaml.

    python profiles/demo/letters/make.py TARGET_FOLDER [--today 2026-11-22]

The same input and day give the same bytes, so the letters need not be kept in the repository.
"""

from collections.abc import Iterator
from datetime import date
from datetime import datetime
from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from io import BytesIO
from pathlib import Path
from textwrap import wrap
from typing import Any
from zoneinfo import ZoneInfo

import argparse
import docx
import pikepdf
import unicodedata
import yaml
import zipfile


HERE = Path(__file__).parent
ZONE = ZoneInfo("Europe/Warsaw")
# Adobe's glyph names of the Polish letters, on codes Latin-1 keeps for control characters.
GLYPHS = {
    "ą": "aogonek", "ć": "cacute", "ę": "eogonek", "ł": "lslash", "ń": "nacute", "ó": "oacute",
    "ś": "sacute", "ź": "zacute", "ż": "zdotaccent", "Ą": "Aogonek", "Ć": "Cacute",
    "Ę": "Eogonek", "Ł": "Lslash", "Ń": "Nacute", "Ó": "Oacute", "Ś": "Sacute", "Ź": "Zacute",
    "Ż": "Zdotaccent", "–": "endash", "„": "quotedblbase", "”": "quotedblright", "×": "multiply",
    "²": "twosuperior", "°": "degree",
}  # fmt: skip
CODES = {letter: 0x80 + index for index, letter in enumerate(GLYPHS)}
DOCX_TYPE = "vnd.openxmlformats-officedocument.wordprocessingml.document"


def encoded(text: str) -> bytes:
    """Text in the page's own one-byte encoding, with PDF's escapes."""
    raw = bytes(CODES.get(letter, ord(letter) if ord(letter) < 127 else 63) for letter in text)
    return raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def unicode_map() -> bytes:
    """CMap that lets readers and search copy the Polish letters out again."""
    pairs = "".join(f"<{code:02X}> <{ord(letter):04X}>\n" for letter, code in CODES.items())
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CMapName /Polish def /CMapType 2 def\n"
        "1 begincodespacerange <00> <FF> endcodespacerange\n"
        "1 beginbfrange <20> <7E> <0020> endbfrange\n"
        f"{len(CODES)} beginbfchar\n{pairs}endbfchar\nendcmap end end\n"
    ).encode("ascii")


def pdf(title: str, text: str) -> bytes:
    """A one-page A4 PDF with selectable text."""
    document = pikepdf.new()
    encoding = pikepdf.Dictionary(
        Type=pikepdf.Name.Encoding,
        Differences=pikepdf.Array([0x80, *(pikepdf.Name(f"/{name}") for name in GLYPHS.values())]),
    )
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
        Encoding=encoding,
        ToUnicode=document.make_stream(unicode_map()),
    )
    lines = [title, "", *wrap(text, 80)]
    shown = b"".join(b"(" + encoded(line) + b") Tj T*\n" for line in lines)
    page = document.add_blank_page(page_size=(595, 842))
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.Contents = document.make_stream(b"BT /F1 11 Tf 16 TL 60 780 Td\n" + shown + b"ET\n")
    document.Root.Lang = pikepdf.String("pl-PL")
    target = BytesIO()
    document.save(target, deterministic_id=True)
    return target.getvalue()


def word(title: str, text: str) -> bytes:
    """A DOCX with a heading and a paragraph; its archive carries no time of making."""
    document = docx.Document()
    document.add_heading(title, 1)
    document.add_paragraph(text)
    document.core_properties.created = document.core_properties.modified = datetime(2026, 1, 1)
    draft, target = BytesIO(), BytesIO()
    document.save(draft)
    with zipfile.ZipFile(draft) as source, zipfile.ZipFile(target, "w") as final:
        for name in sorted(source.namelist()):
            entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            final.writestr(entry, source.read(name))
    return target.getvalue()


def title_of(name: str) -> str:
    return Path(name).stem.replace("-", " ").capitalize()


def signature(sender: dict[str, Any]) -> str:
    """Name, address and numbers of the sender, one a line."""
    lines = [sender.get("org") or sender["name"], sender["street"]]
    lines.append(f"{sender['postcode']} {sender['city']}")
    lines += [f"{key.upper()}: {sender[key]}" for key in ("nip", "regon") if key in sender]
    return "\n".join(lines)


def message(letter: dict[str, Any], address: str, today: date) -> EmailMessage:
    """The letter as an e-mail to the unit's address."""
    sender, subject = letter["from"], letter["subject"]
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(sender.get("org") or sender["name"], addr_spec=sender["email"])
    mail["To"] = Address(addr_spec=address)
    mail["Subject"] = subject
    day = today + timedelta(days=letter["date"])
    mail["Date"] = datetime(day.year, day.month, day.day, 9, 15, tzinfo=ZONE)
    mail["Message-ID"] = f"<{letter['id']}@pokaz.invalid>"
    mail.set_content(f"Dzień dobry,\n\n{letter['body']}\n\nZ poważaniem\n{signature(sender)}\n")
    for item in letter["attachments"]:
        name, text = item["name"], item["text"]
        kind, make = ("pdf", pdf) if name.endswith(".pdf") else (DOCX_TYPE, word)
        data = make(title_of(name), text)
        mail.add_attachment(data, maintype="application", subtype=kind, filename=name)
    if mail.is_multipart():
        ascii_id = unicodedata.normalize("NFKD", letter["id"]).encode("ascii", "ignore").decode()
        mail.set_boundary(f"=_{ascii_id}_=")
    return mail


def letters(today: date) -> Iterator[tuple[str, EmailMessage]]:
    """Every demo letter with its id."""
    units = yaml.safe_load((HERE.parent / "people" / "units.yaml").read_text(encoding="utf-8"))
    address = {unit["unit_id"]: unit["email"] for unit in units}
    for letter in yaml.safe_load((HERE / "letters.yaml").read_text(encoding="utf-8")):
        yield letter["id"], message(letter, address[letter["unit"]], today)


def main() -> None:
    parser = argparse.ArgumentParser(description="Build the demo letters.")
    parser.add_argument("target", type=Path)
    parser.add_argument("--today", type=date.fromisoformat, default=date.today())
    given = parser.parse_args()
    given.target.mkdir(parents=True, exist_ok=True)
    for name, mail in letters(given.today):
        (given.target / f"{name}.eml").write_bytes(mail.as_bytes())


if __name__ == "__main__":
    main()

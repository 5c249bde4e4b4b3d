"""Receipts of an office as XML: UPP for what was submitted to it, UPD for what it delivered.

The form of both is the schema `http://crd.gov.pl/xml/schematy/UPO/2008/05/09/`, which names the parts of a UPD otherwise than
those of a UPP (who made it, when the addressee took the letter, of which case it is); so do the visualisations offices show
them by. The office's seal signs them when it has one; without a seal the receipt is still made and says so by having no
signature.
"""

from datetime import datetime
from infostrada.site.records.correspondence.interfaces import ISeal
from infostrada.site.records.deed import WARSAW
from infostrada.site.records.files import RecordFile
from lxml import etree
from typing import Any
from typing import NamedTuple
from zope.component import queryAdapter


NS = "http://crd.gov.pl/xml/schematy/UPO/2008/05/09/"
POS = f"{{{NS}}}"


class Receipt(NamedTuple):
    """What a receipt says; `digests` are names and SHA-256 of the files it is for.

    Of a UPD `sender` is the office that made it and `case_sign` the case the letter is of.
    """

    identifier: str
    recipient: str
    recipient_id: str
    sender: str
    sender_id: str
    delivered_at: datetime
    made_at: datetime
    document: str
    notes: tuple[tuple[str, str], ...] = ()
    digests: tuple[tuple[str, str], ...] = ()
    kind: str = "UPP"
    case_sign: str = ""


def box_of(unit: Any) -> str:
    """What a unit's inbox is known as: its address for electronic delivery, else its electronic inbox (ESP) here."""
    return unit.ade or f"/{unit.unit_id}/skrytka"


def receipt_xml(receipt: Receipt) -> bytes:
    """The receipt without a signature."""
    root = etree.Element(f"{POS}Dokument", nsmap={"pos": NS})
    body = etree.SubElement(root, f"{POS}{receipt.kind}", Id=_identifier(receipt.identifier))
    _put(body, "IdentyfikatorPoswiadczenia", receipt.identifier)
    (_delivered if receipt.kind == "UPD" else _submitted)(body, receipt)
    _put(body, "IdentyfikatorDokumentu", receipt.document)
    for kind, text in (*receipt.notes, *((f"SHA-256 {name}", digest) for name, digest in receipt.digests)):
        _put(body, "InformacjaUzupelniajaca", text, TypInformacjiUzupelniajacej=kind)
    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return data


def _submitted(body: etree._Element, receipt: Receipt) -> None:
    _subject(body, "Adresat", receipt.recipient, receipt.recipient_id)
    _subject(body, "Nadawca", receipt.sender, receipt.sender_id)
    _put(body, "DataDoreczenia", _moment(receipt.delivered_at))
    _put(body, "DataWytworzeniaPoswiadczenia", _moment(receipt.made_at))


def _delivered(body: etree._Element, receipt: Receipt) -> None:
    _subject(body, "PodmiotWystawiajacyPoswiadczenie", receipt.sender, receipt.sender_id)
    _subject(body, "Adresat", receipt.recipient, receipt.recipient_id)
    _put(body, "DataOdbioru", _moment(receipt.delivered_at))
    _put(body, "DataUtworzeniaPoswiadczenia", _moment(receipt.made_at))
    if receipt.case_sign:
        _put(body, "IdentyfikatorSprawy", receipt.case_sign)


def _subject(body: etree._Element, tag: str, name: str, known_as: str) -> None:
    side = etree.SubElement(body, f"{POS}{tag}")
    _put(side, "Nazwa", name)
    kind = "ADE" if known_as.startswith("AE:") else "ESP"
    _put(side, "IdentyfikatorPodmiotu", known_as, TypIdentyfikatora=kind)


def receipt_file(receipt: Receipt, unit: Any) -> RecordFile:
    """The receipt, sealed if the office keeps a seal, as a file of a record."""
    data = receipt_xml(receipt)
    seal = queryAdapter(unit, ISeal)
    if seal is not None:
        data = seal.sign_xml(data)
    return RecordFile(data, f"{receipt.identifier}.xml", "text/xml")


def _moment(value: datetime) -> str:
    """The time of the office's clock, which the schema writes without a zone."""
    return value.astimezone(WARSAW).replace(tzinfo=None).isoformat(timespec="milliseconds")


def _identifier(text: str) -> str:
    """An xs:ID: begins with a letter, no characters XML does not allow there."""
    return "id-" + "".join(sign if sign.isalnum() or sign in "-_." else "-" for sign in text)


def _put(parent: etree._Element, tag: str, text: str, **attributes: str) -> None:
    clean = "".join(sign for sign in text if sign >= " " and sign not in "\ufffe\uffff")
    etree.SubElement(parent, f"{POS}{tag}", **attributes).text = clean

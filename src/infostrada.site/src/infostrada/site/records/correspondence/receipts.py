"""Receipts of an office as XML: UPP for what was submitted to it, UPD for what it delivered.

The form of both is the schema `http://crd.gov.pl/xml/schematy/UPO/2008/05/09/`. The office's seal signs
them when it has one; without a seal the receipt is still made and says so by having no signature.
"""

from datetime import datetime
from infostrada.site.records.correspondence.interfaces import ISeal
from infostrada.site.records.files import RecordFile
from lxml import etree
from typing import Any
from typing import NamedTuple
from zope.component import queryAdapter


NS = "http://crd.gov.pl/xml/schematy/UPO/2008/05/09/"
POS = f"{{{NS}}}"


class Receipt(NamedTuple):
    """What a receipt says; `digests` are names and SHA-256 of the files it is for."""

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


def receipt_xml(receipt: Receipt) -> bytes:
    """The receipt without a signature."""
    root = etree.Element(f"{POS}Dokument", nsmap={"pos": NS})
    body = etree.SubElement(root, f"{POS}{receipt.kind}", Id=_identifier(receipt.identifier))
    _put(body, "IdentyfikatorPoswiadczenia", receipt.identifier)
    for tag, name, known_as in (
        ("Adresat", receipt.recipient, receipt.recipient_id),
        ("Nadawca", receipt.sender, receipt.sender_id),
    ):
        side = etree.SubElement(body, f"{POS}{tag}")
        _put(side, "Nazwa", name)
        kind = "ADE" if known_as.startswith("AE:") else "ESP"
        _put(side, "IdentyfikatorPodmiotu", known_as, TypIdentyfikatora=kind)
    _put(body, "DataDoreczenia", _moment(receipt.delivered_at))
    _put(body, "DataWytworzeniaPoswiadczenia", _moment(receipt.made_at))
    _put(body, "IdentyfikatorDokumentu", receipt.document)
    for kind, text in (*receipt.notes, *((f"SHA-256 {name}", digest) for name, digest in receipt.digests)):
        _put(body, "InformacjaUzupelniajaca", text, TypInformacjiUzupelniajacej=kind)
    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return data


def receipt_file(receipt: Receipt, unit: Any) -> RecordFile:
    """The receipt, sealed if the office keeps a seal, as a file of a record."""
    data = receipt_xml(receipt)
    seal = queryAdapter(unit, ISeal)
    if seal is not None:
        data = seal.sign_xml(data)
    return RecordFile(data, f"{receipt.identifier}.xml", "text/xml")


def _moment(value: datetime) -> str:
    return value.replace(tzinfo=None).isoformat(timespec="milliseconds")


def _identifier(text: str) -> str:
    """An xs:ID: begins with a letter, no characters XML does not allow there."""
    return "id-" + "".join(sign if sign.isalnum() or sign in "-_." else "-" for sign in text)


def _put(parent: etree._Element, tag: str, text: str, **attributes: str) -> None:
    clean = "".join(sign for sign in text if sign >= " " and sign not in "\ufffe\uffff")
    etree.SubElement(parent, f"{POS}{tag}", **attributes).text = clean

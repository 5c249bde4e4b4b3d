"""The package goes to the state archive on a carrier of data: when it is too large for e-Doręczenia, or the archive wants it so.

A letter of the office with its number: the covering letter, the list, the receipt to be signed. The file itself is copied
to the carrier by the archivist (`@@transfer-package`); the letter names its digest.
"""

from datetime import date
from infostrada.site.records.archive.address import address_of
from infostrada.site.records.archive.address import ArchiveAddress
from infostrada.site.records.archive.address import keep_address
from infostrada.site.records.archive.content import Carried
from infostrada.site.records.archive.content import Parcel
from infostrada.site.records.archive.content import Transfer
from infostrada.site.records.archive.operations import handed
from infostrada.site.records.archive.operations import KEEP
from infostrada.site.records.archive.package.carrier import Covering
from infostrada.site.records.archive.package.carrier import covering_letter
from infostrada.site.records.archive.package.carrier import takeover_receipt
from infostrada.site.records.archive.sending import kept_files
from infostrada.site.records.archive.sending import listed
from infostrada.site.records.archive.sending import PACKAGE
from infostrada.site.records.archive.sending import sent_next
from infostrada.site.records.archive.sending import sign_of
from infostrada.site.records.correspondence.outgoing.content import Outgoing
from infostrada.site.records.correspondence.outgoing.operations import Dispatch
from infostrada.site.records.correspondence.outgoing.operations import prepare_letter_of
from infostrada.site.records.correspondence.outgoing.operations import Sheet
from infostrada.site.records.correspondence.outgoing.rules import Addressee
from infostrada.site.records.correspondence.outgoing.ways import COURIER
from infostrada.site.records.correspondence.outgoing.ways import EMPLOYEE
from infostrada.site.records.correspondence.outgoing.ways import REGISTERED_PROOF
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import deed
from infostrada.site.records.files import RecordFile
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.records.rights import allow
from infostrada.site.records.rights import READ
from infostrada.site.records.workflow import state_of
from infostrada.site.units.lookup import unit_of
from infostrada.site.units.roles import unit_group
from plone.uuid.interfaces import IUUID
from typing import Any
from typing import NamedTuple


PDF = "application/pdf"
WAYS = (EMPLOYEE, REGISTERED_PROOF, COURIER)
REASON = "materiały archiwalne na informatycznym nośniku danych"
LONGEST = 120


class Carrier(NamedTuple):
    """What the package was copied to: the kind (`dysk USB`) and what is written on it, so that it is found again."""

    kind: str
    marking: str


def hand_over(transfer: Transfer, carrier: Carrier, to: ArchiveAddress, method: str) -> Outgoing:
    """Make the letter that goes with the carrier, ready to be sent like any other.

    Raises Blocked without a package or when it is on its way already, InvalidData for what is missing.
    """
    require(KEEP, transfer)
    parcel = transfer.parcel
    if state_of(transfer) != "packed" or parcel is None:
        raise Blocked([], reason="package_missing")
    if sent_next(transfer) is None:
        raise Blocked([], reason="already_on_its_way")
    unit, act = unit_of(transfer), deed(transfer)
    faults = [Fault(name, "required") for name, value in carrier._asdict().items() if not value.strip()]
    faults += [Fault(name, "too_long") for name, value in carrier._asdict().items() if len(value) > LONGEST]
    if method not in WAYS:
        faults.append(Fault("method", "not_in_list"))
    if faults:
        raise InvalidData(faults)
    keep_address(unit, to, ("city", "street", "postal_code"))
    letter = _letter(transfer, carrier, method, act)
    allow(letter, act.actor.id, READ)
    allow(letter, unit_group(unit.unit_id, "archivist"), READ)
    transfer.letters = (*transfer.letters, IUUID(letter))
    transfer.carried = (*transfer.carried, Carried(IUUID(letter), parcel.sha256, *carrier))
    act.write("archive.carried", transfer, letter=IUUID(letter), sha256=parcel.sha256, **carrier._asdict())
    return letter


def _letter(transfer: Transfer, carrier: Carrier, method: str, act: Deed) -> Outgoing:
    unit = unit_of(transfer)
    to = address_of(unit)
    addressee = Addressee(
        "public", transfer.archive, city=to.city, street=to.street, postal_code=to.postal_code
    )
    title = f"Paczka archiwalna na nośniku ({carrier.kind}, {carrier.marking}), spis {sign_of(transfer)}"
    said = _covering(transfer, carrier, addressee, act)
    files = [
        RecordFile(covering_letter(said), "pismo-przewodnie.pdf", PDF),
        listed(transfer),
        RecordFile(takeover_receipt(said), "potwierdzenie-przejecia.pdf", PDF),
    ]
    sheet = Sheet(title, PACKAGE, sign_of(transfer))
    try:
        return prepare_letter_of(
            transfer, sheet, Dispatch(addressee, method, REASON), kept_files(transfer, files, act)
        )
    except InvalidData as problem:
        faults = [Fault(each.field.removeprefix("0."), each.reason) for each in problem.faults]
        raise InvalidData(faults) from problem


def _covering(transfer: Transfer, carrier: Carrier, to: Addressee, act: Deed) -> Covering:
    unit, parcel = unit_of(transfer), transfer.parcel
    assert parcel is not None
    return Covering(
        sender=tuple(filter(None, (unit.title, unit.street, _town(unit.postcode, unit.city)))),
        town=unit.city or "",
        addressee=tuple(filter(None, (to.org_name, to.street, _town(to.postal_code, to.city)))),
        sign=sign_of(transfer),
        day=act.at.date(),
        lines=tuple(_lines(transfer, carrier, parcel)),
        signer=", ".join(filter(None, (act.actor.name, act.actor.post))),
    )


def _lines(transfer: Transfer, carrier: Carrier, parcel: Parcel) -> list[tuple[str, str]]:
    rows = [handed(row) for row in transfer.rows]
    first, last = min(row.started_on for row in rows), max(row.closed_on for row in rows)
    consent = transfer.consent
    agreed = [("Zgoda archiwum", f"{consent.reference} z {_day(consent.day)}")] if consent else []
    return [
        ("Nośnik", f"{carrier.kind}, oznaczenie: {carrier.marking}"),
        ("Plik", f"{package_name(transfer)}, {parcel.size} B"),
        ("Skrót SHA-256", parcel.sha256),
        ("Standard", "paczka archiwalna, Metadane 1.7"),
        ("Spis", sign_of(transfer)),
        ("Sprawy i dokumenty", f"{len(rows)} i {parcel.documents}"),
        ("Daty skrajne", f"{_day(first)} – {_day(last)}"),
        *agreed,
    ]


def package_name(transfer: Transfer) -> str:
    """Name of the package's file, wherever it goes."""
    return f"paczka-{transfer.number}-{transfer.year}.tar"


def _town(code: Any, city: Any) -> str:
    return " ".join(filter(None, (code, city)))


def _day(day: date) -> str:
    return day.strftime("%d.%m.%Y")

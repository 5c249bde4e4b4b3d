"""The application and the package go to the state archive by e-Doręczenia: letters of the office like others.

The files are kept with the transfer as they went out. What proves the way comes back to the letter; the transfer shows it.
"""

from collections.abc import Iterable
from infostrada.site.records.archive.address import ArchiveAddress
from infostrada.site.records.archive.address import keep_address
from infostrada.site.records.archive.content import Transfer
from infostrada.site.records.archive.operations import handed
from infostrada.site.records.archive.operations import KEEP
from infostrada.site.records.archive.package.application import application
from infostrada.site.records.archive.package.build import write_package
from infostrada.site.records.archive.package.metadata import handover_list
from infostrada.site.records.archive.transfer import note_application
from infostrada.site.records.archive.transfer import repeat_application
from infostrada.site.records.archive.transfer import transfer_entries
from infostrada.site.records.correspondence.outgoing.content import Enclosure
from infostrada.site.records.correspondence.outgoing.content import Outgoing
from infostrada.site.records.correspondence.outgoing.networks import send_by_network
from infostrada.site.records.correspondence.outgoing.operations import Dispatch
from infostrada.site.records.correspondence.outgoing.operations import prepare_letter_of
from infostrada.site.records.correspondence.outgoing.operations import Sheet
from infostrada.site.records.correspondence.outgoing.rules import Addressee
from infostrada.site.records.correspondence.outgoing.ways import ELECTRONIC
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import deed
from infostrada.site.records.documents.content import Version
from infostrada.site.records.files import RecordFile
from infostrada.site.records.find import record_at
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
from tempfile import TemporaryFile


APPLICATION, PACKAGE = "podanie/wniosek", "inne pismo/dokument"
TITLES = {
    APPLICATION: "Wniosek o przekazanie materiałów archiwalnych",
    PACKAGE: "Paczka archiwalna ze spisem zdawczo-odbiorczym",
}
XML, TAR = "application/xml", "application/x-tar"
# No size stands in the standard's rules; the message is made in memory, its files in base64. What is larger goes on a carrier.
LARGEST = 200_000_000
OVER = ("undelivered", "cancelled")


def sign_of(transfer: Transfer) -> str:
    """The office's own sign of the matter, as the application names it."""
    return f"{transfer.number}/{transfer.year}"


def letters_of(transfer: Transfer) -> list[Outgoing]:
    """What went to the state archive, in the order of time."""
    return [letter for letter in map(record_at, transfer.letters) if letter is not None]


def sent_next(transfer: Transfer) -> str | None:
    """Kind of the letter that is next: the application, the package as it was made last, or None.

    What is under way or arrived is not sent twice; what came back or was cancelled is sent again.
    """
    state, parcel = state_of(transfer), transfer.parcel
    if state == "packed" and parcel is not None:
        sent = under_way(transfer, PACKAGE)
        digests = {each.sha256 for letter in sent for each in letter.enclosures}
        digests |= {each.sha256 for each in transfer.carried if each.letter in map(IUUID, sent)}
        return None if parcel.sha256 in digests else PACKAGE
    if state == "applied":
        tried = any(each.document_kind == APPLICATION for each in letters_of(transfer))
        return APPLICATION if tried and not under_way(transfer, APPLICATION) else None
    return APPLICATION if state == "proposed" else None


def under_way(transfer: Transfer, kind: str) -> list[Outgoing]:
    """Letters of the kind that neither came back nor were cancelled."""
    return [
        letter
        for letter in letters_of(transfer)
        if letter.document_kind == kind and state_of(letter) not in OVER
    ]


def send_to_archive(transfer: Transfer, to: ArchiveAddress) -> Outgoing:
    """Send the application with its list, or the package that was made, by e-Doręczenia.

    The application counts as noted with the letter's number. Raises Blocked when the same has gone already or the cases
    changed, InvalidData for an address that is none, an office without a box, a package too large.
    """
    require(KEEP, transfer)
    kind = sent_next(transfer)
    if kind is None:
        sent = under_way(transfer, PACKAGE if state_of(transfer) == "packed" else APPLICATION)
        raise Blocked([], reason="already_on_its_way" if sent else "state_forbids")
    unit, act = unit_of(transfer), deed(transfer)
    keep_address(unit, to)
    files = _application(transfer) if kind == APPLICATION else _package(transfer)
    letter = _letter(transfer, kind, to, kept_files(transfer, files, act))
    allow(letter, act.actor.id, READ)
    allow(letter, unit_group(unit.unit_id, "archivist"), READ)
    transfer.letters = (*transfer.letters, IUUID(letter))
    act.write("archive.sent", transfer, letter=IUUID(letter), kind=kind)
    send_by_network(letter)
    if kind == APPLICATION:
        note = note_application if state_of(transfer) == "proposed" else repeat_application
        note(transfer, letter.rpw_number, act.at.date())
    return letter


def _letter(transfer: Transfer, kind: str, to: ArchiveAddress, enclosures: tuple[Enclosure, ...]) -> Outgoing:
    addressee = Addressee("public", transfer.archive, city=to.city.strip(), ade=to.ade.strip())
    sheet = Sheet(f"{TITLES[kind]}, spis {sign_of(transfer)}", kind, sign_of(transfer))
    try:
        return prepare_letter_of(transfer, sheet, Dispatch(addressee, ELECTRONIC), enclosures)
    except InvalidData as problem:
        faults = [Fault(each.field.removeprefix("0."), each.reason) for each in problem.faults]
        raise InvalidData(
            [Fault("ade" if f.field == "method" else f.field, f.reason) for f in faults]
        ) from problem


def kept_files(transfer: Transfer, files: Iterable[RecordFile], act: Deed) -> tuple[Enclosure, ...]:
    """Keep the files with the transfer; what a letter says of them."""
    enclosed = []
    for file in files:
        number = len(transfer.papers) + 1
        transfer.papers = (*transfer.papers, Version(number, file, act.actor, act.at, ""))
        enclosed.append(
            Enclosure(IUUID(transfer), number, file.filename, file.sha256, file.getSize(), transfer.title)
        )
    return tuple(enclosed)


def listed(transfer: Transfer) -> RecordFile:
    """The list as a file."""
    return RecordFile(handover_list(map(handed, transfer.rows)), "spis-zdawczo-odbiorczy.xml", XML)


def _application(transfer: Transfer) -> list[RecordFile]:
    rows = [handed(row) for row in transfer.rows]
    told = application(sign_of(transfer), transfer.made_at or deed(transfer).at, rows, transfer.title)
    return [RecordFile(told, "wniosek.xml", XML), listed(transfer)]


def _package(transfer: Transfer) -> list[RecordFile]:
    """The package as it was made and checked, written again: it must still have the digest noted then."""
    parcel = transfer.parcel
    if parcel is None:
        raise Blocked([], reason="package_missing")
    if parcel.size > LARGEST:
        raise Blocked([], reason="package_needs_carrier")
    with TemporaryFile() as out:
        if write_package(out, transfer_entries(transfer)) != parcel.sha256:
            raise Blocked([], reason="package_changed")
        out.seek(0)
        package = RecordFile.streamed(out, f"paczka-{transfer.number}-{transfer.year}.tar", TAR)
    return [package, listed(transfer)]

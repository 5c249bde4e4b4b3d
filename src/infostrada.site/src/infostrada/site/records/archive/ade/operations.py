"""What the archivist orders at the ADE: the application, the package with its signature, another try."""

from base64 import b64decode
from collections.abc import Callable
from infostrada.site.records.archive.ade.rules import AGREED
from infostrada.site.records.archive.ade.rules import ARCHIVE_REJECTED
from infostrada.site.records.archive.ade.rules import OPEN_ARCHIVE
from infostrada.site.records.archive.ade.rules import OPEN_REQUEST
from infostrada.site.records.archive.ade.rules import REJECTION
from infostrada.site.records.archive.ade.settings import account_of
from infostrada.site.records.archive.ade.work import types_of
from infostrada.site.records.archive.content import Submission
from infostrada.site.records.archive.content import Transfer
from infostrada.site.records.archive.operations import KEEP
from infostrada.site.records.archive.package.build import write_package
from infostrada.site.records.archive.transfer import OPEN
from infostrada.site.records.archive.transfer import transfer_entries
from infostrada.site.records.deed import deed
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from infostrada.site.records.signatures.xades import parse
from infostrada.site.records.signatures.xades import XmlFault
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import state_of
from infostrada.site.units.lookup import unit_of
from tempfile import TemporaryFile
from typing import Any

import hashlib


SIGNED = "{http://www.w3.org/2000/09/xmldsig#}"
ALGORITHMS = {
    "http://www.w3.org/2001/04/xmlenc#sha256": "sha256",
    "http://www.w3.org/2001/04/xmldsig-more#sha384": "sha384",
    "http://www.w3.org/2001/04/xmlenc#sha512": "sha512",
}
LARGEST_SIGNATURE = 5_000_000


def apply_by_ade(transfer: Transfer) -> None:
    """Order the application by the ADE; the worker carries it there. Begun anew it goes a second time.

    Raises Blocked without an account, while it is on its way, and once the state archive has agreed.
    """
    act = _begin(transfer)
    held = transfer.ade
    running = held is not None and not held.stopped and held.step != "request_rejected"
    if running:
        raise Blocked([], reason="ade_under_way")
    if state_of(transfer) not in ("proposed", "applied"):
        raise Blocked([], reason="state_forbids")
    transfer.ade = Submission(act.actor, act.at, OPEN_REQUEST, types_of(transfer))
    act.write("archive.ade.application", transfer)


def send_by_ade(transfer: Transfer, signature: Upload | None) -> None:
    """Order the package with its signature (detached XAdES) for an application the ADE has accepted.

    Raises InvalidData for a signature that is none or of other bytes, Blocked when the package is not made.
    """
    act = _begin(transfer)
    held, parcel = transfer.ade, transfer.parcel
    if state_of(transfer) != "packed" or parcel is None:
        raise Blocked([], reason="package_missing")
    if held is None or held.step not in (AGREED, ARCHIVE_REJECTED):
        raise Blocked([], reason="ade_under_way" if held is not None else "ade_not_accepted")
    if signature is None or not signature.data:
        raise invalid("file", "file_missing")
    if len(signature.data) > LARGEST_SIGNATURE:
        raise invalid("file", "file_too_large")
    if not signs(signature.data, lambda name: _digest(transfer, name)):
        raise invalid("file", "signature_of_other_file")
    kept = signature.stored()
    transfer.ade = held._replace(
        step=OPEN_ARCHIVE,
        signature=kept,
        archive_id="",
        urls=(),
        status="",
        comment="",
        asked_at=None,
    )
    act.write("archive.ade.package", transfer, sha256=parcel.sha256, signature=kept.sha256)


def try_again(transfer: Transfer) -> None:
    """Try the step once more that the service refused or that could not be carried out, or ask for an answer now."""
    act = _begin(transfer)
    held = transfer.ade
    if held is None or not (held.fault or held.step in REJECTION):
        raise Blocked([], reason="state_forbids")
    transfer.ade = held._replace(stopped=False, fault="", asked_at=None)
    act.write("archive.ade.again", transfer, step=held.step)


def signs(data: bytes, digest: Callable[[str], bytes]) -> bool:
    """Does a reference of this XML signature name the file whose digest by an algorithm is `digest(name)`?

    Whether the signature itself is good the ADE says; this keeps a signature of another file from going out.
    """
    try:
        root = parse(data)
    except XmlFault:
        return False
    for reference in root.iter(f"{SIGNED}Reference"):
        method = reference.find(f"{SIGNED}DigestMethod")
        name = ALGORITHMS.get("" if method is None else method.get("Algorithm", ""))
        try:
            told = b64decode(reference.findtext(f"{SIGNED}DigestValue") or "")
        except ValueError:
            continue
        if name and told == digest(name):
            return True
    return False


def _digest(transfer: Transfer, name: str) -> bytes:
    """Digest of the package as it was made; the package is written again only for another algorithm than SHA-256."""
    parcel = transfer.parcel
    if name == "sha256" and parcel is not None:
        return bytes.fromhex(parcel.sha256)
    with TemporaryFile() as out:
        write_package(out, transfer_entries(transfer))
        out.seek(0)
        return hashlib.file_digest(out, name).digest()


def _begin(transfer: Transfer) -> Any:
    require(KEEP, transfer)
    if state_of(transfer) not in OPEN:
        raise Blocked([], reason="state_forbids")
    if account_of(unit_of(transfer)) is None:
        raise Blocked([], reason="ade_account_missing")
    return deed(transfer)

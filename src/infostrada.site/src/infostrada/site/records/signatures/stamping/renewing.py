"""Lay a new timestamp over a signed file of a document or letter."""

from collections.abc import Callable
from datetime import datetime
from infostrada.site.records.archive.gone import GoneFile
from infostrada.site.records.deed import Deed
from infostrada.site.records.files import CHUNK
from infostrada.site.records.files import RecordFile
from infostrada.site.records.signatures.cms import check_imprint
from infostrada.site.records.signatures.inspection import PDF_HEAD
from infostrada.site.records.signatures.stamping.content import PDF
from infostrada.site.records.signatures.stamping.content import Renewal
from infostrada.site.records.signatures.stamping.content import renewals_of
from infostrada.site.records.signatures.stamping.content import TOKEN
from infostrada.site.records.signatures.stamping.protocol import Refused
from infostrada.site.records.signatures.stamping.settings import Authority
from infostrada.site.records.signatures.stamping.stamping import stamp_digest
from infostrada.site.records.signatures.stamping.stamping import stamp_pdf
from infostrada.site.records.signatures.trust import Trust
from typing import Any
from typing import IO

import hashlib
import io


PDF_TYPE, TOKEN_TYPE = "application/pdf", "application/timestamp-token"


def renew(record: Any, file: RecordFile, authority: Authority, trust: Trust, act: Deed) -> Renewal:
    """Ask for a timestamp over the file as it is proved now, check it, keep it beside the file.

    For callers that asked for the right. Raises `Refused` and `Unreachable`; then nothing is kept.
    """
    before = renewals_of(record, file.uid)
    newest = before[-1].file if before else file
    made = (
        _pdf(file, newest, authority, trust, act)
        if _is_pdf(file)
        else _token(file, newest, authority, trust, act)
    )
    if before and made.ends <= before[-1].ends:
        raise Refused("stamp_ends_sooner", f"{made.ends:%Y-%m-%d}")
    record.renewals = (*record.renewals, made)
    record.reindexObject()
    act.write(
        "signature.renewed",
        record,
        file=file.sha256,
        kind=made.kind,
        proof=made.file.sha256,
        ends=made.ends.date().isoformat(),
    )
    return made


def fault_in(record: Any, file: RecordFile, trust: Trust, now: datetime) -> str:
    """What of the renewals of a file is not what it was, a machine word; empty when all of them still prove."""
    newest: Any = file
    for each in renewals_of(record, file.uid):
        if isinstance(each.file, GoneFile) or isinstance(newest, GoneFile):
            return ""
        with each.file.open() as source:
            if each.kind == PDF:
                if _beginning(source, file.getSize()) != file.sha256:
                    return "stamp_of_other"
            else:
                if not check_imprint(source.read(), _known(newest), trust, now).sound:
                    return "stamp_forged"
        newest = each.file
    return ""


def _pdf(file: RecordFile, newest: RecordFile, authority: Authority, trust: Trust, act: Deed) -> Renewal:
    try:
        with newest.open() as source:
            content, stamped = stamp_pdf(authority, source, trust, act.at)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Refused("pdf_not_extended") from error
    kept = RecordFile.streamed(content, file.filename, PDF_TYPE)
    return Renewal(file.uid, PDF, kept, stamped.at, stamped.ends, stamped.maker, act.actor)


def _token(file: RecordFile, newest: RecordFile, authority: Authority, trust: Trust, act: Deed) -> Renewal:
    stamped = stamp_digest(authority, bytes.fromhex(newest.sha256), trust, act.at)
    kept = RecordFile.streamed(io.BytesIO(stamped.token), f"{file.filename}.tst", TOKEN_TYPE)
    return Renewal(file.uid, TOKEN, kept, stamped.at, stamped.ends, stamped.maker, act.actor)


def _is_pdf(file: RecordFile) -> bool:
    with file.open() as source:
        return b"%PDF-" in source.read(PDF_HEAD)


def _known(file: RecordFile) -> Callable[[str], bytes]:
    """The digest a token of ours is over: SHA-256, noted when the file was kept."""
    digest = bytes.fromhex(file.sha256)
    return lambda _algorithm: digest


def _beginning(source: IO[bytes], size: int) -> str:
    """SHA-256 of the first bytes of a file."""
    digest = hashlib.sha256()
    while size > 0 and (piece := source.read(min(size, CHUNK))):
        digest.update(piece)
        size -= len(piece)
    return digest.hexdigest()

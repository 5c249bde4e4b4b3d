"""Files on their way into a bulletin: judged whole, named plainly, of the kind their name says and not the sender.

A PDF with scripts may wait in a draft: the gate lets it out only once the redaction editor has made it anew.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import replace
from infostrada.core.security.contents.judge import judge
from infostrada.site.records.files import RecordFile
from infostrada.site.records.files import safe_name
from infostrada.site.records.upload import fault_of
from infostrada.site.records.upload import Upload

import mimetypes


MAX_BYTES = 200_000_000
PLAIN = "application/octet-stream"


def faults(uploads: Iterable[Upload]) -> Iterator[tuple[str, str]]:
    """Field and machine word of what is wrong, one a file."""
    for number, upload in enumerate(uploads):
        if reason := refusal(upload):
            yield f"files[{number}]", reason


def refusal(upload: Upload, limit: int = MAX_BYTES) -> str | None:
    """Why a file is not taken, as a machine word; `limit` is in bytes."""
    if fault := fault_of(upload, limit):
        return fault
    found = judge(safe_name(upload.filename), upload.data, limit, active_pdf=True)
    return found.reason if found else None


def stored(uploads: Iterable[Upload]) -> tuple[RecordFile, ...]:
    """Files as an entry keeps them."""
    return tuple(_stored(upload) for upload in uploads)


def _stored(upload: Upload) -> RecordFile:
    name = safe_name(upload.filename)
    kind, packed = mimetypes.guess_type(name, strict=False)
    return replace(upload, filename=name, content_type=kind if kind and not packed else PLAIN).stored()

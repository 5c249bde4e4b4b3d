"""Is a draft of a decision whole? What `gates` finds in the text of the newest version, and who may sign it."""

from collections import OrderedDict
from infostrada.core.calendar import polish_today
from infostrada.core.reading.extraction import has_reader
from infostrada.core.reading.reader import Reader
from infostrada.core.reading.reader import UnreadError
from infostrada.site.records.actor import name_of
from infostrada.site.records.archive.gone import GoneFile
from infostrada.site.records.authority.operations import authority_of
from infostrada.site.records.authority.operations import is_head
from infostrada.site.records.authority.rules import BASIS
from infostrada.site.records.cases.representation import PARTY
from infostrada.site.records.documents.content import case_of
from infostrada.site.records.documents.content import Document
from infostrada.site.records.documents.gates import CHECKED
from infostrada.site.records.documents.gates import Missing
from infostrada.site.records.documents.gates import missing_parts
from infostrada.site.units.lookup import unit_of
from infostrada.site.units.roles import parse
from threading import Lock
from typing import Any
from typing import NamedTuple


REMEMBERED = 64
PATIENCE = 20
_texts: OrderedDict[str, str] = OrderedDict()
_alone = Lock()


class Report(NamedTuple):
    """`readable` is False for a scan, a damaged file or one of another kind: a person has to look then."""

    readable: bool
    missing: tuple[Missing, ...] = ()


def decision_report(document: Document) -> Report | None:
    """What the newest version of a decision or order lacks; None for other kinds and destroyed files."""
    version = document.latest
    if document.document_kind not in CHECKED or version is None or isinstance(version.file, GoneFile):
        return None
    text = _text_of(version.file)
    if not text.strip():
        return Report(False)
    case = case_of(document)
    facts: dict[str, list[str]] = {
        "office": [unit_of(case).title],
        "party": [one.name for one in case.parties if one.role == PARTY],
        "signatory": [name_of(document.acceptor or "")] if document.acceptor else [],
    }
    missing = missing_parts(document.document_kind, text, facts, polish_today())
    return Report(True, (*missing, *_unauthorised(document)))


def _unauthorised(document: Document) -> list[Missing]:
    """The person who shall accept it is neither the authority nor authorised by it, as far as the register knows."""
    person, case = document.acceptor or "", case_of(document)
    if not person or parse(person) is not None or is_head(case, person):
        return []
    held = authority_of(case, person, case.class_symbol, polish_today())
    return [] if held is not None else [Missing("authorisation", BASIS)]


def _text_of(file: Any) -> str:
    """The text; the last few are remembered, since a page is shown more often than a version is made."""
    with _alone:
        if file.sha256 in _texts:
            _texts.move_to_end(file.sha256)
            return _texts[file.sha256]
    text = _read(file)
    with _alone:
        _texts[file.sha256] = text
        while len(_texts) > REMEMBERED:
            _texts.popitem(last=False)
    return text


def _read(file: Any) -> str:
    if not has_reader(file.contentType or "", file.getSize()):
        return ""
    reader = Reader(PATIENCE)
    try:
        return reader.text(file.data, file.contentType or "")
    except UnreadError:
        return ""
    finally:
        reader.close()

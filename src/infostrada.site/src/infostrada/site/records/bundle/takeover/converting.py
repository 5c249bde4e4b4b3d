"""A package written as a bundle of records: cases, their documents, the metadata as they came.

A case becomes a case of the unit chosen, under a sign of this office and tied to the old one; its documents are accepted
ones, which never change. Identifiers follow from the package, so that the same package taken over twice makes nothing twice.
"""

from collections.abc import Callable
from collections.abc import Iterator
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from datetime import timezone
from functools import partial
from infostrada.core.calendar import polish_today
from infostrada.site.records.actor import Actor
from infostrada.site.records.archive.package.check import DOCUMENTS
from infostrada.site.records.archive.package.report import Report
from infostrada.site.records.archive.package.xml import Finding
from infostrada.site.records.archive.rules import parse as parse_category
from infostrada.site.records.bundle.archive import Writer
from infostrada.site.records.bundle.codec import encode
from infostrada.site.records.bundle.codec import File
from infostrada.site.records.bundle.model import CASE
from infostrada.site.records.bundle.model import DOCUMENT
from infostrada.site.records.bundle.model import VersionLine
from infostrada.site.records.bundle.takeover.opening import metadata_of
from infostrada.site.records.bundle.takeover.opening import open_package
from infostrada.site.records.bundle.takeover.opening import Package
from infostrada.site.records.bundle.takeover.opening import PackageRefused
from infostrada.site.records.bundle.takeover.reading import OTHER
from infostrada.site.records.bundle.takeover.reading import Told
from infostrada.site.records.bundle.takeover.reading import told_by
from infostrada.site.records.cases.content import Case
from infostrada.site.records.cases.content import Link
from infostrada.site.records.cases.content import Participant
from infostrada.site.records.cases.sign import BadSignError
from infostrada.site.records.cases.sign import parse
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import WARSAW
from infostrada.site.records.documents.content import Document
from infostrada.site.records.files import safe_name
from infostrada.site.records.plan.operations import plan_on
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import InvalidData
from infostrada.site.units.lookup import orgs_of
from infostrada.site.units.lookup import structure_of
from lxml import etree
from plone.namedfile.utils import get_contenttype
from tempfile import TemporaryFile
from typing import Any
from typing import BinaryIO
from typing import NamedTuple

import hashlib
import io
import zipfile


STATES = ("closed", "in_progress")
ENCLOSED = "metadane.zip"
STAMP = (1980, 1, 1, 0, 0, 0)


class Choice(NamedTuple):
    """Where the cases go: symbol of the organisational unit, class of the plan, state they get.

    Without a `symbol` each case goes into the class its old sign names.
    """

    org: str = ""
    symbol: str = ""
    state: str = "closed"


class Taken(NamedTuple):
    """A case of the package with the class it goes into and the documents that name it."""

    told: Told
    place: str
    sign: str
    symbol: str
    class_title: str
    category: str
    documents: tuple[tuple[str, Told], ...]


def write_bundle(
    source: BinaryIO, name: str, out: BinaryIO, unit: Any, choice: Choice, act: Deed
) -> dict[str, Any]:
    """Write the package as a bundle; its manifest.

    Raises PackageRefused for a package that is not valid, InvalidData when the unit or a class does not fit.
    """
    digest = hashlib.file_digest(source, "sha256").hexdigest()  # type: ignore[arg-type]
    package = open_package(source, name)
    cases = _cases(package, unit, choice, act)
    office = next((each.told.office for each in cases if each.told.office), name)
    with package.reading():
        files = {each: _file(package, each, office) for each in package.documents}
        enclosed = {each.sign: _enclosed(package, each) for each in cases}
        writer = Writer(out)
        writer.schemas()
        writer.lines("cases", (_case_line(each, office, choice) for each in cases))
        writer.lines("documents", _document_lines(cases, office, files, enclosed, act))
        writer.lines("metryka", (_step(each, office, digest, act) for each in cases))
        _write_files(writer, package, files, enclosed)
    return writer.end(
        unit=office, office=office, exported_on=polish_today().isoformat(), part=True, package=digest
    )


def _write_files(
    writer: Writer, package: Package, files: dict[str, File], enclosed: dict[str, bytes]
) -> None:
    """Each file once, by its digest."""
    held: dict[str, Callable[[], Any]] = {}
    for place, file in files.items():
        held.setdefault(file.sha256, partial(package.opened, place))
    for data in enclosed.values():
        held.setdefault(hashlib.sha256(data).hexdigest(), partial(io.BytesIO, data))
    for digest, opened in held.items():
        with opened() as stream:
            writer.file(digest, stream)


def bundle_of(source: BinaryIO, name: str, unit: Any, choice: Choice, act: Deed) -> BinaryIO:
    """The package as a bundle in a file without a name, at its beginning."""
    out = TemporaryFile()  # noqa: SIM115 - closed by whoever asked
    try:
        write_bundle(source, name, out, unit, choice, act)
    except BaseException:
        out.close()
        raise
    out.seek(0)
    return out


def _cases(package: Package, unit: Any, choice: Choice, act: Deed) -> list[Taken]:
    orgs = {org.symbol for org in orgs_of(structure_of(unit)) if org.symbol}
    plan = plan_on(unit, act.at.date())
    faults = [] if choice.org in orgs else [Fault("org", "org_unknown")]
    if choice.state not in STATES:
        faults.append(Fault("state", "not_in_list"))
    if plan is None:
        faults.append(Fault("class", "no_plan"))
    if faults or plan is None:
        raise InvalidData(faults)
    documents = [
        (name, told_by(_root(package.metadata[metadata_of(name)]))) for name in sorted(package.documents)
    ]
    made = []
    for name in sorted(package.cases):
        told = told_by(_root(package.cases[name]))
        symbol = choice.symbol or _old_class(told.identifier)
        held = plan.get(symbol) if symbol else None
        if held is None or not plan.takes_cases(symbol):
            reason = "class_not_final" if held is not None else "class_unknown"
            raise InvalidData([Fault("class", reason)])
        alone = len(package.cases) == 1
        own = tuple(pair for pair in documents if _belongs(*pair, told.identifier, alone))
        category = _category(told.category, held.category_lead)
        made.append(Taken(told, name, told.identifier, symbol, held.title, category, own))
    placed = {name for each in made for name, _told in each.documents}
    lost = Report()
    lost.add(Finding(name, "case_missing") for name, _told in documents if name not in placed)
    if not lost.valid:
        raise PackageRefused(lost)
    return made


def _belongs(place: str, document: Told, sign: str, alone: bool) -> bool:
    """Is the document of the case: by the sign it names, else by its folder, else as that of the only case?"""
    if document.signs:
        return sign in document.signs
    return alone or place.removeprefix(DOCUMENTS).partition("/")[0] == sign


def _root(data: bytes) -> Any:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def _old_class(sign: str) -> str:
    try:
        return parse(sign).symbol
    except BadSignError:
        return ""


def _category(told: str, own: str) -> str:
    """The category the package names; that of the class when it names none."""
    try:
        return str(parse_category(told))
    except ValueError:
        return own


def _case_line(taken: Taken, office: str, choice: Choice) -> dict[str, Any]:
    told, case = taken.told, Case(title=taken.told.title)
    case.description = " ".join(
        filter(None, (f"Przejęta z paczki archiwalnej: {office}, {taken.sign}.", told.description))
    )
    case.org_symbol, case.class_symbol, case.class_title = choice.org, taken.symbol, taken.class_title
    case.category, case.access = taken.category, told.access
    case.started_on = _first(taken)
    case.links = (Link("continues", "", taken.sign),)
    case.initiator_reference = taken.sign
    people = dict.fromkeys(each.person for _name, each in taken.documents if each.person)
    case.parties = tuple(Participant(name, "nadawca") for name in people)
    if choice.state == "closed":
        case.settled_on = case.closed_on = _last(taken)
    shown = {name: encode(getattr(case, name)) for name in CASE}
    return {**shown, "uid": uid_of(office, taken.sign), "title": told.title, "state": choice.state}


def _first(taken: Taken) -> date:
    days = [taken.told.first, *(told.filed for _name, told in taken.documents)]
    return min(filter(None, days), default=polish_today())


def _last(taken: Taken) -> date:
    days = [taken.told.last, *(told.filed for _name, told in taken.documents)]
    return max(filter(None, days), default=_first(taken))


class Filed(NamedTuple):
    """A document as it is filed in its case; `key` is its identifier in the package."""

    key: str
    title: str
    kind: str
    access: str
    dated: date | None
    filed_at: datetime
    author: Actor
    file: File
    note: str


def _document_lines(
    cases: list[Taken], office: str, files: dict[str, File], enclosed: dict[str, bytes], act: Deed
) -> Iterator[dict[str, Any]]:
    for case in cases:
        for name, told in case.documents:
            yield _document_line(case, office, _filed(case, office, told, files[name]))
        yield _document_line(case, office, _metadata(case, office, enclosed[case.sign], act))


def _filed(case: Taken, office: str, told: Told, file: File) -> Filed:
    at = _moment(told.filed or _first(case))
    author = Actor("", told.author or told.office or office, told.office if told.author else "")
    note = "; ".join(filter(None, (f"Paczka: {told.identifier}", told.kind_told)))
    title = told.title or told.identifier
    return Filed(told.identifier, title, told.kind, told.access, told.dated, at, author, file, note)


def _metadata(case: Taken, office: str, data: bytes, act: Deed) -> Filed:
    key, digest = f"{ENCLOSED}:{case.sign}", hashlib.sha256(data).hexdigest()
    file = File(uid_of(office, f"file:{key}"), ENCLOSED, "application/zip", len(data), digest)
    title = "Metadane z paczki archiwalnej"
    return Filed(key, title, OTHER, "not_public", None, act.at, act.actor, file, "")


def _document_line(case: Taken, office: str, filed: Filed) -> dict[str, Any]:
    document = Document(title=filed.title)
    document.document_kind, document.access = filed.kind, filed.access
    document.dated, document.filed_at, document.author = filed.dated, filed.filed_at, filed.author
    shown = {name: encode(getattr(document, name, None)) for name in DOCUMENT}
    return {
        **shown,
        "uid": uid_of(office, f"{case.sign}:{filed.key}"),
        "title": filed.title,
        "state": "accepted",
        "case": uid_of(office, case.sign),
        "versions": [encode(VersionLine(1, filed.file, filed.author, filed.filed_at, filed.note))],
    }


def _step(taken: Taken, office: str, digest: str, act: Deed) -> dict[str, Any]:
    return {
        "case": uid_of(office, taken.sign),
        "place": 1,
        "at": encode(act.at),
        "actor": encode(act.actor),
        "action": "case_taken_over",
        "document": "",
        "label": f"{office}: {taken.sign}; SHA-256 paczki {digest}",
    }


def _file(package: Package, name: str, office: str) -> File:
    with package.opened(name) as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    filename = safe_name(name.rpartition("/")[2])
    kind = get_contenttype(filename=filename)
    return File(uid_of(office, f"file:{name}:{digest}"), filename, kind, package.documents[name], digest)


def _enclosed(package: Package, taken: Taken) -> bytes:
    """The metadata of a case and of its documents as they came: nothing of them is lost."""
    out = io.BytesIO()
    names = [metadata_of(name) for name, _told in taken.documents]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in (taken.place, *names):
            data = package.cases.get(name) or package.metadata[name]
            archive.writestr(zipfile.ZipInfo(name, STAMP), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def uid_of(office: str, key: str) -> str:
    """The identifier what is taken over gets: it follows from the office and what it is there."""
    return hashlib.sha256(f"paczka:{office}:{key}".encode()).hexdigest()[:32]


def _moment(day: date) -> datetime:
    """Noon of a day in Polish time with a fixed offset, as objects keep moments."""
    found = datetime.combine(day, time(12), WARSAW)
    return found.replace(tzinfo=timezone(found.utcoffset() or timedelta()))

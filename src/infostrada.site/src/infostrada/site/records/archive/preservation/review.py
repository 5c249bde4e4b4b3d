"""The yearly review of an office's archive: formats and signatures of all of it, bytes of a sample, a report with what is at risk."""

from collections.abc import Iterable
from collections.abc import Iterator
from datetime import date
from infostrada.core import jobs
from infostrada.core import journal
from infostrada.core.calendar import polish_today
from infostrada.core.jobs.interfaces import IJobHandler
from infostrada.core.jobs.interfaces import Progress
from infostrada.site import _
from infostrada.site.records.archive.destruction import files_of_case
from infostrada.site.records.archive.destruction import sound
from infostrada.site.records.archive.gone import GoneFile
from infostrada.site.records.archive.listing import sample
from infostrada.site.records.archive.operations import KEEP
from infostrada.site.records.archive.preservation import store
from infostrada.site.records.archive.preservation.reading import read_format
from infostrada.site.records.archive.preservation.reading import Told
from infostrada.site.records.archive.preservation.rules import counted
from infostrada.site.records.archive.preservation.rules import ending_of
from infostrada.site.records.archive.preservation.rules import Finding
from infostrada.site.records.archive.preservation.rules import format_findings
from infostrada.site.records.archive.preservation.rules import format_of
from infostrada.site.records.archive.preservation.rules import HORIZON_YEARS
from infostrada.site.records.archive.preservation.rules import lapse
from infostrada.site.records.archive.preservation.rules import MONTHS
from infostrada.site.records.archive.preservation.rules import MOST_MONTHS
from infostrada.site.records.archive.preservation.rules import signature_findings
from infostrada.site.records.archive.preservation.rules import standing
from infostrada.site.records.archive.preservation.rules import UNKNOWN
from infostrada.site.records.cases.content import documents_of
from infostrada.site.records.deed import deed
from infostrada.site.records.deed import now
from infostrada.site.records.find import record_at
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from infostrada.site.records.signatures.content import letter_reports
from infostrada.site.records.signatures.content import signed_files
from infostrada.site.records.signatures.inspection import inspect_stored
from infostrada.site.records.signatures.report import Report
from infostrada.site.records.signatures.stamping.content import proved
from infostrada.site.records.signatures.stamping.content import renewals_of
from infostrada.site.records.signatures.stamping.renewing import fault_in
from infostrada.site.records.signatures.store import trust
from plone import api
from plone.uuid.interfaces import IUUID
from typing import Any
from zope.interface import implementer


REVIEW = "records.archive.preservation"
BATCH, SIZE = 50, 50
LONGEST = 5_000
FIRST_YEAR = 2000


def order_review(context: Any, year: int | None = None, size: int = SIZE, months: int = MONTHS) -> str:
    """Order the review of a year now; the job's id. It tells timestamps that end within so many months.

    A year to come has no review yet, and what was concluded of an earlier one rests on what was found then.
    """
    require(KEEP, context)
    this = polish_today().year
    if year is not None and not FIRST_YEAR <= year <= this:
        raise invalid("year", "review_year")
    if not 1 <= months <= MOST_MONTHS:
        raise invalid("months", "months_out_of_range")
    act = deed(context)
    if year not in (None, this) and any(
        one.year == year and one.concluded_at for one in store.reviews(act.unit)
    ):
        raise Blocked([], reason="review_concluded")
    params = {"unit": act.unit, "year": year or this, "size": size, "months": months}
    journal.append("records.archive.review_ordered", unit=act.unit, data=params)
    job: str = str(jobs.enqueue(REVIEW, params, unit=act.unit))
    return job


def conclude(context: Any, year: int, text: str) -> None:
    """Write what follows from the review of a year: what is converted, stamped anew, kept as it is."""
    require(KEEP, context)
    act = deed(context)
    found = next((each for each in store.reviews(act.unit) if each.year == year), None)
    if found is None or found.ended_at is None:
        raise Blocked([], reason="review_missing")
    if not text.strip() or len(text) > LONGEST:
        raise invalid("conclusions", "too_long" if text.strip() else "required")
    store.conclude(act.unit, year, text.strip(), act.actor.name, act.at)
    journal.append(
        "records.archive.review_concluded", unit=act.unit, data={"year": year, "text": text.strip()}
    )


@implementer(IJobHandler)
class PreservationReview:
    """Looks at every archived case of the office once; reads and validates a sample that follows from the year."""

    title = _("Yearly review of formats and signatures in the archive")

    def run(self, job: Any, params: dict[str, Any]) -> Iterator[Progress]:
        """Batches of cases; broken off, it goes on where it was."""
        unit, year, months = params["unit"], int(params["year"]), int(params.get("months", MONTHS))
        state = job.checkpoint or {"after": "", "cases": 0, "files": 0, "formats": {}}
        if not state["after"]:
            store.begin(unit, year, now())
        while uids := store.archived(unit, state["after"], BATCH):
            names: list[str] = []
            for case in filter(None, map(record_at, uids)):
                names += look_at(case, unit, year, months)
                state = {**state, "cases": state["cases"] + 1}
            formats = dict(state["formats"])
            for ending, files in counted(names).items():
                formats[ending] = formats.get(ending, 0) + files
            state = {**state, "after": uids[-1], "files": state["files"] + len(names), "formats": formats}
            yield Progress(state["cases"], None, state)
            # What was looked at is let go, so that memory stays flat.
            api.portal.get()._p_jar.cacheGC()
        sampled = sample(unit, str(year), int(params.get("size", SIZE)))
        for case in filter(None, map(record_at, sampled)):
            read_anew(case, unit, year)
        today = polish_today()
        kept = store.kept_long(unit, date(today.year + HORIZON_YEARS, today.month, min(today.day, 28)))
        told = (state["cases"], state["files"], state["formats"], len(sampled), kept)
        store.end(unit, year, now(), *told)
        found = store.counts(unit, year)
        journal.append(
            "records.archive.reviewed", unit=unit, data={"year": year, "cases": state["cases"], **found}
        )
        yield Progress(state["cases"], state["cases"], state, f"{state['files']} / {sum(found.values())}")


def look_at(case: Any, unit: str, year: int, months: int = MONTHS) -> list[str]:
    """Note what is at risk by formats and reports; the formats of the files of the case.

    Files that are or may be PDF are asked once whether they are PDF/A.
    """
    held = list(files_of_case(case))
    read = _read(file for _owner, file in held if not isinstance(file, GoneFile))
    found = []
    for owner, file in held:
        if isinstance(file, GoneFile):
            found.append(format_of(file.filename))
            _note(case, unit, year, owner, file, [Finding("file_gone")])
            continue
        word, faults = read.get(file.sha256, Told(""))
        found.append(format_of(file.filename, word))
        _note(case, unit, year, owner, file, format_findings(file.filename, word, faults))
    for owner, file, report, original in _reports(case):
        known = proved(_with_ends(file, report, original), renewals_of(owner, file.uid))
        _note(case, unit, year, owner, file, signature_findings(known, now(), months))
    return found


def _read(files: Iterable[Any]) -> dict[str, Told]:
    """By digests what the files say they are; read for the first time, it is remembered."""
    asked = {
        file.sha256: file for file in files if standing(ending_of(file.filename)) == UNKNOWN or _is_pdf(file)
    }
    known = store.formats(asked)
    new: dict[str, Told] = {}
    for digest, file in asked.items():
        if digest not in known:
            with file.open() as source:
                new[digest] = read_format(source, _is_pdf(file))
    store.keep_formats(new)
    return {**known, **new}


def _is_pdf(file: Any) -> bool:
    return ending_of(file.filename) == "pdf"


def _with_ends(file: Any, report: Report, original: Any) -> Report:
    """The report; of one made before it told when timestamps end, with what a look at the file tells now."""
    unknown = any(one.stamped_at is not None and one.stamp_ends is None for one in report.signatures)
    if not unknown or isinstance(file, GoneFile) or isinstance(original, GoneFile):
        return report
    found = inspect_stored(file, trust(), now(), original).signatures
    ends = {(one.serial, one.stamped_at): one.stamp_ends for one in found}
    told = tuple(
        one._replace(stamp_ends=one.stamp_ends or ends.get((one.serial, one.stamped_at)))
        for one in report.signatures
    )
    return report._replace(signatures=told)


def read_anew(case: Any, unit: str, year: int) -> None:
    """Read the files of a case of the sample: are they what they were, do their signatures still validate?"""
    for owner, file in files_of_case(case):
        if not isinstance(file, GoneFile) and not sound(file):
            _note(case, unit, year, owner, file, [Finding("digest_wrong")])
    held, moment = trust(), now()
    for owner, file, report, original in _reports(case):
        if isinstance(file, GoneFile) or (isinstance(original, GoneFile)):
            continue
        found = inspect_stored(file, held, moment, original)
        _note(case, unit, year, owner, file, lapse(report, found))
        if fault := fault_in(owner, file, held, moment):
            _note(case, unit, year, owner, file, [Finding("renewal_broken", fault)])


def _reports(case: Any) -> Iterator[tuple[Any, Any, Report, Any]]:
    """Owner, signed file, its newest report, the file that was signed if it is another one."""
    for document in documents_of(case):
        for item in signed_files(document):
            version = document.version(item.version)
            yield document, item.file, item.report, version.file if version is not None else None
    for letter in filter(None, map(record_at, case.letters)):
        for uid, report in letter_reports(letter).items():
            file = letter.file(uid)
            if file is not None:
                yield letter, file, report, None


def _note(case: Any, unit: str, year: int, owner: Any, file: Any, found: Iterable[Finding]) -> None:
    for each in found:
        store.add(
            unit,
            year,
            case=IUUID(case),
            sign=str(case.sign or ""),
            owner=IUUID(owner),
            title=owner.title,
            file=file.uid,
            filename=file.filename,
            reason=each.reason,
            detail=each.detail,
        )

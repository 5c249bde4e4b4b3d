"""The jobs of the archive: destroying listed records, the yearly check of a sample."""

from collections.abc import Iterator
from collections.abc import Sequence
from infostrada.core import journal
from infostrada.core.jobs.batches import in_batches
from infostrada.core.jobs.interfaces import IJobHandler
from infostrada.core.jobs.interfaces import Progress
from infostrada.core.jobs.messages import words
from infostrada.site import _
from infostrada.site.records.archive.content import Disposal
from infostrada.site.records.archive.gone import GoneFile
from infostrada.site.records.archive.listing import sample
from infostrada.site.records.cases.content import Case
from infostrada.site.records.cases.content import documents_of
from infostrada.site.records.deed import deed
from infostrada.site.records.documents.content import Version
from infostrada.site.records.find import record_at
from infostrada.site.records.workflow import move
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID
from typing import Any
from zope.interface import implementer

import hashlib


BATCH = 20
CHUNK = 1 << 20
DESTROY, SAMPLE = "records.archive.destroy", "records.archive.sample"


@implementer(IJobHandler)
class DestroyListed:
    """Destroy the files of the listed cases; metadata, metryka and journal survive (EOD-09)."""

    title = _("Destruction of records by a protocol")
    about = "disposal"

    def run(self, job: Any, params: dict[str, Any]) -> Iterator[Progress]:
        """Case by case; one already destroyed is passed over, so a repetition does no harm."""
        disposal: Disposal = record_at(params["disposal"])

        def destroy(rows: Sequence[Any]) -> None:
            for row in rows:
                destroy_case(record_at(row.uid), disposal)

        yield from in_batches(job, disposal.rows, BATCH, destroy)


def destroy_case(case: Case, disposal: Disposal) -> None:
    """Take the bytes of every file of the case away; nothing else changes."""
    if case is None or state_of(case) != "archived" or disposal.protocol is None:
        return
    act = deed(case)
    files = 0
    for document in documents_of(case):
        document.versions = tuple(
            Version(one.number, _gone(one.file), one.author, one.made_at, one.comment)
            for one in document.versions
        )
        document.signed_files = tuple(item._replace(file=_gone(item.file)) for item in document.signed_files)
        files += len(document.versions) + len(document.signed_files) + _drop_renewals(document)
        document.reindexObject()
    for uid in case.letters:
        letter = record_at(uid)
        if letter is not None:
            letter.files = tuple(_gone(file) for file in letter.files)
            files += len(letter.files) + _drop_evidences(letter) + _drop_renewals(letter)
            letter.reindexObject()
    for letter in map(record_at, case.outgoing):
        if letter is not None:
            files += _drop_evidences(letter)
            letter.reindexObject()
    case.step(act.at, disposal.protocol.actor, "case_destroyed", IUUID(disposal), disposal.title)
    move(case, "destroy")
    case.reindexObject()
    act.write("case.destroyed", case, disposal=IUUID(disposal), files=files)


def _drop_renewals(record: Any) -> int:
    record.renewals = tuple(each._replace(file=_gone(each.file)) for each in record.renewals)
    return len(record.renewals)


def _drop_evidences(letter: Any) -> int:
    """Files of receipts and network evidences; what they said of days and codes stays."""
    letter.evidences = tuple(
        one if one.file is None else one._replace(file=_gone(one.file)) for one in letter.evidences
    )
    return len([one for one in letter.evidences if one.file is not None])


def _gone(file: Any) -> GoneFile:
    return file if isinstance(file, GoneFile) else GoneFile(file)


@implementer(IJobHandler)
class SampleCheck:
    """Read a sample of archived cases and compare every file with its digest.

    Source: rozporządzenie MSWiA z 30.10.2006 (Dz.U. nr 206 poz. 1518), § 6: yearly check of a sample.
    The sample follows from the year, so that the check can be repeated.
    """

    title = _("Yearly check of a sample of the archive")
    leads_to = "@@archive"

    def run(self, job: Any, params: dict[str, Any]) -> Iterator[Progress]:
        """Batches of cases; every fault is a row of the journal, the sum closes the report."""
        unit, size = params["unit"], int(params.get("size", 50))
        uids = sample(unit, str(params["year"]), size)
        state = job.checkpoint or {"done": 0, "files": 0, "faults": 0}
        while state["done"] < len(uids):
            for uid in uids[state["done"] : state["done"] + BATCH]:
                files, faults = check_case(record_at(uid), unit)
                state = {**state, "files": state["files"] + files, "faults": state["faults"] + faults}
            state["done"] = min(state["done"] + BATCH, len(uids))
            yield Progress(state["done"], len(uids), state)
        journal.append("records.archive.sample", unit=unit, data={**state, "year": params["year"]})
        counted = {"files": str(state["files"]), "faults": str(state["faults"])}
        said = _("Files read: ${files}, damaged or missing: ${faults}.", mapping=counted)
        yield Progress(len(uids), len(uids), state, words(said))


def check_case(case: Case, unit: str) -> tuple[int, int]:
    """How many files were read and how many of them are not what they were."""
    files = faults = 0
    for owner, file in files_of_case(case):
        files += 1
        if isinstance(file, GoneFile) or not sound(file):
            faults += 1
            journal.append("records.archive.fault", unit=unit, uid=IUUID(owner), data={"file": file.uid})
    return files, faults


def files_of_case(case: Case) -> Iterator[tuple[Any, Any]]:
    """Every file of a case with the record that keeps it."""
    for document in documents_of(case):
        for version in document.versions:
            yield document, version.file
        for item in document.signed_files:
            yield document, item.file
        yield from ((document, each.file) for each in document.renewals)
    for uid in case.letters:
        letter = record_at(uid)
        for file in letter.files if letter is not None else ():
            yield letter, file
        yield from ((letter, each.file) for each in letter.renewals) if letter is not None else ()


def sound(file: Any) -> bool:
    """Are the bytes of a file what they were?"""
    return bool(_digest(file) == file.sha256)


def _digest(file: Any) -> str:
    try:
        with file.open() as stream:
            digest = hashlib.sha256()
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
            return digest.hexdigest()
    except OSError:
        return ""

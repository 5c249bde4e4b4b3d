"""Order, check, import and drop bundles; long work is done by jobs."""

from collections import Counter
from collections.abc import Iterator
from collections.abc import Sequence
from infostrada.core import accesslog
from infostrada.core import jobs
from infostrada.core.jobs.interfaces import IJobHandler
from infostrada.core.jobs.interfaces import Progress
from infostrada.core.jobs.messages import words
from infostrada.core.record.row import unit_of
from infostrada.site import _
from infostrada.site.records import listings
from infostrada.site.records.bundle.archive import Bundle
from infostrada.site.records.bundle.archive import BundleRefused
from infostrada.site.records.bundle.archive import open_bundle
from infostrada.site.records.bundle.checking import check
from infostrada.site.records.bundle.checking import Line
from infostrada.site.records.bundle.checking import REFUSED
from infostrada.site.records.bundle.checking import refused_lines
from infostrada.site.records.bundle.checking import WARNING
from infostrada.site.records.bundle.content import BundleFile
from infostrada.site.records.bundle.exporting import export
from infostrada.site.records.bundle.importing import run
from infostrada.site.records.bundle.takeover.converting import bundle_of
from infostrada.site.records.bundle.takeover.converting import Choice
from infostrada.site.records.bundle.takeover.opening import is_bundle
from infostrada.site.records.bundle.target import Rules
from infostrada.site.records.bundle.target import Target
from infostrada.site.records.deed import deed
from infostrada.site.records.files import RecordFile
from infostrada.site.records.find import record_at
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.records.store import bucket
from infostrada.site.records.store import BUNDLES
from infostrada.site.records.store import file_object
from infostrada.site.records.workflow import move
from infostrada.site.records.workflow import state_of
from infostrada.site.units.lookup import unit_of as unit_object
from plone.uuid.interfaces import IUUID
from tempfile import TemporaryFile
from typing import Any
from zope.interface import implementer

import hashlib


EXCHANGE = "infostrada.site: Exchange records"
EXPORT, CHECK, IMPORT = "records.bundle.export", "records.bundle.check", "records.bundle.import"
SHOWN = 200
CHOICE = Choice()
RULES = Rules()
TAKEN_OVER = Rules(numbers="foreign")
MOST_CASES = 1_000


def order_export(context: Any, signs: Sequence[str] = ()) -> tuple[BundleFile, str]:
    """Order a bundle of all records of the unit, or of the cases with these signs; with the job's id."""
    require(EXCHANGE, context)
    act = deed(context)
    wanted = list(dict.fromkeys(sign.strip() for sign in signs if sign.strip()))
    if len(wanted) > MOST_CASES:
        raise invalid("cases", "too_many")
    found = [(sign, listings.case_by_sign(act.unit, sign)) for sign in wanted]
    unknown = [Fault("cases", "case_unknown") for _sign, uid in found if uid is None]
    if unknown:
        raise InvalidData(unknown[:1])
    draft = BundleFile(title=f"Eksport akt, {act.at.date().isoformat()}")
    draft.way, draft.cases = "export", tuple(uid for _sign, uid in found if uid)
    made = _file(context, draft, act)
    return made, jobs.enqueue(EXPORT, {"bundle": IUUID(made)}, unit=act.unit)


def keep_import(
    context: Any,
    source: Any,
    filename: str,
    rules: Rules = RULES,
    *,
    digest: str = "",
    choice: Choice = CHOICE,
) -> tuple[BundleFile, str]:
    """Keep a bundle that was sent and order its check; nothing is imported yet. With the job's id.

    A package of another system (archive package, package for a court) becomes a bundle of foreign numbers first; `choice`
    says where its cases go. `digest` is the SHA-256 the sender named, if any.
    """
    require(EXCHANGE, context)
    if not is_bundle(source):
        if digest and hashlib.file_digest(source, "sha256").hexdigest() != digest:
            raise invalid("file", "digest_wrong")
        source.seek(0)
        with bundle_of(source, filename, unit_object(context), choice, deed(context)) as made:
            return keep_import(context, made, f"{filename}.zip", TAKEN_OVER)
    faults = list(rules.faults())
    if faults:
        raise InvalidData(faults)
    try:
        open_bundle(source)
    except BundleRefused as error:
        raise invalid("file", error.reason) from error
    source.seek(0)
    act = deed(context)
    draft = BundleFile(title=f"Import akt, {act.at:%d.%m.%Y}")
    draft.way, draft.uids, draft.numbers, draft.skips = "import", rules.uids, rules.numbers, rules.skips
    draft.classes, draft.orgs = tuple(rules.classes.items()), tuple(rules.orgs.items())
    draft.file = RecordFile.streamed(source, filename or "paczka.zip", "application/zip")
    if digest and draft.file.sha256 != digest:
        raise invalid("file", "digest_wrong")
    made = _file(context, draft, act)
    return made, jobs.enqueue(CHECK, {"bundle": IUUID(made)}, unit=act.unit)


def begin_import(bundle: BundleFile) -> str:
    """Order the import of a checked bundle; the job's id."""
    require(EXCHANGE, bundle)
    if bundle.way != "import":
        raise Blocked([], reason="state_forbids")
    act = deed(bundle)
    move(bundle, "begin")
    bundle.reindexObject()
    act.write("bundle.begun", bundle)
    job: str = jobs.enqueue(IMPORT, {"bundle": IUUID(bundle)}, unit=act.unit)
    return job


def drop(bundle: BundleFile) -> None:
    """Remove the file: it holds personal data and has served."""
    require(EXCHANGE, bundle)
    act = deed(bundle)
    move(bundle, "drop")
    bundle.file = None
    bundle.reindexObject()
    act.write("bundle.dropped", bundle)


def fetched(bundle: BundleFile) -> RecordFile:
    """The file of an export, its reading noted in the access log."""
    require(EXCHANGE, bundle)
    if bundle.file is None or bundle.way != "export":
        raise Blocked([], reason="state_forbids")
    reason = bundle.file.sha256
    accesslog.note(
        "records.bundle", uid=IUUID(bundle), unit=unit_of(bundle), outcome="granted", reason=reason
    )
    return bundle.file


def _file(context: Any, draft: BundleFile, act: Any) -> BundleFile:
    draft.made_by, draft.made_at = act.actor, act.at
    made: BundleFile = file_object(bucket(context, BUNDLES), draft, "records_bundle")
    act.write("bundle.ordered", made, way=made.way)
    return made


@implementer(IJobHandler)
class WriteBundle:
    """Write the export to a temporary file and keep it with the unit."""

    title = _("Export of records")
    about = "bundle"

    def run(self, job: Any, params: dict[str, Any]) -> Iterator[Progress]:
        """One batch: what is exported is one moment of the repository."""
        bundle: BundleFile = record_at(params["bundle"])
        if state_of(bundle) != "ordered":
            return
        unit = unit_object(bundle)
        with TemporaryFile() as out:
            manifest = export(unit, out, list(bundle.cases) or None)
            out.seek(0)
            bundle.file = RecordFile.streamed(out, f"akta-{unit.unit_id}.zip", "application/zip")
        bundle.content = manifest["content"]
        bundle.counts = tuple((name, member["lines"]) for name, member in manifest["members"].items())
        move(bundle, "finish")
        bundle.reindexObject()
        lines = str(sum(count for _name, count in bundle.counts))
        yield Progress(1, 1, {}, words(_("Records in the bundle: ${count}.", mapping={"count": lines})))


@implementer(IJobHandler)
class CheckBundle:
    """The dry run: what would become of each line."""

    title = _("Check of a bundle of records")
    about = "bundle"

    def run(self, job: Any, params: dict[str, Any]) -> Iterator[Progress]:
        """Counts and the first 200 refusals and warnings stay on the bundle."""
        bundle: BundleFile = record_at(params["bundle"])
        if state_of(bundle) != "ordered" or bundle.file is None:
            return
        counts: Counter[str] = Counter()
        found: list[Line] = []
        with bundle.file.open() as stream:
            opened = open_bundle(stream)
            for line in check(opened, target_of(bundle)):
                counts[line.action] += 1
                if line.action in (REFUSED, WARNING) and len(found) < SHOWN:
                    found.append(line)
            bundle.content = str(opened.manifest.get("content", ""))
        bundle.counts, bundle.findings = tuple(sorted(counts.items())), tuple(found)
        move(bundle, "refuse" if counts[REFUSED] and not bundle.skips else "check")
        bundle.reindexObject()
        lines = str(sum(counts.values()))
        yield Progress(1, 1, {}, words(_("Records in the bundle: ${count}.", mapping={"count": lines})))


@implementer(IJobHandler)
class ImportBundle:
    """Make the records batch by batch; after a kill those that are there are passed over."""

    title = _("Import of records")
    about = "bundle"

    def run(self, job: Any, params: dict[str, Any]) -> Iterator[Progress]:
        """Progress is counted in lines."""
        bundle: BundleFile = record_at(params["bundle"])
        if state_of(bundle) != "importing" or bundle.file is None:
            return
        with bundle.file.open() as stream:
            opened = open_bundle(stream)
            target, total, before = target_of(bundle), _total(opened), 0
            left_out = refused_lines(opened, target) if bundle.skips else ()
            member, lines = "", 0
            for batch in run(opened, target, deed(bundle), left_out):
                if batch.member != member:
                    member, before, lines = batch.member, before + lines, 0
                lines = batch.lines
                yield Progress(before + lines, total, {}, batch.member)
        move(bundle, "finish")
        bundle.reindexObject()
        yield Progress(before + lines, total, {}, "")


def _total(bundle: Bundle) -> int | None:
    members = bundle.manifest.get("members")
    if not isinstance(members, dict):
        return None
    lines = [each.get("lines") for each in members.values() if isinstance(each, dict)]
    return sum(line for line in lines if isinstance(line, int))


def target_of(bundle: BundleFile) -> Target:
    """Where the bundle goes, by the rules chosen for it."""
    return Target(unit_object(bundle), bundle.uids, bundle.numbers, dict(bundle.classes), dict(bundle.orgs))

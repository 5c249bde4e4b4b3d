"""Timestamps that end soon, as the review of a year found them, are laid anew: a job with what became of each file.

The file that was signed stays as it is (`signatures.stamping.content` says why). A file that was renewed meanwhile is passed
over, so a job broken off or ordered twice asks for nothing twice; one that was refused is asked for again.
"""

from collections.abc import Iterator
from collections.abc import Sequence
from datetime import timedelta
from infostrada.core import jobs
from infostrada.core import journal
from infostrada.core.calendar import polish_today
from infostrada.core.jobs.interfaces import IJobHandler
from infostrada.core.jobs.interfaces import Progress
from infostrada.site import _
from infostrada.site.records.archive.gone import GoneFile
from infostrada.site.records.archive.operations import KEEP
from infostrada.site.records.archive.preservation import results
from infostrada.site.records.archive.preservation import store
from infostrada.site.records.archive.preservation.rules import MONTHS
from infostrada.site.records.archive.preservation.rules import MOST_MONTHS
from infostrada.site.records.archive.preservation.rules import RENEWABLE
from infostrada.site.records.archive.preservation.rules import signature_findings
from infostrada.site.records.correspondence.interfaces import ILetter
from infostrada.site.records.deed import deed
from infostrada.site.records.find import record_at
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from infostrada.site.records.signatures.content import letter_reports
from infostrada.site.records.signatures.content import signed_files
from infostrada.site.records.signatures.report import Report
from infostrada.site.records.signatures.stamping.client import Unreachable
from infostrada.site.records.signatures.stamping.content import proved
from infostrada.site.records.signatures.stamping.content import renewals_of
from infostrada.site.records.signatures.stamping.protocol import Refused
from infostrada.site.records.signatures.stamping.renewing import renew
from infostrada.site.records.signatures.stamping.settings import Authority
from infostrada.site.records.signatures.stamping.settings import authority
from infostrada.site.records.signatures.store import trust
from typing import Any
from zope.interface import implementer


NAME = "records.archive.renew_stamps"
# An authority that does not answer so many files in a row is away: the job ends and can be ordered again.
PATIENCE = 3
# A timestamp as young as this is not laid anew, even if its maker's certificate ends within the months asked for.
FRESH = timedelta(days=30)


def order_renewal(
    context: Any, year: int | None = None, reasons: Sequence[str] = RENEWABLE, months: int = MONTHS
) -> str:
    """Order new timestamps for what the review of a year found for these reasons; the job's id."""
    require(KEEP, context)
    if not reasons or set(reasons) - set(RENEWABLE):
        raise invalid("reasons", "not_in_list" if reasons else "required")
    if not 1 <= months <= MOST_MONTHS:
        raise invalid("months", "months_out_of_range")
    act, year = deed(context), year or polish_today().year
    if not any(each.year == year and each.ended_at is not None for each in store.reviews(act.unit)):
        raise Blocked([], reason="review_missing")
    if authority() is None:
        raise Blocked([], reason="stamping_missing")
    params = {"unit": act.unit, "year": year, "reasons": list(reasons), "months": months}
    journal.append("records.archive.renewal_ordered", unit=act.unit, data=params)
    return str(jobs.enqueue(NAME, params, unit=act.unit))


@implementer(IJobHandler)
class StampRenewal:
    """Goes for one file after the other; what was made for one is kept before the next is asked for."""

    title = _("New timestamps for signed files of the archive")

    def run(self, job: Any, params: dict[str, Any]) -> Iterator[Progress]:
        """One file in each step."""
        unit, year = params["unit"], int(params["year"])
        asked = authority()
        if asked is None:
            raise Blocked([], reason="stamping_missing")
        state = job.checkpoint or {"after": ["", ""], "done": 0, "silent": 0}
        total = state["done"] + results.count(unit, year, params["reasons"], tuple(state["after"]))
        while row := results.following(unit, year, params["reasons"], tuple(state["after"])):
            outcome, detail = renew_one(row["owner"], row["file"], asked, params["months"])
            silent = state["silent"] + 1 if outcome == results.UNREACHABLE else 0
            results.note(unit, year, row, outcome, detail)
            state = {"after": [row["owner"], row["file"]], "done": state["done"] + 1, "silent": silent}
            yield Progress(state["done"], total, state)
            if silent >= PATIENCE:
                raise Blocked([], reason="stamping_unreachable")
        yield Progress(total, total, state)


def renew_one(owner_uid: str, file_uid: str, asked: Authority, months: int) -> tuple[str, str]:
    """What became of a signed file of a document or letter, and why."""
    owner = record_at(owner_uid)
    file, report = signed_file(owner, file_uid)
    if file is None or report is None or isinstance(file, GoneFile):
        return results.MISSING, ""
    act = deed(owner)
    held = renewals_of(owner, file_uid)
    known = signature_findings(proved(report, held), act.at, months)
    if (held and act.at - held[-1].stamped_at < FRESH) or not any(each.reason in RENEWABLE for each in known):
        return results.RENEWED_BEFORE, f"{held[-1].ends:%Y-%m-%d}" if held else ""
    try:
        made = renew(owner, file, asked, trust(), act)
    except Refused as refused:
        return refused.reason, refused.words
    except Unreachable as error:
        return results.UNREACHABLE, str(error)
    return results.RENEWED, f"{made.ends:%Y-%m-%d}"


def signed_file(owner: Any, file_uid: str) -> tuple[Any, Report | None]:
    """A signed file of a document or letter with its newest report; (None, None) when there is none."""
    if owner is None:
        return None, None
    if ILetter.providedBy(owner):
        return owner.file(file_uid), letter_reports(owner).get(file_uid)
    found = (item for item in signed_files(owner) if item.file.uid == file_uid)
    item = next(found, None)
    return (item.file, item.report) if item is not None else (None, None)

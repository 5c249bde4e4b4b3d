"""The job that opens the box: envelopes in batches, then the result; killed at any point it begins where it stood."""

from collections.abc import Iterator
from infostrada.core import jobs
from infostrada.core.errors import NotFound
from infostrada.core.jobs.interfaces import IJobHandler
from infostrada.core.jobs.interfaces import Progress
from infostrada.core.jobs.messages import words
from infostrada.core.sql import session
from infostrada.site import _
from infostrada.site.participation.budget.rounds.content import BudgetRound
from infostrada.site.participation.budget.rounds.interfaces import IBudgetRound
from infostrada.site.participation.budget.voting import certification
from infostrada.site.participation.budget.voting import pieces
from infostrada.site.participation.budget.voting import store
from infostrada.site.records.deed import deed
from infostrada.site.records.find import record_at
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import require
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID
from sqlalchemy import text
from typing import Any
from zope.interface import implementer


NAME = "budget.certification"
OPEN_JOBS = text("""
    SELECT id FROM core.job WHERE name = :name AND params ->> 'election' = :election AND state IN ('queued', 'running')
""")


def bring(edition: BudgetRound, piece: str) -> str | None:
    """A member brings the own piece after the vote; with the last one needed the job is ordered: its id."""
    require(pieces.CERTIFY, edition)
    certification.check(edition)
    store.close_for_good(IUUID(edition))
    return order(edition) if pieces.hand_in(edition, piece) == 0 else None


def order(edition: BudgetRound) -> str:
    """Order the opening (again, when an earlier job has failed); raises Blocked when pieces are missing or it runs."""
    require(pieces.CERTIFY, edition)
    certification.check(edition)
    if pieces.missing(edition):
        raise Blocked([], reason="pieces_missing")
    election = IUUID(edition)
    if session().execute(OPEN_JOBS, {"name": NAME, "election": election}).first() is not None:
        raise Blocked([], reason="opening_runs")
    return jobs.enqueue(NAME, {"election": election}, unit=deed(edition).unit)


@implementer(IJobHandler)
class CertificationJob:
    """Opens, counts, destroys."""

    title = _("Opening and counting the box")

    def run(self, job: Any, params: dict[str, Any]) -> Iterator[Progress]:
        """Nothing is kept of opened envelopes before the one transaction that keeps all of them."""
        election = params["election"]
        edition = record_at(election)
        if not IBudgetRound.providedBy(edition):
            raise NotFound(field="uid", reason="unknown_object")
        require(pieces.CERTIFY, edition)
        state = dict(job.checkpoint or {})
        if store.state(election) == "frozen":
            for step in certification.open_box(edition, pieces.opening(edition)):
                if step.account is not None:
                    state = {"account": step.account}
                total = step.total + 1
                said = words(_("${count} envelopes opened", mapping={"count": step.done}))
                yield Progress(step.done, total, state, said)
        # The rows are committed: from here on no envelope can be opened any more.
        certification.destroy(election)
        if state_of(edition) == "frozen":
            by = [standing.member.name for standing in pieces.standings(edition) if standing.handed]
            certification.conclude(edition, state["account"], by)
            count = state["account"]["counted"]
            said = words(_("${count} ballots counted", mapping={"count": count}))
            yield Progress(count + 1, count + 1, state, said)

"""REST: the clock of a case and the supervision of terms."""

from datetime import date
from infostrada.core.calendar import polish_today
from infostrada.core.record.row import unit_of
from infostrada.site.records import listings
from infostrada.site.records.cases.clock import pass_urging_on
from infostrada.site.records.cases.clock import set_terms
from infostrada.site.records.cases.clock import start_clock
from infostrada.site.records.cases.clock import stop_clock
from infostrada.site.records.cases.clock import take_urging
from infostrada.site.records.cases.clock import tell_delay
from infostrada.site.records.cases.content import Case
from infostrada.site.records.cases.notices import term_of_parties
from infostrada.site.records.cases.statute import rule_on
from infostrada.site.records.cases.terms import stopped_days
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from infostrada.site.records.rest import ActService
from infostrada.site.records.rest import day
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import text
from typing import Any


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value is not None else None


def clock_json(case: Case) -> dict[str, Any]:
    """Both clocks of a case and everything that moved them."""
    rule = rule_on(case.term, case.started_on) if case.term else None
    due, today = case.due_on, polish_today()
    return {
        "@id": f"{case.absolute_url()}/@clock",
        "term": case.term,
        "basis": rule.basis if rule else None,
        "started_on": _iso(case.started_on),
        "due_on": _iso(due),
        "over_term": bool(due and case.settled_on is None and due < today),
        "internal_due_on": _iso(case.internal_due_on),
        "stopped_days": stopped_days(case.started_on, case.stops, today),
        "stops": [
            {
                "reason": stop.reason,
                "first": _iso(stop.first),
                "last": _iso(stop.last),
                "document": stop.document,
            }
            for stop in case.stops
        ],
        "extensions": [
            {**one._asdict(), "told_on": _iso(one.told_on), "new_end": _iso(one.new_end)}
            for one in case.extensions
        ],
        "notices": [
            {
                **one._asdict(),
                "published_on": _iso(one.published_on),
                "served_on": _iso(one.served_on),
                "taken_down_on": _iso(one.taken_down_on),
                "parties": list(one.parties),
                "parties_term_ends": _iso(term_of_parties(one)),
            }
            for one in case.notices
        ],
        "urgings": [
            {
                "received_on": _iso(one.received_on),
                "pass_on_by": _iso(one.pass_on_by),
                "passed_on": _iso(one.passed_on),
                "outcome": one.outcome,
            }
            for one in case.urgings
        ],
    }


class ClockGet(RecordService):
    """`GET <case>/@clock`: statutory and internal term, stops, notices of delay, urgings, service by notice."""

    def answer(self) -> dict[str, Any]:
        """Both clocks."""
        return clock_json(self.context)


class ClockPost(ActService):
    """`POST <case>/@clock`: an act on the clock, named by `act`.

    `stop` (`reason`, `first`, `document`), `start` (`last`, `document`), `delay` (`cause`,
    `new_end`), `urging` (`received_on`), `urging_passed_on` (`passed_on`, `outcome`), `terms`
    (`term`, `internal`).
    """

    def answer(self) -> dict[str, Any]:
        """Both clocks as they are now."""
        act = {
            "stop": self._stop,
            "start": self._start,
            "delay": self._delay,
            "urging": self._urging,
            "urging_passed_on": self._passed_on,
            "terms": self._terms,
        }.get(text(self.body, "act"))
        if act is None:
            raise invalid("act", "not_in_list")
        act()
        return clock_json(self.context)

    def _stop(self) -> None:
        body = self.body
        first = day(body, "first")
        stop_clock(self.context, text(body, "reason"), first=first, document=text(body, "document"))

    def _start(self) -> None:
        body = self.body
        start_clock(self.context, last=day(body, "last"), document=text(body, "document"))

    def _delay(self) -> None:
        tell_delay(self.context, text(self.body, "cause"), day(self.body, "new_end"))

    def _urging(self) -> None:
        take_urging(self.context, day(self.body, "received_on"))

    def _passed_on(self) -> None:
        pass_urging_on(self.context, day(self.body, "passed_on"), text(self.body, "outcome"))

    def _terms(self) -> None:
        body = self.body
        set_terms(self.context, term=text(body, "term") or None, internal=day(body, "internal"))


class SupervisionGet(RecordService):
    """`GET <unit>/@supervision`: open cases by organisational unit, over term, notices, urgings.

    The cases themselves: `@listing?name=case_terms&over_term=yes`, as a file `@listing-export`.
    """

    def answer(self) -> dict[str, Any]:
        """Counts of the cases the person may see."""
        require("infostrada.site: Use the records desk", self.context)
        items = listings.supervision(unit_of(self.context) or "")
        return {"@id": f"{self.context.absolute_url()}/@supervision", "items": items}

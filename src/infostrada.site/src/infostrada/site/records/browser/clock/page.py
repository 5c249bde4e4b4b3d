"""The clock of one case: statutory and internal term, and the acts that move them."""

from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.desk.words import fact
from infostrada.site.desk.words import when
from infostrada.site.desk.words import word
from infostrada.site.records.browser.case.about import AboutCase
from infostrada.site.records.browser.clock.delays import Delays
from infostrada.site.records.browser.clock.notices import Notices
from infostrada.site.records.browser.clock.procedure import Procedure
from infostrada.site.records.browser.clock.stops import Stops
from infostrada.site.records.browser.clock.terms import Terms
from infostrada.site.records.browser.clock.urgings import Urgings
from infostrada.site.records.cases.statute import rule_on
from infostrada.site.records.cases.terms import stopped_days
from typing import Any


class ClockPage(AboutCase):
    """Both clocks, then days not counted, letters of the procedure, notices of delay, ponaglenia, service by notice and the terms."""

    parts = (Stops, Procedure, Delays, Urgings, Notices, Terms)

    @property
    def heading(self) -> Any:
        """What the page is about."""
        return _("Terms of the case ${sign}", mapping={"sign": str(self.context.sign)})

    @property
    def facts(self) -> list[dict[str, Any]]:
        """Both clocks."""
        case, request = self.context, self.request
        rule = rule_on(case.term, case.started_on) if case.term else None
        return [
            fact(_("Start of the case"), when(case.started_on, request)),
            fact(_("Statutory term"), self._statutory()),
            fact(_("Legal basis"), rule.basis if rule else None),
            fact(_("Internal term"), when(case.internal_due_on, request)),
            fact(_("Days not counted"), stopped_days(case.started_on, case.stops, polish_today())),
        ]

    def _statutory(self) -> str:
        case = self.context
        if case.term and case.due_on is None:
            return word(_("the clock stands"), self.request)
        return when(case.due_on, self.request)

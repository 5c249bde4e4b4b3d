"""The page of a case: where it is on its way and what is known of it."""

from functools import cached_property
from infostrada.core.calendar import polish_today
from infostrada.geo.links.operations import may_link
from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.words import fact
from infostrada.site.desk.words import known
from infostrada.site.desk.words import when
from infostrada.site.desk.words import word
from infostrada.site.records.acts.operations import acts_of
from infostrada.site.records.browser.acts import basis_facts
from infostrada.site.records.browser.case.contents import Documents
from infostrada.site.records.browser.case.contents import Letters
from infostrada.site.records.browser.case.contents import Tasks
from infostrada.site.records.browser.case.ending import Ending
from infostrada.site.records.browser.case.ending import Reopening
from infostrada.site.records.browser.case.glance import Glance
from infostrada.site.records.browser.case.metryka import Metryka
from infostrada.site.records.browser.case.officer import Officer
from infostrada.site.records.browser.clauses import Clauses
from infostrada.site.records.browser.dataregisters.restricted import Restricted
from infostrada.site.records.browser.elsewhere import Elsewhere
from infostrada.site.records.browser.elsewhere import exemption_facts
from infostrada.site.records.browser.special import Special
from infostrada.site.records.browser.types.typed import Typed
from infostrada.site.records.browser.words import ACCESS
from infostrada.site.records.browser.words import MODES
from infostrada.site.records.browser.words import STATES
from infostrada.site.records.cases.permissions import WORK_ON
from infostrada.site.records.cases.rules import OPEN
from infostrada.site.records.plan.exceptions import mode_of_class
from infostrada.site.records.plan.operations import plan_on
from infostrada.site.records.types.operations import version_of
from infostrada.site.records.workflow import state_of
from typing import Any


# A complaint may be about a case that stands still, so an open one goes to the court too; of a destroyed one no file is left.
FOR_COURT = frozenset({*OPEN, "settled", "closed", "archived", "transferred"})


class CasePage(DeskPage):
    """A case: where it is, what lies in it, what was done."""

    placed = True
    folds = True
    parts = (
        Restricted,
        Special,
        Typed,
        Elsewhere,
        Documents,
        Letters,
        Tasks,
        Ending,
        Officer,
        Clauses,
        Reopening,
        Metryka,
    )

    @property
    def lead(self) -> str:
        """The sign."""
        return str(self.context.sign)

    @cached_property
    def glance(self) -> Glance:
        """Whose it is, by when, what it waits for and what comes next."""
        return Glance(self)

    @property
    def stages(self) -> list[dict[str, Any]]:
        """The route of the case."""
        case, request, state = self.context, self.request, state_of(self.context)
        open_now = state in OPEN
        stopped = state in ("paused", "suspended")
        going = ("stopped" if stopped else "now") if open_now else "past"
        term = _("statutory term: ${day}", mapping={"day": when(case.due_on, request)})
        settled = "ahead" if open_now else "now" if state == "settled" else "past"
        return [
            {"title": _("Started"), "when": when(case.started_on, request), "state": "past"},
            {
                "title": _("Clock stopped") if stopped else _("In progress"),
                "when": word(term, request) if case.due_on and open_now else None,
                "state": going,
            },
            {"title": _("Settled"), "when": when(case.settled_on, request), "state": settled},
            {
                "title": _("Finally ended"),
                "when": when(case.closed_on, request),
                "state": "now" if state == "closed" else "ahead",
            },
        ]

    @property
    def facts(self) -> list[dict[str, Any]]:
        """The fact sheet."""
        case, request = self.context, self.request
        facts = [
            fact(_("Sign of the case"), str(case.sign)),
            fact(_("State"), STATES[state_of(case)][0]),
            fact(_("Class of the plan"), f"{case.class_symbol} {case.class_title}"),
            fact(_("Archival category"), case.category),
            fact(_("Way of keeping"), self._kept),
            *exemption_facts(case.exemption),
            fact(_("Officer"), case.officer_name),
            fact(_("Parties"), ", ".join(f"{item.name} ({item.role})" for item in case.parties)),
            fact(_("Start of the case"), when(case.started_on, request)),
            fact(_("Opened"), when(case.opened_at, request)),
            fact(_("Statutory term"), when(case.due_on, request)),
            fact(_("Settled"), when(case.settled_on, request)),
            fact(_("Finally ended"), when(case.closed_on, request)),
            fact(_("Access"), ACCESS[case.access]),
            fact(_("Description"), case.description),
            *self._law,
        ]
        return known(facts)

    @property
    def _law(self) -> list[dict[str, Any]]:
        """What cases of the type rest on."""
        version = version_of(self.context)
        return basis_facts(version.definition.basis, acts_of(self.context)) if version is not None else []

    @property
    def _kept(self) -> Any:
        """How the case is kept; when its class is kept otherwise today, that too."""
        case, today = self.context, polish_today()
        own = MODES[case.handling_mode]
        plan = plan_on(case, today)
        if plan is None or plan.get(case.class_symbol) is None:
            return own
        now = mode_of_class(plan, case.class_symbol, today)
        if now == case.handling_mode:
            return own
        words = {"own": word(own, self.request), "now": word(MODES[now], self.request)}
        return _("${own}, as it was opened; new cases of the class: ${now}", mapping=words)

    @property
    def links(self) -> list[dict[str, Any]]:
        """Other pages of the case."""
        url = self.context.absolute_url()
        found = [
            {"label": _("Terms"), "url": f"{url}/@@clock"},
            {"label": _("Metryka"), "url": f"{url}/@@metryka"},
            {"label": _("Participants"), "url": f"{url}/@@participants"},
            {"label": _("Ties"), "url": f"{url}/@@ties"},
        ]
        keeps = self.may("infostrada.site: Keep the archive")
        if keeps:
            found.append({"label": _("Keeping"), "url": f"{url}/@@archival"})
        if state_of(self.context) in FOR_COURT and (keeps or self.may(WORK_ON)):
            label = _("Download the package for a court (eADM)")
            found.append({"label": label, "url": f"{url}/@@court-package"})
        if may_link(self.context):
            found.append({"label": _("Places on the map"), "url": f"{url}/@@places"})
        return found

"""Pages of terms: the clock of one case, the supervision of all."""

from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.words import dated
from infostrada.site.desk.words import fact
from infostrada.site.desk.words import options
from infostrada.site.desk.words import when
from infostrada.site.desk.words import word
from infostrada.site.records import listings
from infostrada.site.records.browser.tables import table
from infostrada.site.records.browser.words import STOP_REASONS
from infostrada.site.records.browser.words import tagged
from infostrada.site.records.browser.words import TERMS
from infostrada.site.records.cases.clock import pass_urging_on
from infostrada.site.records.cases.clock import set_terms
from infostrada.site.records.cases.clock import start_clock
from infostrada.site.records.cases.clock import stop_clock
from infostrada.site.records.cases.clock import take_urging
from infostrada.site.records.cases.clock import tell_delay
from infostrada.site.records.cases.content import documents_of
from infostrada.site.records.cases.content import PublicNotice
from infostrada.site.records.cases.notices import term_of_parties
from infostrada.site.records.cases.rules import OPEN
from infostrada.site.records.cases.statute import rule_on
from infostrada.site.records.cases.terms import stopped_days
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID
from typing import Any
from urllib.parse import urlencode


class ClockPage(DeskPage):
    """Statutory and internal term of a case, and the acts that move them."""

    @property
    def heading(self) -> Any:
        """What the page is about."""
        return _("Terms of the case ${sign}", mapping={"sign": str(self.context.sign)})

    @property
    def lead(self) -> str:
        """The case's title."""
        title: str = self.context.title
        return title

    @property
    def links(self) -> list[dict[str, Any]]:
        """Back to the case."""
        return [{"label": _("The case"), "url": f"{self.context.absolute_url()}/view"}]

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

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Stops, notices of delay, urgings, terms; forms for whoever works on the case."""
        acting = state_of(self.context) in OPEN and self.may("infostrada.site: Work on cases")
        parts = (
            ("stops", _("Days not counted"), self._stops(), self._stop_forms),
            ("delays", _("Notices of delay"), self._delays(), self._delay_forms),
            ("urgings", _("Ponaglenia"), self._urgings(), self._urging_forms),
        )
        found: list[dict[str, Any]] = [
            {"id": name, "title": title, "register": register, "forms": forms() if acting else []}
            for name, title, register, forms in parts
        ]
        if self.context.notices:
            title = _("Service by public notice")
            found.append({"id": "notices", "title": title, "register": self._notices(), "forms": []})
        if acting:
            found.append({"id": "terms", "title": _("Terms"), "forms": [self._terms_form()]})
        return found

    def _stops(self) -> dict[str, Any]:
        rows = [
            {
                "id": f"stop-{number}",
                "title": word(STOP_REASONS[stop.reason], self.request),
                "cells": {
                    "reason": {"text": STOP_REASONS[stop.reason]},
                    "first": dated(stop.first, self.request),
                    "last": dated(stop.last, self.request),
                    "document": {"text": self._title(stop.document)},
                },
            }
            for number, stop in enumerate(self.context.stops)
        ]
        columns = (("reason", _("Reason")), ("first", _("First day")), ("last", _("Last day")))
        return table(_("Days not counted in the term"), (*columns, ("document", _("Document"))), rows)

    def _delays(self) -> dict[str, Any]:
        rows = [
            {
                "id": f"delay-{number}",
                "title": one.cause,
                "cells": {
                    "told": dated(one.told_on, self.request),
                    "cause": {"text": one.cause},
                    "end": dated(one.new_end, self.request),
                    "late": {"text": _("after the term")} if one.late else {"text": _("in time")},
                },
            }
            for number, one in enumerate(self.context.extensions)
        ]
        columns = (
            ("told", _("Day of the notice")),
            ("cause", _("Cause of the delay")),
            ("end", _("New term")),
            ("late", _("Notice sent")),
        )
        return table(_("Notices by article 36 of the code"), columns, rows)

    def _urgings(self) -> dict[str, Any]:
        rows = [
            {
                "id": f"urging-{number}",
                "title": when(one.received_on, self.request),
                "cells": {
                    "received": dated(one.received_on, self.request),
                    "by": dated(one.pass_on_by, self.request),
                    "passed": dated(one.passed_on, self.request),
                    "outcome": {"text": one.outcome},
                },
            }
            for number, one in enumerate(self.context.urgings)
        ]
        columns = (
            ("received", _("Received")),
            ("by", _("To be passed on by")),
            ("passed", _("Passed on")),
            ("outcome", _("Outcome")),
        )
        return table(_("Ponaglenia by article 37 of the code"), columns, rows)

    def _notices(self) -> dict[str, Any]:
        rows = [
            {
                "id": f"notice-{number}",
                "title": one.title,
                "cells": {
                    "title": {"text": one.title},
                    "published": dated(one.published_on, self.request),
                    "served": self._served(one),
                    "parties": {"text": ", ".join(one.parties)},
                    "term": dated(term_of_parties(one), self.request),
                },
            }
            for number, one in enumerate(self.context.notices)
        ]
        columns = (
            ("title", _("Notice")),
            ("published", _("Published")),
            ("served", _("Counts as served")),
            ("parties", _("Parties served")),
            ("term", _("Term of the parties ends")),
        )
        return table(_("Notices by article 49 of the code"), columns, rows)

    def _served(self, notice: PublicNotice) -> dict[str, Any]:
        if notice.served_on is not None:
            return dated(notice.served_on, self.request)
        return {"text": _("taken down too early"), "tone": "warn"}

    def _title(self, uid: str) -> str:
        document = self.context.get(uid) if uid else None
        if document is not None:
            title: str = document.title
            return title
        return word(_("a letter of the case"), self.request) if uid else ""

    def _stop_forms(self) -> list[Any]:
        today = polish_today().isoformat()
        if any(stop.last is None for stop in self.context.stops):
            last = {"name": "last", "label": _("Last day not counted"), "kind": "date", "value": today}
            return [
                self.one(
                    "start", _("Start the clock again"), last, self._document_field(), tone="btn-secondary"
                )
            ]
        reason = {
            "name": "reason",
            "label": _("Reason"),
            "kind": "select",
            "required": True,
            "options": options(STOP_REASONS, _("choose")),
        }
        first = {"name": "first", "label": _("First day not counted"), "kind": "date", "value": today}
        return [
            self.one("stop", _("Stop the clock"), reason, first, self._document_field(), tone="btn-secondary")
        ]

    def _document_field(self) -> dict[str, Any]:
        listed = [
            {"value": IUUID(document), "label": document.title} for document in documents_of(self.context)
        ]
        return {
            "name": "document",
            "label": _("Document"),
            "hint": _("A suspension needs its order."),
            "kind": "select",
            "options": [{"value": "", "label": _("none")}, *listed],
        }

    def _delay_forms(self) -> list[Any]:
        if not self.context.term:
            return []
        cause = {"name": "cause", "label": _("Cause of the delay"), "kind": "textarea", "required": True}
        end = {"name": "new_end", "label": _("New term"), "kind": "date", "required": True}
        return [self.one("delay", _("Draft the notice of delay"), cause, end, tone="btn-secondary")]

    def _urging_forms(self) -> list[Any]:
        day = {
            "name": "received_on",
            "label": _("Received"),
            "kind": "date",
            "value": polish_today().isoformat(),
        }
        forms = [self.one("urging", _("Note a ponaglenie"), day, tone="btn-secondary")]
        if any(one.passed_on is None for one in self.context.urgings):
            passed = {
                "name": "passed_on",
                "label": _("Passed on"),
                "kind": "date",
                "value": polish_today().isoformat(),
            }
            outcome = {"name": "outcome", "label": _("Outcome")}
            forms.append(
                self.one("passed", _("Note that it was passed on"), passed, outcome, tone="btn-secondary")
            )
        return forms

    def _terms_form(self) -> Any:
        case = self.context
        return self.one(
            "terms",
            _("Save the terms"),
            {
                "name": "term",
                "label": _("Statutory term"),
                "kind": "select",
                "value": case.term or "",
                "options": options(TERMS, _("none")),
            },
            {
                "name": "internal",
                "label": _("Internal term"),
                "hint": _("The office's own term, not later than the statutory one."),
                "kind": "date",
                "value": case.internal_due_on.isoformat() if case.internal_due_on else "",
            },
            tone="btn-secondary",
        )

    @property
    def _here(self) -> str:
        return f"{self.context.absolute_url()}/@@clock"

    def do_stop(self) -> str:
        """Stop the clock."""
        stop_clock(self.context, self.text("reason"), first=self.day("first"), document=self.text("document"))
        return self._here

    def do_start(self) -> str:
        """Start it again."""
        start_clock(self.context, last=self.day("last"), document=self.text("document"))
        return self._here

    def do_delay(self) -> str:
        """Draft the notice and show it."""
        document = tell_delay(self.context, self.text("cause"), self.day("new_end"))
        self.say(_("The notice is a draft now: check it and send it on for acceptance."))
        return f"{document.absolute_url()}/view"

    def do_urging(self) -> str:
        """Note a ponaglenie."""
        take_urging(self.context, self.day("received_on"))
        return self._here

    def do_passed(self) -> str:
        """Note that it was passed on."""
        pass_urging_on(self.context, self.day("passed_on"), self.text("outcome"))
        return self._here

    def do_terms(self) -> str:
        """Set both terms."""
        set_terms(self.context, term=self.text("term") or None, internal=self.day("internal"))
        return self._here


class TermsPage(DeskPage):
    """Supervision of terms: how many cases are over term, and which."""

    heading = _("Supervision of terms")
    lead = _("Open cases you may see, the nearest term first.")

    @property
    def links(self) -> list[dict[str, Any]]:
        """The list as a file."""
        url = f"{self.unit.absolute_url()}/@@listing-export"
        asked = {"name": "case_terms", "sort": "due_on", "state:list": list(listings.OPEN)}
        if self.text("over"):
            asked[f"over_{self.text('over')}"] = "yes"
        return [
            {"label": label, "url": f"{url}?{urlencode({**asked, 'format': kind}, doseq=True)}"}
            for kind, label in (("xlsx", _("Download as XLSX")), ("csv", _("Download as CSV")))
        ]

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Counts by organisational unit, then the cases."""
        over = self.text("over") or None
        page = listings.terms(self.unit.unit_id, over=over, cursor=self.text("cursor") or None)
        cases = self._cases(page.rows)
        cases["paging"] = self._paging(page, over)
        title = _("Cases over their statutory term") if over == "term" else _("Open cases")
        return [
            {"id": "counts", "title": _("By organisational unit"), "register": self._counts()},
            {"id": "cases", "title": title, "register": cases, "forms": []},
        ]

    def _paging(self, page: Any, over: str | None) -> dict[str, Any] | None:
        url = f"{self.context.absolute_url()}/@@terms"
        asked = {"over": over} if over else {}
        following = urlencode({**asked, "cursor": page.next_cursor or ""})
        first = f"{url}?{urlencode(asked)}" if self.text("cursor") else None
        paging = {"first_url": first, "next_url": f"{url}?{following}" if page.next_cursor else None}
        return paging if any(paging.values()) else None

    def _counts(self) -> dict[str, Any]:
        url = f"{self.context.absolute_url()}/@@terms?over=term"
        names = ("open", "over_term", "over_internal", "stopped", "notices", "urgings")
        rows = [
            {
                "id": f"org-{number}",
                "title": row["org_symbol"],
                "url": url,
                "cells": {
                    "org": {"text": row["org_symbol"]},
                    **{name: {"text": str(row[name])} for name in names},
                },
            }
            for number, row in enumerate(listings.supervision(self.unit.unit_id))
        ]
        columns = (
            ("org", _("Organisational unit")),
            ("open", _("Open cases")),
            ("over_term", _("Over term")),
            ("over_internal", _("Over internal term")),
            ("stopped", _("Clock stopped")),
            ("notices", _("Notices of delay")),
            ("urgings", _("Ponaglenia")),
        )
        return table(_("Cases and their terms by organisational unit"), columns, rows)

    def _cases(self, found: list[dict[str, Any]]) -> dict[str, Any]:
        rows = [
            {
                "id": row["uid"],
                "title": row["sign"],
                "url": self.request.physicalPathToURL(row["path"].split("/")) + "/@@clock",
                "cells": {
                    "sign": {"text": row["sign"]},
                    "title": {"text": row["title"]},
                    "officer": {"text": row["officer_name"]},
                    "due": dated(row["due_on"], self.request),
                    "over": {"text": str(row["days_over"]) if row["days_over"] else ""},
                    "internal": dated(row["internal_due_on"], self.request),
                    "state": tagged(row["state"]),
                },
            }
            for row in found
        ]
        columns = (
            ("sign", _("Sign of the case")),
            ("title", _("Title of the case")),
            ("officer", _("Officer")),
            ("due", _("Statutory term")),
            ("over", _("Days over")),
            ("internal", _("Internal term")),
            ("state", _("State")),
        )
        return table(_("Open cases by the end of their term"), columns, rows)

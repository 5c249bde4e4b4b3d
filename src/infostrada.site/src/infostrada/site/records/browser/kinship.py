"""Pages around a case: its metryka, its ties to other cases, the list of cases of a class."""

from infostrada.core import accesslog
from infostrada.core.errors import BadRequest
from infostrada.core.record.export import as_csv
from infostrada.core.record.export import as_xlsx
from infostrada.core.record.row import unit_of
from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.words import dated
from infostrada.site.desk.words import when
from infostrada.site.desk.words import word
from infostrada.site.records import listings
from infostrada.site.records.browser.tables import table
from infostrada.site.records.browser.words import ACTIONS
from infostrada.site.records.browser.words import STATES
from infostrada.site.records.browser.words import tagged
from infostrada.site.records.cases.content import Case
from infostrada.site.records.cases.kinship import continue_case
from infostrada.site.records.cases.kinship import found_group
from infostrada.site.records.cases.kinship import refile_letter
from infostrada.site.records.cases.kinship import relate
from infostrada.site.records.cases.kinship import void_case
from infostrada.site.records.cases.metryka import metryka
from infostrada.site.records.cases.metryka import metryka_xml
from infostrada.site.records.cases.metryka import statuses
from infostrada.site.records.cases.operations import open_case
from infostrada.site.records.cases.operations import Opening
from infostrada.site.records.cases.rules import OPEN
from infostrada.site.records.cases.sign import BadSignError
from infostrada.site.records.cases.sign import parse
from infostrada.site.records.correspondence.interfaces import ILetter
from infostrada.site.records.find import by_uid
from infostrada.site.records.find import record_at
from infostrada.site.records.problems import invalid
from infostrada.site.records.workflow import state_of
from infostrada.site.units.interfaces import IOrganisationalUnit
from infostrada.site.units.lookup import structure_of
from plone.uuid.interfaces import IUUID
from Products.Five import BrowserView
from typing import Any
from urllib.parse import urlencode


TIES = {
    "continues": _("continues"),
    "continued_by": _("continued under the sign"),
    "in_group": _("belongs to the group of"),
    "group_of": _("case of the group"),
    "part_of": _("part of"),
    "whole_of": _("sub-case"),
    "related": _("related to"),
}
KINDS = {"xlsx": as_xlsx, "csv": as_csv}


class MetrykaPage(DeskPage):
    """The metryka sprawy: title, sign, and every act with person and post of that moment."""

    @property
    def heading(self) -> Any:
        """Sign of the case."""
        return _("Metryka of the case ${sign}", mapping={"sign": str(self.context.sign)})

    @property
    def lead(self) -> str:
        """The case's title."""
        title: str = self.context.title
        return title

    @property
    def links(self) -> list[dict[str, Any]]:
        """Back, and the files."""
        url = self.context.absolute_url()
        files = (
            ("xml", _("Download as XML")),
            ("xlsx", _("Download as XLSX")),
            ("csv", _("Download as CSV")),
        )
        return [
            {"label": _("The case"), "url": f"{url}/view"},
            *({"label": label, "url": f"{url}/@@metryka-file?format={kind}"} for kind, label in files),
        ]

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Acts, then states."""
        return [
            {"id": "acts", "title": _("Acts in the case"), "register": self._acts()},
            {"id": "states", "title": _("States of the case"), "register": self._states()},
        ]

    def _acts(self) -> dict[str, Any]:
        rows = [
            {
                "id": f"act-{number}",
                "title": word(ACTIONS[row["action"]], self.request),
                "cells": {
                    "at": dated(row["at"], self.request),
                    "person": {"text": row["person"]},
                    "position": {"text": row["position"]},
                    "action": {"text": ACTIONS[row["action"]]},
                    "label": {"text": row["label"]},
                    "document": self._document(row["document_uid"]),
                },
            }
            for number, row in enumerate(metryka(self.context))
        ]
        columns = (
            ("at", _("Date of the act")),
            ("person", _("Person")),
            ("position", _("Post")),
            ("action", _("Act")),
            ("label", _("About")),
            ("document", _("Identifier of the document")),
        )
        return table(_("Acts in order of time"), columns, rows)

    def _document(self, uid: str) -> dict[str, Any]:
        found = record_at(uid) if uid else None
        if found is None or not self.may("View", found):
            return {"text": uid}
        return {"text": uid, "url": f"{found.absolute_url()}/view"}

    def _states(self) -> dict[str, Any]:
        rows = [
            {
                "id": f"state-{number}",
                "title": word(STATES[row["state"]][0], self.request),
                "cells": {
                    "at": {"text": when(row["at"], self.request)},
                    "state": tagged(row["state"]),
                    "person": {"text": row["person"]},
                },
            }
            for number, row in enumerate(statuses(self.context))
        ]
        columns = (("at", _("Since")), ("state", _("State")), ("person", _("Person")))
        return table(_("States in order of time"), columns, rows)


class MetrykaFile(BrowserView):
    """`<case>/@@metryka-file?format=xml|xlsx|csv`."""

    def __call__(self) -> bytes:
        """The file, with the reading noted in the access log."""
        case, kind = self.context, str(self.request.form.get("format") or "xml")
        if kind == "xml":
            data = metryka_xml(case, self._word)
        elif kind in KINDS:
            data = KINDS[kind](*self._table())
        else:
            raise BadRequest(field="format", reason="not_in_list")
        unit = unit_of(case)
        accesslog.note("records.metryka", uid=IUUID(case), unit=unit, outcome="granted", reason=kind)
        response = self.request.response
        response.setHeader("Content-Type", "application/xml" if kind == "xml" else "application/octet-stream")
        response.setHeader("Content-Disposition", f'attachment; filename="metryka-{IUUID(case)}.{kind}"')
        response.setHeader("Cache-Control", "private, no-store")
        return data

    def _word(self, action: str) -> str:
        return word(ACTIONS[action], self.request)

    def _table(self) -> tuple[list[str], list[str], list[dict[str, Any]]]:
        case = self.context
        titles = (
            _("Sign of the case"),
            _("Title of the case"),
            _("Date of the act"),
            _("Person"),
            _("Post"),
            _("Act"),
            _("About"),
            _("Identifier of the document"),
        )
        names = ["sign", "title", "at", "person", "position", "action", "label", "document_uid"]
        rows = [
            {**row, "sign": str(case.sign), "title": case.title, "action": self._word(row["action"])}
            for row in metryka(case)
        ]
        return [word(title, self.request) for title in titles], names, rows


class TiesPage(DeskPage):
    """Cases this one is tied to, and the acts that tie."""

    @property
    def heading(self) -> Any:
        """Sign of the case."""
        return _("Ties of the case ${sign}", mapping={"sign": str(self.context.sign)})

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
    def sections(self) -> list[dict[str, Any]]:
        """The ties, then the forms one may use."""
        parts = [{"id": "ties", "title": _("Tied cases"), "register": self._ties()}]
        works = state_of(self.context) in OPEN and self.may("infostrada.site: Work on cases")
        if works:
            parts.append({"id": "tie", "title": _("Tie"), "forms": self._tying()})
        if self.may("infostrada.site: Reopen cases") and not self.context.linked("continued_by"):
            parts.append({"id": "go-on", "title": _("New sign"), "forms": [self._continuation()]})
        if works and self.may("infostrada.site: Close cases"):
            parts.append({"id": "mistakes", "title": _("Mistakes"), "forms": self._mistakes()})
        return parts

    def _ties(self) -> dict[str, Any]:
        rows = []
        for number, link in enumerate(self.context.links):
            other = record_at(link.uid)
            seen = other is not None and self.may("View", other)
            rows.append(
                {
                    "id": f"tie-{number}",
                    "title": link.sign,
                    "url": f"{other.absolute_url()}/view" if seen else None,
                    "cells": {
                        "kind": {"text": TIES[link.kind]},
                        "sign": {"text": link.sign},
                        "title": {"text": other.title if seen else ""},
                        "state": tagged(state_of(other)) if seen else {"text": ""},
                    },
                }
            )
        columns = (
            ("sign", _("Sign of the case")),
            ("kind", _("Tie")),
            ("title", _("Title of the case")),
            ("state", _("State")),
        )
        return table(_("Cases tied to this one"), columns, rows)

    def _tying(self) -> list[Any]:
        sign = {"name": "sign", "label": _("Sign of the case"), "required": True}
        kind = {
            "name": "kind",
            "label": _("Tie"),
            "kind": "select",
            "required": True,
            "options": [{"value": key, "label": TIES[key]} for key in ("related", "part_of")],
        }
        title = {"name": "title", "label": _("Title of the case"), "required": True}
        forms = [
            self.one("relate", _("Tie the case"), sign, kind, tone="btn-secondary"),
            self.one("part", _("Open a sub-case"), title, tone="btn-secondary"),
        ]
        if self.context.is_group:
            forms.append(self.one("member", _("Open a case of the group"), title, tone="btn-secondary"))
        elif self.context.sign.inside is None:
            forms.append(self.one("group", _("Found a group on this case"), tone="btn-secondary"))
        return forms

    def _continuation(self) -> Any:
        return self.one(
            "continue",
            _("Go on under a new sign"),
            {
                "name": "org_id",
                "label": _("Organisational unit"),
                "kind": "select",
                "required": True,
                "options": self._orgs(),
            },
            {
                "name": "class_symbol",
                "label": _("Class of the plan"),
                "required": True,
                "value": self.context.class_symbol,
            },
            {"name": "reason", "label": _("Reason"), "required": True},
            tone="btn-secondary",
        )

    def _orgs(self) -> list[dict[str, Any]]:
        found, pending = [], [structure_of(self.unit)]
        while pending:
            for item in pending.pop().objectValues():
                if IOrganisationalUnit.providedBy(item):
                    pending.append(item)
                    if self.may("infostrada.site: Open cases", item):
                        found.append({"value": item.org_id, "label": f"{item.symbol} – {item.title}"})
        return sorted(found, key=lambda option: option["label"])

    def _mistakes(self) -> list[Any]:
        reason = {"name": "reason", "label": _("Reason"), "required": True}
        forms = []
        letters = [record_at(uid) for uid in self.context.letters]
        if letters:
            chosen = {
                "name": "letter_uid",
                "label": _("Letter"),
                "kind": "select",
                "required": True,
                "options": [
                    {"value": IUUID(letter), "label": f"{letter.rpw_number} {letter.title}"}
                    for letter in letters
                ],
            }
            sign = {"name": "sign", "label": _("Sign of the right case"), "required": True}
            forms.append(self.one("refile", _("Move the letter"), chosen, sign, reason, tone="btn-secondary"))
        return [*forms, self.one("void", _("Opened by mistake"), reason, tone="btn-danger")]

    def _other(self) -> Case:
        """The case whose sign was sent, in this unit and seen by the person."""
        try:
            sign = parse(self.text("sign"))
        except BadSignError as error:
            raise invalid("sign", "sign_malformed") from error
        uid = listings.case_by_sign(self.unit.unit_id, str(sign))
        found = record_at(uid)
        if found is None or not self.may("View", found):
            raise invalid("sign", "case_unknown")
        case: Case = found
        return case

    @property
    def _here(self) -> str:
        return f"{self.context.absolute_url()}/@@ties"

    def do_relate(self) -> str:
        """Tie."""
        relate(self.context, self._other(), self.text("kind"))
        return self._here

    def do_group(self) -> str:
        """Let a group stand on the case."""
        found_group(self.context)
        return self._here

    def do_member(self) -> str:
        """Open a case of the group."""
        return self._open(group=self.context)

    def do_part(self) -> str:
        """Open a sub-case."""
        return self._open(whole=self.context)

    def _open(self, **tied: Any) -> str:
        here = self.context
        opening = Opening(self.text("title"), here.org_id, here.class_symbol, access=here.access, **tied)
        made = open_case(here, opening)
        self.say(_("The case has the sign ${sign}.", mapping={"sign": str(made.sign)}))
        return f"{made.absolute_url()}/view"

    def do_continue(self) -> str:
        """Go on under a new sign."""
        made = continue_case(
            self.context, self.text("org_id"), self.text("class_symbol"), self.text("reason")
        )
        self.say(_("The case has the sign ${sign}.", mapping={"sign": str(made.sign)}))
        return self._here

    def do_refile(self) -> str:
        """Move a letter to the right case."""
        letter = by_uid(self.text("letter_uid"), ILetter, near=self.context)
        refile_letter(self.context, letter, self._other(), self.text("reason"))
        return self._here

    def do_void(self) -> str:
        """The case was opened by mistake."""
        void_case(self.context, self.text("reason"))
        return f"{self.unit.absolute_url()}/@@cases"


class CaseListPage(DeskPage):
    """Spis spraw: the cases of one unit, class and year, by number."""

    heading = _("List of cases (spis spraw)")
    lead = _("Cases of one organisational unit, class and year, by number.")

    @property
    def links(self) -> list[dict[str, Any]]:
        """The list as a file."""
        if not self.text("org"):
            return []
        asked = {
            "name": "spis_spraw",
            "org_symbol": self.text("org"),
            "class_symbol": self.text("class"),
            "year": self.text("year"),
        }
        url = f"{self.unit.absolute_url()}/@@listing-export"
        return [
            {"label": label, "url": f"{url}?{urlencode({**asked, 'format': kind})}"}
            for kind, label in (("xlsx", _("Download as XLSX")), ("csv", _("Download as CSV")))
        ]

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Which lists there are, or one of them."""
        org, symbol, year = self.text("org"), self.text("class"), self.text("year")
        if not (org and symbol and year.isdigit()):
            return [{"id": "lists", "title": _("Lists"), "register": self._lists()}]
        page = listings.spis_spraw(self.unit.unit_id, org, symbol, int(year), self.text("cursor") or None)
        register = self._list(page.rows)
        if page.next_cursor:
            asked = urlencode({"org": org, "class": symbol, "year": year, "cursor": page.next_cursor})
            register["paging"] = {"first_url": None, "next_url": f"{self._here}?{asked}"}
        return [{"id": "list", "title": f"{org}.{symbol}.{year}", "register": register}]

    @property
    def _here(self) -> str:
        return f"{self.context.absolute_url()}/@@case-list"

    def _lists(self) -> dict[str, Any]:
        rows = [
            {
                "id": f"list-{number}",
                "title": f"{row['org_symbol']}.{row['class_symbol']}.{row['year']}",
                "url": f"{self._here}?"
                + urlencode({"org": row["org_symbol"], "class": row["class_symbol"], "year": row["year"]}),
                "cells": {
                    "list": {"text": f"{row['org_symbol']}.{row['class_symbol']}"},
                    "year": {"text": str(row["year"])},
                    "cases": {"text": str(row["cases"])},
                },
            }
            for number, row in enumerate(listings.case_lists(self.unit.unit_id))
        ]
        columns = (("list", _("Unit and class")), ("year", _("Year")), ("cases", _("Cases")))
        return table(_("Lists of cases with cases you may see"), columns, rows)

    def _list(self, found: list[dict[str, Any]]) -> dict[str, Any]:
        rows = [
            {
                "id": row["uid"],
                "title": row["sign"],
                "url": self.request.physicalPathToURL(row["path"].split("/")) + "/view",
                "cells": {
                    "number": {"text": row["sign"]},
                    "title": {"text": row["title"]},
                    "party": {"text": row["party"]},
                    "reference": {"text": row["initiator_reference"]},
                    "letter": {"text": row["initiating_letter_date"]},
                    "started": dated(row["started_on"], self.request),
                    "closed": dated(row["closed_on"], self.request),
                    "officer": {"text": row["officer_name"]},
                    "note": {"text": row["resolution_note"]},
                },
            }
            for row in found
        ]
        columns = (
            ("number", _("Sign of the case")),
            ("title", _("Title of the case")),
            ("party", _("From whom")),
            ("reference", _("Reference of the letter that began it")),
            ("letter", _("Date of the letter that began it")),
            ("started", _("Start of the case")),
            ("closed", _("Finally ended")),
            ("officer", _("Officer")),
            ("note", _("Remarks")),
        )
        return table(_("Cases of the list"), columns, rows)

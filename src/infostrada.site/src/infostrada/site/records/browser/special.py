"""Special categories of data: on a case who may see it, and for the data-protection officer all such cases."""

from functools import cached_property
from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.part import Part
from infostrada.site.desk.words import dated
from infostrada.site.desk.words import fact
from infostrada.site.desk.words import options
from infostrada.site.desk.words import word
from infostrada.site.records.actor import name_of
from infostrada.site.records.browser.people import addressees
from infostrada.site.records.browser.tables import numbered
from infostrada.site.records.browser.tables import row
from infostrada.site.records.browser.tables import table
from infostrada.site.records.browser.words import acted
from infostrada.site.records.browser.words import tagged
from infostrada.site.records.cases.permissions import REOPEN
from infostrada.site.records.cases.permissions import WORK_ON
from infostrada.site.records.cases.rules import FILING
from infostrada.site.records.personal.special.operations import changes_of
from infostrada.site.records.personal.special.operations import end_special
from infostrada.site.records.personal.special.operations import give_sight
from infostrada.site.records.personal.special.operations import holders
from infostrada.site.records.personal.special.operations import mark_special
from infostrada.site.records.personal.special.operations import rights_of
from infostrada.site.records.personal.special.operations import special_case
from infostrada.site.records.personal.special.operations import special_cases
from infostrada.site.records.personal.special.operations import take_sight
from infostrada.site.records.personal.special.rules import KINDS
from infostrada.site.records.workflow import state_of
from plone import api
from typing import Any
from urllib.parse import urlencode


SIZE = 200
WORDS = {
    "health": _("health"),
    "origin": _("racial or ethnic origin"),
    "politics": _("political opinions"),
    "religion": _("religious or philosophical beliefs"),
    "union": _("trade union membership"),
    "genetic": _("genetic data"),
    "biometric": _("biometric data"),
    "sex_life": _("sex life or sexual orientation"),
    "convictions": _("convictions and offences (art. 10)"),
    "children": _("children"),
}
RIGHTS = {
    "records-read": _("reads it"),
    "records-join": _("joins in"),
    "records-work": _("works on it"),
    "records-accept": _("accepts its documents"),
}


def kinds_said(kinds: Any, request: Any) -> str:
    """The kinds in words."""
    return ", ".join(word(WORDS.get(kind, kind), request) for kind in kinds)


def holders_table(case: Any, request: Any) -> dict[str, Any]:
    """Who may see a case now, and by what."""
    columns = (("name", _("Who")), ("by", _("By what")), ("since", _("Since")))
    rows = [
        row(
            one.name,
            name=one.name,
            by={"text": _("a right on this case")} if one.by == "right" else one.by,
            since=dated(one.since, request),
        )
        for one in holders(case)
    ]
    return table(_("Who may see the case"), columns, numbered("holder", rows))


class Special(Part):
    """On a case: that it holds such data and who sees it; the forms of marking and naming."""

    @property
    def position(self) -> int:  # type: ignore[override]
        """Above all for such a case; of another one the form stands with the other forms."""
        return 2 if self.context.special else 45

    def section(self) -> dict[str, Any] | None:
        """A notice with the people; of another case the form that marks it, folded."""
        case, page = self.context, self.page
        works = state_of(case) in FILING and page.may(WORK_ON)
        if not case.special:
            if not works:
                return None
            return {
                "id": "special",
                "title": _("Special categories of data"),
                "forms": [self._marking()],
            }
        part: dict[str, Any] = {
            "id": "special",
            "title": _("Special categories of data"),
            "notice": {
                "kind": "warn",
                "title": _("Special categories of data (RODO art. 9)"),
                "text": _(
                    "${kinds}. Only those below see the case.",
                    mapping={"kinds": kinds_said(case.special, self.request)},
                ),
            },
            "register": holders_table(case, self.request),
        }
        if page.may(REOPEN):
            part["forms"] = self._naming()
        return part

    def _marking(self) -> Any:
        boxes = [
            {"name": f"special.{kind}", "label": WORDS[kind], "kind": "checkbox", "value": ""}
            for kind in KINDS
        ]
        words = _("The case holds special categories of data")
        return self.page.one("special", _("Mark the case"), *boxes, REASON, tone="btn-secondary", fold=words)

    def _naming(self) -> list[Any]:
        page, case = self.page, self.context
        person = {
            "name": "sight_person",
            "label": _("Who"),
            "kind": "select",
            "required": True,
            "options": addressees(page.unit.unit_id),
        }
        held = {
            one.principal: one.name
            for one in holders(case)
            if one.by == "right" and one.principal != case.officer
        }
        forms = [
            page.one(
                "sight",
                _("Let them see the case"),
                person,
                REASON,
                tone="btn-secondary",
                fold=_("Let somebody see the case"),
            )
        ]
        if held:
            whom = {**person, "name": "sightless", "options": options(held, _("choose"))}
            words = _("Take the sight of the case from somebody")
            forms.append(page.one("unsight", _("Take it"), whom, REASON, tone="btn-danger", fold=words))
        words = _("The case holds no such data")
        forms.append(
            page.one(
                "unspecial", _("Open the case to the office again"), REASON, tone="btn-danger", fold=words
            )
        )
        return forms

    def do_special(self) -> str:
        """Mark it."""
        kinds = [kind for kind in KINDS if self.page.text(f"special.{kind}")]
        job = mark_special(self.context, kinds, self.page.text("special_reason"))
        self.page.say(_("Other posts of the office do not open the case any more."))
        return f"{api.portal.get().absolute_url()}/@@job/{job}" if job else str(self.page.here)

    def do_unspecial(self) -> str:
        """Open it again."""
        end_special(self.context, self.page.text("special_reason"))
        return str(self.page.here)

    def do_sight(self) -> str:
        """Let somebody see it."""
        give_sight(self.context, self.page.text("sight_person"), self.page.text("special_reason"))
        return str(self.page.here)

    def do_unsight(self) -> str:
        """Take it from somebody."""
        take_sight(self.context, self.page.text("sightless"), self.page.text("special_reason"))
        return str(self.page.here)


REASON = {"name": "special_reason", "label": _("Reason"), "required": True}


class SpecialDataPage(DeskPage):
    """For the data-protection officer: such cases, and of one of them who sees it, who did, what was changed."""

    @cached_property
    def case(self) -> Any:
        """The case the address names."""
        uid = self.text("case")
        return special_case(self.context, uid) if uid else None

    @property
    def heading(self) -> Any:
        """All of them, or the sign of one."""
        if self.case is None:
            return _("Special categories of data: who sees them")
        return _("Who sees the case ${sign}", mapping={"sign": str(self.case.sign)})

    @property
    def lead(self) -> Any:
        """What the page is for."""
        return _(
            "Cases marked as holding data of RODO art. 9 and 10: who may see them now and by what, every right there was, every change."
        )

    @property
    def links(self) -> list[dict[str, Any]]:
        """Back to the list."""
        return [{"label": _("All such cases"), "url": self._own}] if self.case is not None else []

    @property
    def facts(self) -> list[dict[str, Any]]:
        """Which data."""
        if self.case is None:
            return []
        return [fact(_("Data"), kinds_said(self.case.special, self.request))]

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The list, or one case."""
        self.request.response.setHeader("Cache-Control", "no-store")
        return [self._list()] if self.case is None else self._one(self.case)

    def _list(self) -> dict[str, Any]:
        found = special_cases(self.context, SIZE + 1, self.text("after"))
        shown = found[:SIZE]
        columns = (
            ("sign", _("Sign of the case")),
            ("org", _("Organisational unit")),
            ("kinds", _("Data")),
            ("state", _("State")),
        )
        rows = [
            {
                "id": each["uid"],
                "url": f"{self._own}?{urlencode({'case': each['uid']})}",
                **row(
                    each["sign"],
                    sign=each["sign"],
                    org=each["org_symbol"],
                    kinds=kinds_said(each["special"].split(), self.request),
                    state=tagged(each["state"]),
                ),
            }
            for each in shown
        ]
        register = table(_("Cases with special categories of data"), columns, rows)
        register["empty"] = _("No case is marked so.")
        if len(found) > SIZE:
            asked = urlencode({"after": shown[-1]["uid"]})
            register["paging"] = {"first_url": None, "next_url": f"{self._own}?{asked}"}
        return {"id": "cases", "title": _("Cases"), "register": register}

    def _one(self, case: Any) -> list[dict[str, Any]]:
        return [
            {
                "id": "holders",
                "title": _("Who may see the case"),
                "register": holders_table(case, self.request),
            },
            {"id": "changes", "title": _("Changes"), "register": self._changes(case)},
            {"id": "rights", "title": _("Rights there were"), "register": self._rights(case)},
        ]

    def _changes(self, case: Any) -> dict[str, Any]:
        columns = (("at", _("When")), ("who", _("Who")), ("what", _("What")), ("label", _("Detail")))
        rows = [
            row(
                step.action,
                at=dated(step.at, self.request),
                who=step.actor.name,
                what={"text": acted(step.action)},
                label=step.label,
            )
            for step in changes_of(case)
        ]
        return table(_("Changes of who sees the case"), columns, numbered("change", rows))

    def _rights(self, case: Any) -> dict[str, Any]:
        columns = (("who", _("Who")), ("right", _("Right")), ("first", _("From")), ("last", _("To")))
        rows = [
            row(
                one.principal,
                who=name_of(one.principal),
                right={"text": RIGHTS.get(one.right_name, one.right_name)},
                first=dated(one.valid_from, self.request),
                last=dated(one.valid_to, self.request),
            )
            for one in rights_of(case)
        ]
        return table(_("Rights on the case there are and were"), columns, numbered("right", rows))

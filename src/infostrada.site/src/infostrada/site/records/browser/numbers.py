"""Numbers of the registers that stand for no record: reserved ones to be used, and rows that stay empty."""

from infostrada.core import numbers
from infostrada.core.calendar import polish_today
from infostrada.core.record.export import LARGEST_EXPORT
from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.words import dated
from infostrada.site.desk.words import options
from infostrada.site.records.browser.registers.choices import orgs_of
from infostrada.site.records.browser.tables import numbered
from infostrada.site.records.browser.tables import row
from infostrada.site.records.browser.tables import table
from infostrada.site.records.cases.permissions import OPEN
from infostrada.site.records.cases.permissions import REOPEN
from infostrada.site.records.correspondence.operations import REGISTER
from infostrada.site.records.numbering.operations import loose_numbers
from infostrada.site.records.numbering.operations import may_reserve_outgoing
from infostrada.site.records.numbering.operations import release_numbers
from infostrada.site.records.numbering.operations import reserve_numbers
from infostrada.site.records.numbering.operations import Wanted
from infostrada.site.records.numbering.rules import CASES
from infostrada.site.records.numbering.rules import LETTERS
from infostrada.site.records.numbering.rules import OUTGOING
from infostrada.site.records.numbering.rules import REGISTERS
from infostrada.site.records.numbering.rules import USUAL_DAYS
from infostrada.site.records.numbering.rules import word as written
from infostrada.site.records.numbering.services import words_of
from infostrada.site.records.plan.operations import plan_on
from infostrada.site.records.problems import invalid
from plone import api
from typing import Any
from urllib.parse import urlencode


SHOWN = 1000
NAMES = {
    LETTERS: _("Register of incoming letters (RPW)"),
    OUTGOING: _("Register of outgoing letters (RPWych)"),
    CASES: _("List of cases (spis spraw)"),
}
KINDS = {kind: NAMES[register] for register, kind in REGISTERS.items()}


class NumbersPage(DeskPage):
    """What is reserved and by whom, what stayed empty and why; forms to reserve and to give back."""

    heading = _("Numbers without a record")
    lead = _(
        "Every number of a register has its row: a record, a reservation, or the reason why it stays empty."
    )

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Reserved numbers, the forms, and the rows that stay empty."""
        rows = loose_numbers(self.context, self._year, size=LARGEST_EXPORT if self.whole else SHOWN)
        waiting = [each for each in rows if each.remark is None]
        found = [self._waiting(waiting)]
        if forms := self._reserving():
            found.append({"id": "reserving", "title": _("Reserve numbers"), "forms": forms})
        empty = [each for each in rows if each.remark is not None]
        return [*found, {"id": "empty", "title": _("Rows that stay empty"), "register": self._empty(empty)}]

    @property
    def links(self) -> list[dict[str, Any]]:
        """The year before."""
        year = self._year - 1
        label = _("The year ${year}", mapping={"year": str(year)})
        return [{"label": label, "url": f"{self.context.absolute_url()}/{self.address}?year={year}"}]

    @property
    def _year(self) -> int:
        given = str(self.form.get("year") or "")
        return int(given) if given.isdecimal() and len(given) == 4 else polish_today().year

    def _waiting(self, rows: list[numbers.LooseRow]) -> dict[str, Any]:
        columns = (
            ("number", _("Number")),
            ("register", _("Of which register")),
            ("holder", _("For whom")),
            ("note", _("Note")),
            ("ends", _("To")),
        )
        shown = [
            {**row(
                written(each.series, each.value),
                number=written(each.series, each.value),
                register={"text": self._register(each)},
                holder=each.holder_name or "",
                note=each.note or "",
                ends=dated(each.ends, self.request),
            ), **self._use(each)}
            for each in rows
        ]  # fmt: skip
        register = {**table(_("Reserved numbers"), columns, numbered("reserved", shown)), "quiet": True}
        forms = [self._release(rows)] if any(map(self._may_release, rows)) else []
        return {"id": "reserved", "title": _("Reserved numbers"), "register": register, "forms": forms}

    def _use(self, each: numbers.LooseRow) -> dict[str, str]:
        """The way to the form that makes the record; for the holder alone."""
        if each.holder != api.user.get_current().getId() or each.series.year != polish_today().year:
            return {}
        if each.series.kind == REGISTERS[OUTGOING]:
            # A letter is prepared from its document, where the number is chosen.
            return {}
        form = "@@register-letter" if each.series.kind == REGISTERS[LETTERS] else "@@open-case"
        query = urlencode({"reserved": written(each.series, each.value)})
        return {"url": f"{self.unit.absolute_url()}/{form}?{query}"}

    def _register(self, each: numbers.LooseRow) -> Any:
        return KINDS.get(each.series.kind, each.series.kind)

    def _empty(self, rows: list[numbers.LooseRow]) -> dict[str, Any]:
        columns = (("number", _("Number")), ("register", _("Of which register")), ("remark", _("Remark")))
        shown = [
            row(
                written(each.series, each.value),
                number=written(each.series, each.value),
                register={"text": self._register(each)},
                remark=each.remark or "",
            )
            for each in rows
        ]
        return {**table(_("Rows that stay empty"), columns, numbered("empty", shown)), "quiet": True}

    # forms

    def _may_release(self, each: numbers.LooseRow) -> bool:
        return self.may(REOPEN, self.unit) or each.holder == api.user.get_current().getId()

    def _release(self, rows: list[numbers.LooseRow]) -> Any:
        mine = [written(each.series, each.value) for each in rows if self._may_release(each)]
        which = {
            "name": "number",
            "label": _("Number"),
            "kind": "select",
            "required": True,
            "options": options({each: each for each in mine}, _("choose")),
        }
        return self.one(
            "release", _("Give it back"), which, tone="btn-secondary", fold=_("Give a number back")
        )

    def _reserving(self) -> list[Any]:
        forms = []
        if self.may(REGISTER):
            title = _("Numbers of the RPW")
            forms.append(self.one("letters", _("Reserve"), *self._common(), fold=title))
        if may_reserve_outgoing(self.unit):
            title = _("Numbers of the RPWych")
            forms.append(self.one("outgoing", _("Reserve"), *self._common(), fold=title))
        orgs = {
            org.org_id: f"{org.symbol} – {org.title}" for org in orgs_of(self.unit) if self.may(OPEN, org)
        }
        if orgs:
            where = {
                "name": "org_id",
                "label": _("Organisational unit"),
                "kind": "select",
                "required": True,
                "options": options(orgs),
            }
            which = {
                "name": "class_symbol",
                "label": _("Class of the plan"),
                "kind": "select",
                "required": True,
                "options": options(self._classes(), _("choose")),
            }
            title = _("Signs of cases")
            forms.append(self.one("cases", _("Reserve"), where, which, *self._common(), fold=title))
        return forms

    def _classes(self) -> dict[str, str]:
        plan = plan_on(self.unit, polish_today())
        listed = [item for item in plan.classes() if plan.takes_cases(item.symbol)] if plan else []
        return {item.symbol: f"{item.symbol} {item.title} ({item.category_lead})" for item in listed}

    def _common(self) -> list[dict[str, Any]]:
        return [
            {"name": "count", "label": _("How many"), "required": True, "value": "1", "width": "is-half"},
            {
                "name": "days",
                "label": _("For how many days"),
                "hint": _("At the longest until the end of the year; then the rows stay empty."),
                "required": True,
                "value": str(USUAL_DAYS),
                "width": "is-half",
            },
            {"name": "note", "label": _("Note"), "hint": _("What for: labels of the post, another system.")},
        ]

    def do_letters(self) -> str:
        """Reserve numbers of the RPW."""
        return self._reserve(LETTERS)

    def do_outgoing(self) -> str:
        """Reserve numbers of the RPWych."""
        return self._reserve(OUTGOING)

    def do_cases(self) -> str:
        """Reserve signs."""
        return self._reserve(CASES)

    def _reserve(self, register: str) -> str:
        wanted = Wanted(
            register=register,
            count=self._whole("count"),
            org_id=self.text("org_id"),
            class_symbol=self.text("class_symbol"),
            days=self._whole("days"),
            note=self.text("note"),
        )
        kept = reserve_numbers(self.context, wanted, idempotency_key=self.attempt)
        first, *_more = found = list(words_of(kept))
        mapping = {"first": first, "last": found[-1]}
        if len(found) == 1:
            self.say(_("The number ${first} is reserved for you.", mapping=mapping))
        else:
            self.say(_("The numbers from ${first} to ${last} are reserved for you.", mapping=mapping))
        return f"{self.context.absolute_url()}/{self.address}"

    def _whole(self, name: str) -> int:
        given = self.text(name)
        if not given.isdecimal() or len(given) > 4:
            raise invalid(name, f"{name}_out_of_range")
        return int(given)

    def do_release(self) -> str:
        """Give one back."""
        release_numbers(self.context, [self.text("number")])
        return f"{self.context.absolute_url()}/{self.address}"

"""A damaged parcel, money found in one, how fine the scans are."""

from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.desk.words import dated
from infostrada.site.desk.words import options
from infostrada.site.records.archive.gone import GoneFile
from infostrada.site.records.browser.paper.parts import PaperPart
from infostrada.site.records.browser.tables import numbered
from infostrada.site.records.browser.tables import row
from infostrada.site.records.browser.tables import table
from infostrada.site.records.correspondence.counter import amount_in_words
from infostrada.site.records.correspondence.counter import grosze_of
from infostrada.site.records.correspondence.counter_acts import note_damage
from infostrada.site.records.correspondence.counter_acts import note_money
from infostrada.site.records.correspondence.rules import OPEN
from infostrada.site.records.correspondence.rules import PAPER_METHODS
from infostrada.site.records.correspondence.scan_quality import minimum_of
from infostrada.site.records.correspondence.scan_quality import MINIMUMS
from infostrada.site.records.correspondence.scan_quality import pages_of
from infostrada.site.records.correspondence.scan_quality import too_coarse
from infostrada.site.records.workflow import state_of
from typing import Any


class Counter(PaperPart):
    """What was noted at the counter, and the two forms."""

    position = 30

    def section(self) -> dict[str, Any] | None:
        """Protocols and notes; forms while the letter is open. Whoever keeps the paper alone is not told what lay in it."""
        if not self.page.may("View"):
            return None
        columns = (
            ("what", _("What was noted")),
            ("when", _("When")),
            ("by", _("Noted by")),
            ("more", _("Particulars")),
        )
        rows = [*map(self._damage, self.context.damages), *map(self._money, self.context.money)]
        empty = _("Nothing was noted: the parcel came whole and without money.")
        register = {
            **table(_("Damage and money"), columns, numbered("counter", rows)),
            "quiet": True,
            "empty": empty,
        }
        forms = [self._damaged(), self._found()] if state_of(self.context) in OPEN else []
        return {
            "id": "counter",
            "title": _("Damaged parcel, money found"),
            "register": register,
            "forms": forms,
        }

    def _damage(self, one: Any) -> dict[str, Any]:
        shown = row(
            one.seen,
            what={"text": _("protocol of damage")},
            when=dated(one.at, self.request),
            by=one.by,
            more="; ".join(filter(None, (one.seen, one.inside, one.witnesses))),
        )
        return {**shown, "url": f"{self.context.absolute_url()}/@@file/{one.file}"}

    def _money(self, one: Any) -> dict[str, Any]:
        return row(
            one.receipt,
            what={"text": _("money found")},
            when=dated(one.at, self.request),
            by=one.by,
            more=f"{amount_in_words(one.grosze)}, {one.receipt}",
        )

    def _damaged(self) -> Any:
        return self.form(
            "damage",
            _("Write the protocol"),
            {"name": "seen", "label": _("What is damaged"), "kind": "textarea", "required": True},
            {"name": "inside", "label": _("State of what lies inside"), "kind": "textarea"},
            {"name": "witnesses", "label": _("Who was there"), "required": True},
        )

    def _found(self) -> Any:
        return self.form(
            "money",
            _("Note the money"),
            {"name": "amount", "label": _("Amount in złoty"), "required": True, "width": "is-short"},
            {"name": "receipt", "label": _("Receipt of the cash desk"), "required": True},
        )

    def do_damage(self) -> str:
        """Write the protocol."""
        note_damage(self.context, self.text("seen"), self.text("inside"), self.text("witnesses"))
        return self.done(_("The protocol stands among the files of the letter."))

    def do_money(self) -> str:
        """Note the money."""
        note_money(self.context, grosze_of(self.text("amount")), self.text("receipt"))
        return self.done(_("The money has been noted."))


class Quality(PaperPart):
    """Each scan beside the least the instruction allows for the kind of paper the visitor names."""

    position = 25

    def section(self) -> dict[str, Any] | None:
        """Only for letters that came on paper and have a file."""
        letter = self.context
        if letter.delivery_method not in PAPER_METHODS or not letter.files or not self.page.may("View"):
            return None
        key = str(self.page.form.get("kind") or "print")
        least = minimum_of(key, polish_today()) or MINIMUMS[0]
        columns = (
            ("file", _("File")),
            ("pages", _("Pages")),
            ("dpi", _("Coarsest page")),
            ("verdict", _("The least: ${words}", mapping={"words": least.words})),
        )
        rows = [self._row(file, least) for file in letter.files if not isinstance(file, GoneFile)]
        field = {
            "name": "kind",
            "label": _("Kind of paper"),
            "kind": "select",
            "value": least.key,
            "options": options({each.key: each.words for each in MINIMUMS}),
        }
        form = self.form("quality", _("Compare"), field)
        register = table(
            _("Scans beside the least the instruction allows"), columns, numbered("quality", rows)
        )
        return {"id": "quality", "title": _("How fine the scans are"), "register": register, "forms": [form]}

    def _row(self, file: Any, least: Any) -> dict[str, Any]:
        with file.open() as source:
            pages = pages_of(source, file.contentType or "")
        coarse = [number for number, page in enumerate(pages, 1) if too_coarse(page, least)]
        worst = min(pages, key=lambda page: (page.dpi, page.width), default=None)
        if not pages:
            verdict = {"text": _("no picture to measure")}
        elif coarse:
            listed = ", ".join(map(str, coarse[:10]))
            verdict = {"text": _("too coarse: pages ${pages}", mapping={"pages": listed}), "tone": "warn"}
        else:
            verdict = {"text": _("fine enough"), "tone": "done"}
        said = f"{worst.dpi or '?'} dpi, {worst.width} × {worst.height} px, {worst.bits} bit" if worst else ""
        return row(file.filename, file=file.filename, pages=str(len(pages) or ""), dpi=said, verdict=verdict)

    def do_quality(self) -> None:
        """Compare with another kind of paper."""

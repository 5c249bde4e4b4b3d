"""Handover lists: made by the coordinator, taken in or sent back by the archivist."""

from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.part import Part
from infostrada.site.desk.words import fact
from infostrada.site.desk.words import known
from infostrada.site.desk.words import options
from infostrada.site.desk.words import when
from infostrada.site.records.archive import listing
from infostrada.site.records.archive.operations import accept_handover
from infostrada.site.records.archive.operations import HAND_OVER
from infostrada.site.records.archive.operations import handed
from infostrada.site.records.archive.operations import KEEP
from infostrada.site.records.archive.operations import propose_handover
from infostrada.site.records.archive.operations import refuse_handover
from infostrada.site.records.archive.package.metadata import handover_list
from infostrada.site.records.browser.archive.tables import cases_table
from infostrada.site.records.browser.archive.tables import lists_table
from infostrada.site.records.browser.archive.tables import TAKEN
from infostrada.site.records.browser.archive.vacancy import is_vacant
from infostrada.site.records.browser.archive.vacancy import vacancy
from infostrada.site.records.browser.downloads import sent
from infostrada.site.records.browser.downloads import XML
from infostrada.site.records.browser.tables import row
from infostrada.site.records.browser.tables import table
from infostrada.site.records.browser.words import STATES
from infostrada.site.records.folders.store import of_handover
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID
from Products.Five import BrowserView
from typing import Any


NONE = _("No list has been made yet. The coordinator of office work makes one; the archivist takes it in.")
NOTHING_DUE = _("No organisational unit has ended cases whose two full years are over.")


class Handovers(Part):
    """On the archive's page: the lists so far and the form that makes one."""

    position = 20

    def section(self) -> dict[str, Any]:
        """A table; for the coordinator a form."""
        register = lists_table(listing.HANDOVERS, self.page, _("Handover lists of the office"), NONE)
        part = {
            "id": "handovers",
            "title": _("Handover lists"),
            "register": register,
            **vacancy(self.page),
        }
        if not self.page.may(HAND_OVER):
            return part
        due = listing.orgs_due(self.page.unit.unit_id, polish_today())
        return {**part, "forms": [self._form(due)]} if due else {**part, "text": NOTHING_DUE}

    def _form(self, due: dict[str, int]) -> Any:
        org = {
            "name": "org_symbol",
            "label": _("Organisational unit"),
            "hint": _(
                "Ended cases whose two full years are over are listed; in brackets how many you may see."
            ),
            "kind": "select",
            "options": options({symbol: f"{symbol} ({cases})" for symbol, cases in due.items()}),
            "required": True,
        }
        return self.page.one("handover", _("Make a handover list"), org, fold=_("New handover list"))

    def do_handover(self) -> str:
        """Make a handover list and show it."""
        made = propose_handover(self.context, self.page.text("org_symbol"))
        vacant = is_vacant(self.page.unit)
        self.page.say(
            _("The list was drawn up; the office has no archivist to take it in.")
            if vacant
            else _("The list was drawn up; it waits for the archivist.")
        )
        return f"{made.absolute_url()}/view"


class Cases(Part):
    """Cases of a list."""

    position = 10

    def section(self) -> dict[str, Any]:
        """The table."""
        register = cases_table(self.context.rows, self.request)
        return {"id": "rows", "title": _("Cases"), "register": register}


class Folders(Part):
    """Folders of a list that hands folders over as a whole."""

    position = 5

    def section(self) -> dict[str, Any] | None:
        """The table; each row leads to its folder."""
        if not self.context.folders:
            return None
        found = of_handover(IUUID(self.context))
        columns = (
            ("sign", _("Sign of the folder")),
            ("title", _("Title of the folder")),
            ("years", _("Years")),
            ("category", _("Archival category")),
            ("volumes", _("Volumes")),
            ("signature", _("Archive's signature")),
        )
        url = f"{self.page.unit.absolute_url()}/@@folders?folder="
        rows = [
            {
                "id": folder.uid,
                "url": f"{url}{folder.uid}",
                **row(
                    folder.sign,
                    sign=folder.sign,
                    title=folder.title,
                    years=folder.years,
                    category=folder.category,
                    volumes=str(folder.volumes),
                    signature=folder.signature,
                ),
            }
            for folder in found
        ]
        register = table(_("Folders of the list"), columns, rows, num=("volumes",))
        if not found:
            register["empty"] = _("The list was sent back; its folders are free again.")
        return {"id": "folders", "title": _("Folders"), "register": register}


class Acceptance(Part):
    """What the archivist does with a proposed list."""

    position = 20

    def section(self) -> dict[str, Any] | None:
        """Two forms, while nobody has decided; for others, that there is nobody to decide."""
        if state_of(self.context) != "proposed":
            return None
        vacant = vacancy(self.page)
        if not self.page.may(KEEP):
            return {"id": "end", "title": _("Acceptance"), **vacant} if vacant else None
        remark = {"name": "remark", "label": _("Remarks"), "required": True}
        forms = [
            self.page.one("accept", _("Take into the archive")),
            self.page.one(
                "refuse",
                _("Send back with remarks"),
                remark,
                tone="btn-danger",
                fold=_("Send back with remarks"),
            ),
        ]
        return {"id": "end", "title": _("Acceptance"), "forms": forms, **vacant}

    def do_accept(self) -> str:
        """Take the cases in."""
        accept_handover(self.context)
        self.page.say(_("The cases have been taken into the archive."))
        return str(self.page.here)

    def do_refuse(self) -> str:
        """Send the list back."""
        refuse_handover(self.context, self.page.text("remark"))
        self.page.say(_("The list has been sent back; its cases wait for a new one."))
        return str(self.page.here)


class HandoverPage(DeskPage):
    """A handover list."""

    parts = (Folders, Cases, Acceptance)

    @property
    def stages(self) -> list[dict[str, Any]]:
        """Made, then decided on."""
        record, request, state = self.context, self.request, state_of(self.context)
        decided = STATES["refused"][0] if state == "refused" else TAKEN
        end = {"proposed": "ahead", "refused": "stopped"}.get(state, "past")
        return [
            {"title": STATES["proposed"][0], "when": when(record.made_at, request), "state": "past"},
            {"title": decided, "when": when(record.accepted_at, request), "state": end},
        ]

    @property
    def facts(self) -> list[dict[str, Any]]:
        """Who made it and what came of it."""
        record, request = self.context, self.request
        by = record.accepted_by
        facts = [
            fact(_("State"), TAKEN if record.accepted_by else STATES[state_of(record)][0]),
            fact(_("Organisational unit"), record.org_symbol),
            fact(_("Drawn up by"), record.made_by.name),
            fact(_("Drawn up on"), when(record.made_at, request)),
            fact(_("Taken in by"), by.name if by else None),
            fact(_("Taken in on"), when(record.accepted_at, request)),
            fact(_("Remarks"), record.remark),
        ]
        return known(facts)

    @property
    def links(self) -> list[dict[str, Any]]:
        """The archive and the list as XML."""
        return [
            {"label": _("Archive"), "url": f"{self.unit.absolute_url()}/@@archive"},
            {"label": _("List as PDF"), "url": f"{self.context.absolute_url()}/@@handover-pdf"},
            {"label": _("List as XML"), "url": f"{self.context.absolute_url()}/@@handover-xml"},
        ]


class ListFile(BrowserView):
    """`<handover or transfer>/@@handover-xml`: spis zdawczo-odbiorczy for the state archive's tools."""

    def __call__(self) -> bytes:
        """The XML."""
        data = handover_list(map(handed, self.context.rows))
        return sent(self, data, "spis-zdawczo-odbiorczy.xml", XML, noted="archive.list", reason="handover")

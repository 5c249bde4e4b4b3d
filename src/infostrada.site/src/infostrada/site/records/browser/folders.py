"""Folders of papers: the register, one folder with its yearly lists, its papers, the handover."""

from functools import cached_property
from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.words import dated
from infostrada.site.desk.words import fact
from infostrada.site.desk.words import known
from infostrada.site.desk.words import options
from infostrada.site.desk.words import when
from infostrada.site.records.archive.operations import HAND_OVER
from infostrada.site.records.browser.registers.choices import orgs_of
from infostrada.site.records.browser.tables import row
from infostrada.site.records.browser.tables import table
from infostrada.site.records.browser.words import tagged
from infostrada.site.records.find import record_at
from infostrada.site.records.folders import store
from infostrada.site.records.folders.operations import begin_folder
from infostrada.site.records.folders.operations import Beginning
from infostrada.site.records.folders.operations import change_folder
from infostrada.site.records.folders.operations import folder_of
from infostrada.site.records.folders.operations import hand_over_folders
from infostrada.site.records.folders.papers import org_title
from infostrada.site.records.folders.rules import Folder
from infostrada.site.records.folders.rules import MOST_A_YEAR
from infostrada.site.records.problems import invalid
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

import json


SIZE = 100
CASES = (
    ("number", _("Sign of the case")),
    ("title", _("Title of the case")),
    ("party", _("From whom")),
    ("started", _("Start of the case")),
    ("closed", _("Finally ended")),
    ("officer", _("Officer")),
    ("state", _("State")),
)


class FoldersPage(DeskPage):
    """The office's folders; with `folder` in the address one of them."""

    @cached_property
    def folder(self) -> Folder | None:
        """The folder the address names."""
        uid = self.text("folder")
        return folder_of(self.context, uid) if uid else None

    @property
    def heading(self) -> Any:
        """The register, or the folder's sign and years."""
        if self.folder is None:
            return _("Folders of papers (teczki)")
        words = {"sign": self.folder.sign, "years": self.folder.years}
        return _("Folder ${sign}, ${years}", mapping=words)

    @property
    def lead(self) -> Any:
        """What a folder is, or which class it holds."""
        if self.folder is not None:
            return self.folder.title
        return _(
            "Papers of one class and unit. Where no more than ${most} cases a year are opened a folder may run on for several years; each year keeps its own list.",
            mapping={"most": MOST_A_YEAR},
        )

    @property
    def links(self) -> list[dict[str, Any]]:
        """The register, and the folder's papers."""
        url = self.context.absolute_url()
        if self.folder is None:
            return [{"label": _("List of cases (spis spraw)"), "url": f"{url}/@@case-list"}]
        asked = urlencode({"folder": self.folder.uid})
        found = [
            {"label": _("All folders"), "url": self._own},
            {"label": _("Title page (PDF)"), "url": f"{url}/@@folder-description?{asked}", "main": True},
            {"label": _("Lists of cases (PDF)"), "url": f"{url}/@@folder-lists?{asked}"},
        ]
        listed = record_at(self.folder.handover)
        if listed is not None and self.may("View", listed):
            found.append({"label": _("Handover list"), "url": f"{listed.absolute_url()}/view"})
        return found

    @property
    def facts(self) -> list[dict[str, Any]]:
        """What stands on the folder, and when it goes to the archive."""
        folder, request = self.folder, self.request
        if folder is None:
            return []
        due = store.due_days(folder.unit, [folder.uid]).get(folder.uid)
        return known(
            [
                fact(_("Organisational unit"), org_title(self.unit, folder.org_symbol)),
                fact(_("Class of the plan"), f"{folder.class_symbol} {folder.class_title}"),
                fact(_("Archival category"), folder.category),
                fact(_("Years"), folder.years),
                fact(_("Volumes"), str(folder.volumes)),
                fact(_("Kind of papers"), folder.contents),
                fact(
                    _("To the archive from"), when(due, request) if due else _("not while a case of it runs")
                ),
                fact(_("Archive's signature"), folder.signature),
                fact(_("Entered by"), f"{folder.made_by}, {when(folder.made_at, request)}"),
            ]
        )

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The register with its forms, or the yearly lists of a folder."""
        if self.folder is not None:
            return self._one(self.folder)
        parts: list[dict[str, Any]] = [{"id": "folders", "title": _("Folders"), "register": self._register()}]
        if self.may(HAND_OVER):
            parts.append(
                {"id": "handing", "title": _("Hand over to the archive"), "forms": [self._handing()]}
            )
            parts.append({"id": "beginning", "title": _("A new folder"), "forms": [self._beginning()]})
        return parts

    def _register(self) -> dict[str, Any]:
        found = store.page(self.unit.unit_id, SIZE + 1, "", self._after)
        shown = found[:SIZE]
        days = store.due_days(self.unit.unit_id, [folder.uid for folder in shown])
        columns = (
            ("sign", _("Sign of the folder")),
            ("title", _("Title of the folder")),
            ("years", _("Years")),
            ("category", _("Category")),
            ("volumes", _("Volumes")),
            ("due", _("To the archive from")),
            ("signature", _("Archive's signature")),
        )
        rows = [
            {
                "id": folder.uid,
                "url": f"{self._own}?{urlencode({'folder': folder.uid})}",
                **row(
                    f"{folder.sign}, {folder.years}",
                    sign=folder.sign,
                    title=folder.title,
                    years=folder.years,
                    category=folder.category,
                    volumes=str(folder.volumes),
                    due=dated(days.get(folder.uid), self.request),
                    signature=folder.signature
                    or ({"text": _("on a handover list")} if folder.handover else ""),
                ),
            }
            for folder in shown
        ]
        register = table(_("Folders of papers"), columns, rows, num=("volumes",))
        register["empty"] = _("No folder has been entered yet.")
        if len(found) > SIZE:
            last = shown[-1]
            after = json.dumps([last.org_symbol, last.class_symbol, last.first_year])
            register["paging"] = {"first_url": None, "next_url": f"{self._own}?{urlencode({'after': after})}"}
        return register

    @property
    def _after(self) -> tuple[str, str, int]:
        try:
            org, symbol, year = json.loads(self.text("after"))
        except (ValueError, TypeError):
            return "", "", 0
        return str(org), str(symbol), year if isinstance(year, int) else 0

    def _one(self, folder: Folder) -> list[dict[str, Any]]:
        shown = store.cases_shown(folder)
        by_year = {year: list(cases) for year, cases in groupby(shown, key=lambda case: case["year"])}
        parts: list[dict[str, Any]] = []
        hidden = len(store.cases_within(folder)) - len(shown)
        if hidden > 0:
            notice = {
                "kind": "info",
                "title": _("Not all cases of the folder are shown"),
                "text": _("Cases left out: ${count}.", mapping={"count": hidden}),
            }
            parts.append({"id": "hidden", "title": _("Cases"), "quiet": True, "notice": notice})
        for year in range(folder.last_year, folder.first_year - 1, -1):
            asked = urlencode({"org": folder.org_symbol, "class": folder.class_symbol, "year": year})
            title = _("List of cases of ${year}", mapping={"year": year})
            register = table(title, CASES, [self._case(case) for case in by_year.get(year, ())])
            register["empty"] = _("No paper case of this year that you may see.")
            part = {"id": f"year-{year}", "title": title, "register": register}
            url = f"{self.context.absolute_url()}/@@case-list?{asked}"
            parts.append({**part, "more": url, "more_label": _("The whole list of the year")})
        if self.may(HAND_OVER) and not folder.handover:
            parts.append({"id": "change", "title": _("Change the folder"), "forms": [self._changing(folder)]})
            form = self.one(
                "hand-over", _("Make a handover list of the folder"), kept=self._kept, tone="btn-secondary"
            )
            parts.append({"id": "handing", "title": _("Hand over to the archive"), "forms": [form]})
        return parts

    def _case(self, found: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": found["uid"],
            "url": self.request.physicalPathToURL(found["path"].split("/")) + "/view",
            **row(
                found["sign"],
                number=found["sign"],
                title=found["title"],
                party=found["party"],
                started=dated(found["started_on"], self.request),
                closed=dated(found["closed_on"], self.request),
                officer=found["officer_name"],
                state=tagged(found["state"]),
            ),
        }

    @property
    def _kept(self) -> list[dict[str, str]]:
        return [{"name": "folder", "value": self.text("folder")}]

    def _beginning(self) -> Any:
        year = str(polish_today().year)
        symbols = {org.symbol: f"{org.symbol} – {org.title}" for org in orgs_of(self.unit) if org.symbol}
        fields = [
            {
                "name": "org_symbol",
                "label": _("Organisational unit"),
                "kind": "select",
                "required": True,
                "options": options(symbols, _("choose")),
            },
            {
                "name": "class_symbol",
                "label": _("Class of the plan"),
                "hint": _("Symbol of a final class kept on paper."),
                "required": True,
                "width": "is-short",
            },
            {
                "name": "first_year",
                "label": _("First year"),
                "kind": "number",
                "required": True,
                "value": year,
                "width": "is-half",
            },
            *self._more(None),
        ]
        return self.one("begin", _("Enter the folder"), *fields)

    def _more(self, folder: Folder | None) -> list[dict[str, Any]]:
        return [
            {
                "name": "last_year",
                "label": _("Last year"),
                "kind": "number",
                "required": folder is not None,
                "value": str(folder.last_year) if folder else "",
                "hint": None if folder else _("Empty: the first year alone."),
                "width": "is-half",
            },
            {
                "name": "volumes",
                "label": _("Volumes"),
                "kind": "number",
                "required": True,
                "value": str(folder.volumes) if folder else "1",
                "width": "is-half",
            },
            {
                "name": "contents",
                "label": _("Kind of papers"),
                "hint": _("What stands below the class on the title page, such as: applications, decisions."),
                "value": folder.contents if folder else "",
            },
        ]

    def _changing(self, folder: Folder) -> Any:
        return self.one(
            "change", _("Keep the folder"), *self._more(folder), kept=self._kept, tone="btn-secondary"
        )

    def _handing(self) -> Any:
        due = store.due_orgs(self.unit.unit_id, polish_today())
        org = {
            "name": "org_symbol",
            "label": _("Organisational unit"),
            "hint": _("In brackets the folders all of whose cases ended two full years ago.")
            if due
            else _("No folder is due."),
            "kind": "select",
            "required": True,
            "options": options({symbol: f"{symbol} ({count})" for symbol, count in due.items()}),
        }
        return self.one("hand-over-due", _("Make a handover list of folders"), org, tone="btn-secondary")

    def do_begin(self) -> str:
        """Enter a folder and show it."""
        given = Beginning(
            self.text("org_symbol"),
            self.text("class_symbol"),
            self._count("first_year"),
            self._count("last_year") if self.text("last_year") else None,
            self._count("volumes"),
            self.text("contents"),
        )
        return f"{self._own}?{urlencode({'folder': begin_folder(self.context, given).uid})}"

    def do_change(self) -> str:
        """Say it anew."""
        uid = self.text("folder")
        change_folder(
            self.context, uid, self._count("last_year"), self._count("volumes"), self.text("contents")
        )
        self.say(_("The folder has been kept."))
        return f"{self._own}?{urlencode({'folder': uid})}"

    def do_hand_over(self) -> str:
        """A list of this folder alone."""
        return f"{hand_over_folders(self.context, [self.text('folder')]).absolute_url()}/view"

    def do_hand_over_due(self) -> str:
        """A list of all folders of a unit that are due."""
        uids = store.due_in(self.unit.unit_id, self.text("org_symbol"), polish_today())
        if not uids:
            raise invalid("org_symbol", "nothing_due")
        return f"{hand_over_folders(self.context, uids).absolute_url()}/view"

    def _count(self, name: str) -> int:
        sent = self.text(name)
        if not sent.isascii() or not sent.isdigit() or len(sent) > 6:
            raise invalid(name, "not_a_count")
        return int(sent)

"""The head's page: a chart of letters with its table, cases, workload; the same as a workbook."""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from functools import cached_property
from infostrada.core.accesslog.rows import GRANTED
from infostrada.core.accesslog.rows import note
from infostrada.core.calendar import polish_today
from infostrada.core.record.export.listed import wanted
from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.words import fact
from infostrada.site.desk.words import polish
from infostrada.site.desk.words import SHORT_EN
from infostrada.site.desk.words import SHORT_PL
from infostrada.site.desk.words import when
from infostrada.site.desk.words import word
from infostrada.site.records.browser.tables import table
from infostrada.site.records.figures import Figures
from infostrada.site.records.figures import figures
from infostrada.site.records.figures_services import year_of
from infostrada.site.records.problems import InvalidData
from io import BytesIO
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any


YEARS = 6
HEIGHT, STEP, BAR, LEFT, FOOT = 180, 56, 20, 40, 24
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CASE_COLUMNS = (
    ("opened", _("Opened in the year")),
    ("settled", _("Settled in the year")),
    ("open", _("Open now")),
    ("overdue", _("Overdue now")),
    ("late", _("Settled after the term")),
    ("days", _("Average days")),
)
TASK_COLUMNS = (
    ("tasks", _("Open tasks")),
    ("tasks_overdue", _("Overdue tasks")),
    ("tasks_done", _("Tasks done")),
)
WAYS = (("in", _("Incoming letters")), ("out", _("Outgoing letters")))


class FiguresPage(DeskPage):
    """Figures of a year; `export=xlsx` gives them as a workbook."""

    index = ViewPageTemplateFile("figures.pt")
    heading = _("Figures of the office")

    def __call__(self) -> Any:
        """The page or the workbook."""
        return (
            self._export()
            if self.form.get("export") == "xlsx" and not wanted(self.request)
            else super().__call__()
        )

    @cached_property
    def found(self) -> Figures:
        """The figures; of this year when the address asks for none."""
        try:
            year = year_of(self.text("year"))
        except InvalidData:
            year = polish_today().year
        return figures(self.context.unit_id, year, polish_today())

    @property
    def lead(self) -> Any:
        """Which year."""
        return _(
            "Year ${year}. All records of the office are counted.", mapping={"year": str(self.found.year)}
        )

    @property
    def links(self) -> list[dict[str, Any]]:
        """Other years, the workbook."""
        this, url = polish_today().year, self._url
        years = [
            {"label": str(year), "url": f"{url}?year={year}"}
            for year in range(this, this - YEARS, -1)
            if year != self.found.year
        ]
        workbook = {
            "label": _("Download as XLSX"),
            "url": f"{url}?year={self.found.year}&export=xlsx",
            "main": True,
        }
        return [workbook, *years]

    @property
    def facts(self) -> list[dict[str, Any]]:
        """The whole office."""
        return [
            *(fact(label, str(sum(self.found.by_month(way)))) for way, label in WAYS),
            *(fact(_("Cases: ${what}", mapping={"what": _begun(word(label, self.request))}), self.number(self.found.total[name]))
              for name, label in CASE_COLUMNS),
        ]  # fmt: skip

    def number(self, value: Any) -> str:
        """A figure as people read it; nothing for none."""
        if value is None:
            return ""
        text = f"{value:.1f}" if isinstance(value, float) else str(value)
        return text.replace(".", ",") if polish(self.request) else text

    # the chart

    @property
    def months(self) -> tuple[str, ...]:
        """Short names of the months."""
        return SHORT_PL if polish(self.request) else SHORT_EN

    @property
    def frame(self) -> dict[str, Any]:
        """Title and source of the chart."""
        source = _("Registers of letters, ${day}", mapping={"day": when(polish_today(), self.request)})
        return {"title": _("Letters by month"), "source": word(source, self.request)}

    @property
    def chart(self) -> dict[str, Any]:
        """Bars of both ways, month by month, in the units of the drawing."""
        series = [self.found.by_month(way) for way, _label in WAYS]
        most = max(1, *(max(each) for each in series))
        bars = []
        for month in range(12):
            for place, each in enumerate(series):
                height = round(HEIGHT * each[month] / most)
                bars.append(
                    {
                        "x": LEFT + month * STEP + place * (BAR + 2),
                        "y": HEIGHT - height,
                        "width": BAR,
                        "height": height,
                        "fill": "none" if place else "currentColor",
                    }
                )
        labels = [{"x": LEFT + month * STEP + BAR, "text": name} for month, name in enumerate(self.months)]
        box = f"0 -14 {LEFT + 12 * STEP} {HEIGHT + FOOT + 14}"
        return {"box": box, "bars": bars, "labels": labels, "most": str(most), "base": HEIGHT + 18,
                "width": LEFT + 12 * STEP, "height": HEIGHT}  # fmt: skip

    @property
    def said(self) -> str:
        """What the chart shows, in words."""
        sums = [str(sum(self.found.by_month(way))) for way, _label in WAYS]
        text = _("Incoming: ${incoming}, outgoing: ${outgoing}. The table below has each month.",
                 mapping={"incoming": sums[0], "outgoing": sums[1]})  # fmt: skip
        return word(text, self.request)

    # tables

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Letters by channel, cases, workload."""
        found = self.found
        parts = [
            {"id": f"letters-{way}", "title": label, "register": self._letters(way, label)}
            for way, label in WAYS
        ]
        org, clazz = ("org_symbol", _("Organisational unit")), ("class_symbol", _("Class"))
        named = ((_("Cases by organisational unit"), (org,), found.orgs, CASE_COLUMNS, "orgs"),
                 (_("Cases by class"), (org, clazz), found.classes, CASE_COLUMNS, "classes"),
                 (_("Workload"), (("name", _("Person or post")),), found.clerks, (*CASE_COLUMNS, *TASK_COLUMNS), "clerks"))  # fmt: skip
        for title, heads, listed, columns, key in named:
            register = self._table(title, heads, columns, listed, key)
            parts.append({"id": key, "title": title, "register": register})
        return parts

    def _letters(self, way: str, label: Any) -> dict[str, Any]:
        columns = [
            ("channel", _("Channel")),
            *((f"m{n}", name) for n, name in enumerate(self.months)),
            ("sum", _("Together")),
        ]
        rows = [
            {
                "id": f"{way}-{place}",
                "title": channel,
                "url": None,
                "cells": {
                    "channel": {"text": channel or word(_("not given"), self.request)},
                    **{f"m{n}": {"text": str(count)} for n, count in enumerate(counts)},
                    "sum": {"text": str(sum(counts))},
                },
            }
            for place, (channel, counts) in enumerate(sorted(self.found.by_channel(way).items()))
        ]
        return self._numbers({**table(label, columns, rows), "quiet": True}, 1)

    def _table(
        self,
        title: Any,
        heads: Sequence[tuple[str, Any]],
        columns: Sequence[tuple[str, Any]],
        listed: Sequence[Mapping[str, Any]],
        key: str,
    ) -> dict[str, Any]:
        rows = [
            {
                "id": f"{key}-{place}",
                "title": str(row[heads[0][0]]),
                "url": None,
                "cells": {
                    **{name: {"text": str(row[name])} for name, _label in heads},
                    **{name: {"text": self.number(row[name])} for name, _label in columns},
                },
            }
            for place, row in enumerate(listed)
        ]
        shown = {**table(title, (*heads, *columns), rows), "quiet": True, "figures": True}
        return self._numbers(shown, len(heads))

    def _numbers(self, register: dict[str, Any], first: int) -> dict[str, Any]:
        for column in register["columns"][first:]:
            column["num"] = True
        return register

    # the workbook

    def _export(self) -> bytes:
        from openpyxl import Workbook
        from openpyxl.styles import Font

        note(
            "figures.export",
            uid=None,
            unit=self.context.unit_id,
            outcome=GRANTED,
            reason=str(self.found.year),
        )
        book = Workbook()
        book.remove(book.active)
        for title, lines in self._sheets():
            sheet = book.create_sheet(word(title, self.request)[:31])
            for line in lines:
                sheet.append([word(cell, self.request) if isinstance(cell, str) else cell for cell in line])
            for cell in sheet[1]:
                cell.font = Font(bold=True)
            sheet.freeze_panes = "A2"
        out = BytesIO()
        book.save(out)
        answer = self.request.response
        answer.setHeader("Content-Type", XLSX)
        name = f"liczby-{self.context.unit_id}-{self.found.year}.xlsx"
        answer.setHeader("Content-Disposition", f'attachment; filename="{name}"')
        answer.setHeader("Cache-Control", "no-store")
        return out.getvalue()

    def _sheets(self) -> Iterator[tuple[Any, list[list[Any]]]]:
        found = self.found
        for way, label in WAYS:
            head = [_("Channel"), *self.months, _("Together")]
            yield (
                label,
                [head, *([name, *counts, sum(counts)] for name, counts in found.by_channel(way).items())],
            )
        cases = [label for _name, label in CASE_COLUMNS]
        names = [name for name, _label in CASE_COLUMNS]
        yield (
            _("Cases by class"),
            [
                [_("Organisational unit"), _("Class"), *cases],
                *(
                    [row["org_symbol"], row["class_symbol"], *(row[name] for name in names)]
                    for row in found.classes
                ),
            ],
        )
        tasks = [name for name, _label in TASK_COLUMNS]
        yield (
            _("Workload"),
            [
                [_("Person or post"), *cases, *(label for _name, label in TASK_COLUMNS)],
                *([row["name"], *(row[name] for name in (*names, *tasks))] for row in found.clerks),
            ],
        )

    @property
    def _url(self) -> str:
        return f"{self.context.absolute_url()}/{self.address}"


def _begun(label: str) -> str:
    """A label inside a sentence begins small."""
    return label[:1].lower() + label[1:]

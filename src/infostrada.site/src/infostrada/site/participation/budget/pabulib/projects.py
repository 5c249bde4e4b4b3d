"""The section PROJECTS: what is voted on."""

from collections.abc import Mapping
from infostrada.site.participation.budget.pabulib.election import Project
from infostrada.site.participation.budget.pabulib.faults import Report
from infostrada.site.participation.budget.pabulib.numbers import Exact
from infostrada.site.participation.budget.pabulib.numbers import exact


class Projects:
    """Takes the section's rows one after another."""

    def __init__(self, columns: list[str], report: Report):
        self.columns = columns
        self.report = report
        self.found: list[Project] = []
        self.index: dict[str, int] = {}

    def add(self, line: int, cells: list[str]) -> None:
        """One project."""
        row = dict(zip(self.columns, (cell.strip() for cell in cells), strict=False))
        project = row["project_id"]
        if not project:
            self.report.add(line, "project_id_empty")
            return
        if project in self.index:
            first = self.found[self.index[project]].line
            self.report.add(line, "project_twice", project=project, first=first)
            return
        if "," in project:
            self.report.add(line, "project_comma", project=project)
        self.index[project] = len(self.found)
        cost = self._cost(line, project, row.get("cost", ""))
        votes = self._total(line, project, "votes", row)
        score = self._total(line, project, "score", row)
        selected = self._selected(line, project, row)
        self.found.append(Project(project, cost, line, row, votes, score, selected))

    def _cost(self, line: int, project: str, text: str) -> Exact:
        try:
            cost = exact(text)
        except ValueError:
            self.report.add(line, "cost_number", project=project, found=text)
            return 0
        if cost < 0:
            self.report.add(line, "cost_number", project=project, found=text)
        if "," in text:
            self.report.add(line, "comma_decimal", found=text, taken=cost)
        if cost == 0:
            self.report.add(line, "cost_zero", project=project)
        return cost

    def _total(self, line: int, project: str, column: str, row: Mapping[str, str]) -> Exact | None:
        text = row.get(column, "")
        if not text:
            return None
        try:
            return exact(text)
        except ValueError:
            self.report.add(line, "total_number", project=project, column=column, found=text)
            return None

    def _selected(self, line: int, project: str, row: Mapping[str, str]) -> int | None:
        text = row.get("selected", "")
        if text in ("0", "1", "2", "3"):
            return int(text)
        if text:
            self.report.add(line, "selected_value", project=project, found=text)
        return None

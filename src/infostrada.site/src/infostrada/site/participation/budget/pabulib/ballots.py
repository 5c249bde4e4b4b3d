"""The section VOTES: ballots, alike ones together."""

from collections.abc import Mapping
from infostrada.site.participation.budget.pabulib.election import APPROVAL
from infostrada.site.participation.budget.pabulib.election import Ballots
from infostrada.site.participation.budget.pabulib.election import CHOOSE_ONE
from infostrada.site.participation.budget.pabulib.election import CUMULATIVE
from infostrada.site.participation.budget.pabulib.election import ORDINAL
from infostrada.site.participation.budget.pabulib.election import SCORING
from infostrada.site.participation.budget.pabulib.faults import Report
from infostrada.site.participation.budget.pabulib.meta import Meta
from infostrada.site.participation.budget.pabulib.numbers import Exact
from infostrada.site.participation.budget.pabulib.numbers import exact
from infostrada.site.participation.budget.pabulib.projects import Projects
from typing import Any

import re


AGE = re.compile(r"\d{1,3}|\d{1,3}\s?[-–]\s?\d{1,3}|\d{1,3}\+|[<>]=?\s?\d{1,3}")
FAULT = tuple[str, dict[str, Any]]
KNOWN_VALUES = {"sex": ("M", "F", "O", ""), "voting_method": ("internet", "paper", "")}


class Kind:
    """One way to fill in a ballot: choices, points, faults; each distinct way is read once."""

    __slots__ = ("choices", "count", "faults", "points", "void")

    def __init__(self) -> None:
        self.choices: tuple[int, ...] = ()
        self.points: tuple[Exact, ...] = ()
        self.faults: list[FAULT] = []
        self.void = False
        self.count = 0


class Votes:
    """Takes the section's rows one after another."""

    def __init__(self, columns: list[str], meta: Meta, projects: Projects, report: Report, keep: bool):
        self.columns = columns
        self.meta = meta
        self.projects = projects
        self.report = report
        self.keep = keep
        self.rows: list[tuple[str, ...]] = []
        self.seen: dict[str, int] = {}
        self.kinds: dict[tuple[str, str], Kind] = {}
        self.voter = columns.index("voter_id")
        self.vote = columns.index("vote")
        self.points = columns.index("points") if "points" in columns else None
        self.watched = [(columns.index(c), c, v) for c, v in KNOWN_VALUES.items() if c in columns]
        self.age = columns.index("age") if "age" in columns else None
        self.ages: dict[str, bool] = {}
        self.lines = 0
        most = len(projects.found)
        self.least = _least(meta.numbers, "length", most)
        self.most = _most(meta.numbers, "length", most)
        self.priced = "min_sum_cost" in meta.numbers or "max_sum_cost" in meta.numbers
        self.simple = meta.vote_type == APPROVAL and not self.priced

    def add(self, line: int, cells: list[str]) -> None:
        """One ballot."""
        self.lines += 1
        voter = cells[self.voter].strip()
        if voter:
            first = self.seen.setdefault(voter, line)
            if first != line:
                self.report.add(line, "voter_twice", voter=voter, first=first)
                return
        else:
            self.report.add(line, "voter_empty")
        key = (cells[self.vote], cells[self.points] if self.points is not None else "")
        kind = self.kinds.get(key)
        if kind is None:
            kind = self.kinds[key] = self._read(*key)
        for code, values in kind.faults:
            self.report.add(line, code, **values)
        kind.count += 1
        self._person(line, cells)
        if self.keep:
            self.rows.append(tuple(cell.strip() for cell in cells))

    def _person(self, line: int, cells: list[str]) -> None:
        for place, column, known in self.watched:
            if cells[place] not in known and cells[place].strip() not in known:
                self.report.add(line, column, found=cells[place])
        if self.age is not None:
            age = cells[self.age]
            if age not in self.ages:
                self.ages[age] = not age.strip() or bool(AGE.fullmatch(age.strip()))
            if not self.ages[age]:
                self.report.add(line, "age", found=age)

    def grouped(self) -> tuple[Ballots, ...]:
        """Valid ballots, those that say the same together."""
        counts: dict[tuple[tuple[int, ...], tuple[Exact, ...]], int] = {}
        for kind in self.kinds.values():
            if not kind.void:
                key = (kind.choices, kind.points)
                counts[key] = counts.get(key, 0) + kind.count
        return tuple(Ballots(*key, count) for key, count in counts.items())

    def _read(self, vote: str, points: str) -> Kind:
        kind = Kind()
        if self.simple and not points and self._plain(kind, vote):
            return kind
        named = vote.split(",") if vote.strip() else []
        tidy = [name.strip() for name in named]
        if any(not name or name != raw for name, raw in zip(tidy, named, strict=True)):
            kind.faults.append(("choice_untidy", {}))
        tidy = [name for name in tidy if name]
        given = self._given(kind, tidy, points)
        chosen: dict[int, Exact] = {}
        for name, point in zip(tidy, given, strict=True):
            place = self.projects.index.get(name)
            if place is None:
                kind.faults.append(("choice_foreign", {"project": name}))
            elif place in chosen:
                kind.faults.append(("choice_twice", {"project": name}))
            else:
                chosen[place] = point
        kind.choices, kind.points = tuple(chosen), tuple(chosen.values())
        self._limits(kind)
        return kind

    def _plain(self, kind: Kind, vote: str) -> bool:
        """The usual case, quickly: an approval ballot without any fault."""
        places = tuple(map(self.projects.index.get, vote.split(",")))
        length = len(places)
        if None in places or len(set(places)) != length:
            return False
        if (self.least is not None and length < self.least) or (self.most is not None and length > self.most):
            return False
        kind.choices, kind.points = places, (1,) * length  # type: ignore[assignment]
        return True

    def _given(self, kind: Kind, names: list[str], text: str) -> list[Exact]:
        """Points for each named project."""
        vote_type, text = self.meta.vote_type, text.strip()
        if vote_type in (APPROVAL, CHOOSE_ONE):
            if text:
                kind.faults.append(("points_unused", {}))
            return [1] * len(names)
        if vote_type == ORDINAL and not text:
            places = self.meta.numbers.get("max_length") or len(self.projects.found)
            return [max(places - place, 0) for place in range(len(names))]
        parts = [part.strip() for part in text.split(",") if part.strip()]
        if not parts and names:
            return self._void(kind, names, "points_missing")
        if len(parts) != len(names):
            return self._void(kind, names, "points_length", projects=len(names), points=len(parts))
        try:
            given = [exact(part) for part in parts]
        except ValueError:
            return self._void(kind, names, "points_number", found=text)
        if vote_type != SCORING and any(point < 0 for point in given):
            return self._void(kind, names, "points_negative")
        return given

    def _void(self, kind: Kind, names: list[str], code: str, **values: Any) -> list[Exact]:
        kind.void = True
        kind.faults.append((code, values))
        return [0] * len(names)

    def _limits(self, kind: Kind) -> None:
        """What META allows; never more than there are projects."""
        length = len(kind.choices)
        if self.meta.vote_type == CHOOSE_ONE and length != 1:
            kind.void = True
            kind.faults.append(("choice_one", {"found": length}))
            return
        limits = self.meta.numbers
        _within(kind, "length", length, self.least, self.most)
        if self.meta.vote_type in (CUMULATIVE, SCORING) and not kind.void:
            total = sum(kind.points)
            _within(kind, "sum", total, limits.get("min_sum_points"), limits.get("max_sum_points"))
            for point in kind.points:
                _within(kind, "points", point, limits.get("min_points"), limits.get("max_points"))
        if self.meta.vote_type == APPROVAL and self.priced:
            cost = sum(self.projects.found[place].cost for place in kind.choices)
            _within(kind, "cost", cost, limits.get("min_sum_cost"), limits.get("max_sum_cost"))


def _least(limits: Mapping[str, Exact], what: str, most: int) -> Exact | None:
    value = limits.get(f"min_{what}")
    return None if value is None else min(value, most)


def _most(limits: Mapping[str, Exact], what: str, most: int) -> Exact | None:
    value = limits.get(f"max_{what}")
    return None if value is None else min(value, most)


def _within(kind: Kind, what: str, found: Exact, least: Exact | None, most: Exact | None) -> None:
    if least is not None and found < least:
        kind.faults.append((f"{what}_under", {"found": found, "wanted": least}))
    if most is not None and found > most:
        kind.faults.append((f"{what}_over", {"found": found, "wanted": most}))

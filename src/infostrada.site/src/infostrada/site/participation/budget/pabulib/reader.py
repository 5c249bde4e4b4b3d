"""Read an election; tolerant where the meaning is plain, strict where it is not, and always with a report."""

from collections.abc import Callable
from infostrada.site.participation.budget.pabulib.ballots import Votes
from infostrada.site.participation.budget.pabulib.election import Ballots
from infostrada.site.participation.budget.pabulib.election import Election
from infostrada.site.participation.budget.pabulib.election import Project
from infostrada.site.participation.budget.pabulib.faults import FileFaulty
from infostrada.site.participation.budget.pabulib.faults import Report
from infostrada.site.participation.budget.pabulib.lines import Hashing
from infostrada.site.participation.budget.pabulib.lines import records
from infostrada.site.participation.budget.pabulib.meta import Meta
from infostrada.site.participation.budget.pabulib.meta import read_meta
from infostrada.site.participation.budget.pabulib.numbers import Exact
from infostrada.site.participation.budget.pabulib.projects import Projects
from typing import BinaryIO

import io


SECTIONS = ("META", "PROJECTS", "VOTES")
NEEDED = {"PROJECTS": ("project_id", "cost"), "VOTES": ("voter_id", "vote")}


def read_bytes(data: bytes, keep_voters: bool = False) -> tuple[Election, Report]:
    """The election a file's bytes hold."""
    return read(io.BytesIO(data), keep_voters)


def read(stream: BinaryIO, keep_voters: bool = False) -> tuple[Election, Report]:
    """The election a stream holds, and what was found wrong on the way.

    Rows of voters are kept on request only; the memory otherwise grows with the voters' identifiers and the
    number of different ballots. Raises FileFaulty when the file cannot be counted.
    """
    reader = _Reader(keep_voters)
    hashing = Hashing(stream)
    for line, text, cells in records(hashing, reader.report):
        reader.take(line, text, cells)
    return reader.election(hashing.digest.hexdigest())


class _Reader:
    def __init__(self, keep: bool):
        self.report = Report()
        self.keep = keep
        self.section = ""
        self.columns: list[str] | None = None
        self.values: dict[str, str] = {}
        self.lines: dict[str, int] = {}
        self.meta: Meta | None = None
        self.projects: Projects | None = None
        self.votes: Votes | None = None
        self.seen: dict[str, int] = {}
        self.add: Callable[[int, list[str]], None] | None = None

    def take(self, line: int, text: str, cells: list[str] | None) -> None:
        """One record: a section's title, its columns or a row."""
        if cells is None:
            cells = text.split(";")
        # Spreadsheets fill up even a section's title with semicolons.
        if (
            self.add is not None
            and len(cells) == len(self.columns or ())
            and (cells[-1] or cells[0].strip().upper() not in SECTIONS)
        ):
            self.add(line, cells)
            return
        word = text.strip().rstrip(";").strip().upper()
        if word in SECTIONS:
            self._begin(line, text, word)
        elif not self.section:
            self.report.add(line, "before_sections")
        elif self.columns is None:
            self._header(line, cells)
        elif self.section == "META":
            self._value(line, cells)
        else:
            self._uneven(line, cells)

    def _begin(self, line: int, text: str, word: str) -> None:
        if text != word:
            self.report.add(line, "marker_untidy", found=text, section=word)
        if word in self.seen:
            self.report.add(line, "section_twice", section=word)
        elif any(later in self.seen for later in SECTIONS[SECTIONS.index(word) :]) or (
            word != "META" and not self.seen
        ):
            self.report.add(line, "section_order", section=word)
        if self.section and self.columns is None:
            self.report.add(line, "header_missing", section=self.section)
        self.seen.setdefault(word, line)
        self.section, self.columns, self.add = word, None, None

    def _header(self, line: int, cells: list[str]) -> None:
        tidy = [cell.strip().lower() for cell in cells]
        if self.section == "META":
            if tidy[:2] != ["key", "value"]:
                self._no_header(line, cells)
            self.columns = ["key", "value"]
            return
        for column, cell in zip(tidy, cells, strict=True):
            if column != cell.lower():
                self.report.add(line, "column_untidy", column=column)
        for column in sorted({c for c in tidy if c and tidy.count(c) > 1}):
            self.report.add(line, "column_twice", column=column)
        missing = [column for column in NEEDED[self.section] if column not in tidy]
        if missing and len(tidy) == 1 and any(mark in tidy[0] for mark in ",\t|"):
            self.report.add(line, "separator", found=cells[0])
        for column in missing:
            self.report.add(line, "column_missing", section=self.section, column=column)
        self.columns = tidy
        self._open(bool(missing))

    def _no_header(self, line: int, cells: list[str]) -> None:
        if len(cells) == 1 and any(mark in cells[0] for mark in ",\t|"):
            self.report.add(line, "separator", found=cells[0])
            return
        self.report.add(line, "header_meta", found=";".join(cells))
        self.columns = ["key", "value"]
        self._value(line, cells)

    def _open(self, unusable: bool) -> None:
        """Make ready for the section's rows; rows of an unusable one are read past."""
        assert self.columns is not None
        if unusable:
            self.add = _nothing
        elif self.section == "PROJECTS":
            self.meta = read_meta(self.values, self.lines, self.report)
            self.projects = Projects(self.columns, self.report)
            self.add = self.projects.add
        elif self.meta and self.projects:
            self.votes = Votes(self.columns, self.meta, self.projects, self.report, self.keep)
            self.add = self.votes.add
        else:
            self.add = _nothing

    def _value(self, line: int, cells: list[str]) -> None:
        key = cells[0].strip().lower()
        value = ";".join(cells[1:]).rstrip("; ").strip()
        if not key:
            self.report.add(line, "meta_key_empty")
        elif key in self.values:
            self.report.add(line, "meta_twice", key=key)
        else:
            self.values[key], self.lines[key] = value, line

    def _uneven(self, line: int, cells: list[str]) -> None:
        """A row with too many or too few cells; empty cells at its end are no fault (spreadsheets add them)."""
        assert self.columns is not None and self.add is not None
        wanted = len(self.columns)
        while len(cells) > wanted and not cells[-1].strip():
            cells = cells[:-1]
        if len(cells) > wanted:
            self.report.add(line, "columns_more", found=len(cells), wanted=wanted)
        elif len(cells) < wanted:
            self.report.add(line, "columns_fewer", found=len(cells), wanted=wanted)
        self.add(line, (cells + [""] * wanted)[:wanted])

    def election(self, digest: str) -> tuple[Election, Report]:
        """All of it, once the last line is read."""
        for section in SECTIONS:
            if section not in self.seen:
                self.report.add(0, "section_missing", section=section)
        if self.section and self.columns is None:
            self.report.add(self.seen[self.section], "header_missing", section=self.section)
        if self.report.stopped or not (self.meta and self.projects and self.votes):
            raise FileFaulty(self.report)
        meta, votes = self.meta, self.votes
        self._numbers()
        ballots = votes.grouped()
        default = meta.numbers.get("default_score", 0)
        counted, scores = _totals(len(self.projects.found), ballots, default)
        election = Election(
            meta=meta.values,
            budget=meta.budget,
            vote_type=meta.vote_type,
            projects=tuple(self.projects.found),
            ballots=ballots,
            voters=sum(group.count for group in ballots),
            sha256=digest,
            default_score=default,
            votes=counted,
            scores=scores,
            threshold=meta.threshold,
            voter_columns=tuple(votes.columns),
            voter_rows=tuple(votes.rows),
        )
        _compare(election, self.report)
        return election, self.report

    def _numbers(self) -> None:
        assert self.meta and self.projects and self.votes
        numbers = self.meta.numbers
        found = (
            ("num_projects", "number_of_projects", len(self.projects.found)),
            ("num_votes", "number_of_votes", self.votes.lines),
        )
        for key, code, count in found:
            if key in numbers and numbers[key] != count:
                self.report.add(self.lines[key], code, wanted=numbers[key], found=count)


def _nothing(line: int, cells: list[str]) -> None:
    """Rows of a section that cannot be used."""


def _compare(election: Election, report: Report) -> None:
    """Totals the file publishes against those of its ballots."""
    for place, project in enumerate(election.projects):
        _differ(report, project, "recount_votes", project.votes, election.votes[place])
        _differ(report, project, "recount_score", project.score, election.scores[place])


def _differ(report: Report, project: Project, code: str, published: Exact | None, counted: Exact) -> None:
    if published is not None and published != counted:
        report.add(project.line, code, project=project.id, published=published, counted=counted)


def _totals(
    projects: int, ballots: tuple[Ballots, ...], default: Exact
) -> tuple[tuple[int, ...], tuple[Exact, ...]]:
    """Ballots that name each project, and points each got; an unnamed project gets the default score."""
    votes = [0] * projects
    scores: list[Exact] = [0] * projects
    for group in ballots:
        for place, point in zip(group.choices, group.points, strict=True):
            votes[place] += group.count
            scores[place] += group.count * point
    if default:
        voters = sum(group.count for group in ballots)
        scores = [score + default * (voters - named) for score, named in zip(scores, votes, strict=True)]
    return tuple(votes), tuple(scores)

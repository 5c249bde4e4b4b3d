"""What is wrong with a file, line by line."""

from collections import Counter
from dataclasses import dataclass
from dataclasses import field
from typing import Any


STOP, ERROR, WARNING = "stop", "error", "warning"
KEPT = 2000

# level, words; the words say what was done instead, where counting goes on
FAULTS: dict[str, tuple[str, str]] = {
    "not_utf8": (ERROR, "not UTF-8; unreadable bytes are kept as question marks"),
    "byte_order_mark": (WARNING, "the file begins with a byte order mark; skipped"),
    "blank_line": (WARNING, "an empty line; skipped"),
    "open_quote": (ERROR, "a quotation mark is never closed; the line is taken as it stands"),
    "before_sections": (ERROR, "text before the first section; skipped"),
    "marker_untidy": (WARNING, "the section's title is written '{found}', taken as {section}"),
    "section_twice": (STOP, "the section {section} stands twice"),
    "section_order": (STOP, "the section {section} stands too early; the order is META, PROJECTS, VOTES"),
    "section_missing": (STOP, "the section {section} is missing"),
    "header_missing": (STOP, "the section {section} has no line with the names of its columns"),
    "header_meta": (ERROR, "META has to begin with 'key;value', not '{found}'"),
    "separator": (STOP, "columns have to be separated by semicolons; found '{found}'"),
    "column_missing": (STOP, "the section {section} has no column '{column}'"),
    "column_twice": (STOP, "the column '{column}' stands twice"),
    "column_untidy": (WARNING, "spaces around the name of the column '{column}'; dropped"),
    "columns_more": (ERROR, "{found} columns, {wanted} expected; what is too much is dropped"),
    "columns_fewer": (ERROR, "{found} columns, {wanted} expected; the missing ones are taken as empty"),
    "meta_key_empty": (ERROR, "an entry of META without a name; skipped"),
    "meta_twice": (ERROR, "'{key}' stands twice in META; the first value holds"),
    "meta_missing": (ERROR, "META does not say '{key}'"),
    "meta_number": (ERROR, "'{key}' is not a number: '{found}'; taken as not given"),
    "budget_missing": (STOP, "META does not say 'budget'"),
    "budget_number": (STOP, "the budget is not an amount: '{found}'"),
    "threshold_number": (STOP, "the threshold is not a number: '{found}'"),
    "vote_type": (STOP, "'{found}' is no kind of ballot; known: {known}"),
    "rule_unknown": (WARNING, "'{found}' is no declared rule of the format"),
    "date": (WARNING, "'{key}' is not a date of the form dd.mm.yyyy or yyyy: '{found}'"),
    "dates_order": (WARNING, "voting ends before it begins"),
    "comma_decimal": (WARNING, "'{found}' has a decimal comma; read as {taken}"),
    "project_id_empty": (STOP, "a project without an identifier"),
    "project_twice": (STOP, "the project {project} stands twice, first in line {first}"),
    "project_comma": (STOP, "the identifier '{project}' holds a comma, so ballots cannot name it"),
    "cost_number": (STOP, "the cost of {project} is not an amount: '{found}'"),
    "cost_zero": (WARNING, "the project {project} costs nothing"),
    "selected_value": (ERROR, "'selected' of {project} is '{found}'; known: 0, 1, 2, 3; taken as not given"),
    "total_number": (ERROR, "'{column}' of {project} is not a number: '{found}'; taken as not given"),
    "number_of_projects": (ERROR, "META says {wanted} projects, the file has {found}"),
    "number_of_votes": (ERROR, "META says {wanted} ballots, the file has {found}"),
    "voter_empty": (ERROR, "a ballot without the voter's identifier; counted"),
    "voter_twice": (ERROR, "the voter {voter} votes twice, first in line {first}; this ballot is left out"),
    "choice_untidy": (WARNING, "spaces or empty places between the chosen projects; dropped"),
    "choice_foreign": (
        ERROR,
        "voted for {project}, which does not stand in PROJECTS; this choice is left out",
    ),
    "choice_twice": (WARNING, "named the project {project} more than once; counted once"),
    "choice_one": (ERROR, "chose {found} projects where exactly one is to be chosen; the ballot is left out"),
    "length_over": (ERROR, "chose {found} projects, at most {wanted} may be chosen; counted as it stands"),
    "length_under": (
        ERROR,
        "chose {found} projects, at least {wanted} have to be chosen; counted as it stands",
    ),
    "points_missing": (ERROR, "gives no points; the ballot is left out"),
    "points_unused": (WARNING, "gives points, which this kind of ballot does not know; not looked at"),
    "points_number": (ERROR, "'{found}' are no points; the ballot is left out"),
    "points_length": (
        ERROR,
        "names {projects} projects and {points} numbers of points; the ballot is left out",
    ),
    "points_negative": (ERROR, "gives negative points; the ballot is left out"),
    "points_over": (
        ERROR,
        "gives {found} points to one project, at most {wanted} allowed; counted as it stands",
    ),
    "points_under": (
        ERROR,
        "gives {found} points to one project, at least {wanted} needed; counted as it stands",
    ),
    "sum_over": (ERROR, "gives {found} points together, at most {wanted} allowed; counted as it stands"),
    "sum_under": (ERROR, "gives {found} points together, at least {wanted} needed; counted as it stands"),
    "cost_over": (WARNING, "chose projects worth {found}, at most {wanted} allowed; counted as it stands"),
    "cost_under": (WARNING, "chose projects worth {found}, at least {wanted} needed; counted as it stands"),
    "age": (WARNING, "'{found}' is no age"),
    "sex": (WARNING, "'{found}' is none of M, F, O"),
    "voting_method": (WARNING, "'{found}' is none of internet, paper"),
    "recount_votes": (WARNING, "the file says {published} votes for {project}, its ballots give {counted}"),
    "recount_score": (WARNING, "the file says {published} points for {project}, its ballots give {counted}"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault; `line` counts from 1, 0 means the file as a whole."""

    line: int
    code: str
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def level(self) -> str:
        """`stop`: cannot be counted; `error`: counted in the way the words say; `warning`: harmless."""
        return FAULTS[self.code][0]

    @property
    def words(self) -> str:
        """The fault in English."""
        return FAULTS[self.code][1].format(**self.values)


class Report:
    """Collects faults; of very many it keeps the first `KEPT` and counts the rest."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.by_level: Counter[str] = Counter()

    def add(self, line: int, code: str, **values: Any) -> None:
        """Note a fault of a line."""
        fault = Fault(line, code, values)
        self.by_level[fault.level] += 1
        if len(self.faults) < KEPT or fault.level == STOP:
            self.faults.append(fault)

    @property
    def left_off(self) -> int:
        """How many faults were counted but not kept."""
        return self.by_level.total() - len(self.faults)

    @property
    def stopped(self) -> bool:
        """Is there a fault that forbids counting?"""
        return bool(self.by_level[STOP])

    def in_order(self) -> list[Fault]:
        """Faults by line."""
        return sorted(self.faults, key=lambda fault: fault.line)


class FileFaulty(Exception):
    """A file that cannot be read as an election; `report` says why, line by line."""

    def __init__(self, report: Report):
        self.report = report
        super().__init__("; ".join(f"{f.line}: {f.words}" for f in report.in_order() if f.level == STOP))

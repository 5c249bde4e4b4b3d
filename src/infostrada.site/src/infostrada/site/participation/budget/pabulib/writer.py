"""Write an election as a `.pb` file others can check and count."""

from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from infostrada.site.participation.budget.pabulib.election import Election
from infostrada.site.participation.budget.pabulib.election import ORDINAL
from infostrada.site.participation.budget.pabulib.election import Project
from infostrada.site.participation.budget.pabulib.numbers import decimal_text


# The format's own order; the checker knows no other names.
META_ORDER = (
    "description",
    "country",
    "unit",
    "district",
    "subunit",
    "instance",
    "num_projects",
    "num_votes",
    "budget",
    "vote_type",
    "rule",
    "date_begin",
    "date_end",
    "min_length",
    "max_length",
    "min_sum_cost",
    "max_sum_cost",
    "min_points",
    "max_points",
    "min_sum_points",
    "max_sum_points",
    "default_score",
    "min_project_score_threshold",
    "edition",
    "language",
    "currency",
    "fully_funded",
    "experimental",
    "comment",
    "acknowledgments",
)
PROJECT_ORDER = (
    "project_id",
    "cost",
    "votes",
    "score",
    "name",
    "category",
    "beneficiaries",
    "selected",
    "district",
    "neighborhood",
    "description",
    "latitude",
    "longitude",
)


@dataclass(frozen=True, slots=True)
class Voter:
    """A ballot to be written: chosen projects, points by comma where the ballot has them, other columns."""

    vote: str
    points: str = ""
    others: tuple[str, ...] = ()


def write(
    election: Election, voters: Sequence[Voter], columns: tuple[str, ...] = (), **changes: str
) -> bytes:
    """The file: META with `changes`, PROJECTS with recounted totals, and the voters numbered from 1.

    `columns` name the voters' `others`. Quotation marks are used only where the format needs them.
    """
    pointed = any(voter.points for voter in voters)
    lines = ["META", "key;value", *_meta(election, len(voters), changes)]
    lines += ["PROJECTS", *_projects(election, pointed or election.vote_type == ORDINAL)]
    head = ("voter_id", "vote", *(("points",) if pointed else ()), *columns)
    lines += ["VOTES", ";".join(head)]
    for number, voter in enumerate(voters, 1):
        cells = (str(number), voter.vote, *((voter.points,) if pointed else ()), *voter.others)
        lines.append(row(cells))
    return ("\n".join(lines) + "\n").encode()


def _meta(election: Election, voters: int, changes: dict[str, str]) -> list[str]:
    values = {**election.meta, **changes}
    values |= {"num_projects": str(len(election.projects)), "num_votes": str(voters)}
    values["budget"] = decimal_text(election.budget)
    return [row((key, values[key])) for key in META_ORDER if values.get(key)]


def _projects(election: Election, scored: bool) -> list[str]:
    rows = [_project(project, election, place) for place, project in enumerate(election.projects)]
    columns = [
        name
        for name in PROJECT_ORDER
        if (name != "score" or scored) and any(cells.get(name) for cells in rows)
    ]
    return [";".join(columns), *(row(cells.get(name, "") for name in columns) for cells in rows)]


def _project(project: Project, election: Election, place: int) -> dict[str, str]:
    cells = {key: value for key, value in project.row.items() if key in PROJECT_ORDER}
    cells |= {"project_id": project.id, "cost": decimal_text(project.cost)}
    cells |= {"votes": str(election.votes[place]), "score": decimal_text(election.scores[place])}
    cells["selected"] = "" if project.selected is None else str(project.selected)
    return cells


def row(cells: Iterable[str]) -> str:
    """A line of the file."""
    return ";".join(_cell(cell) for cell in cells)


def _cell(text: str) -> str:
    """Line breaks become spaces: other readers of the format take a file line by line."""
    text = " ".join(text.split())
    if ";" in text or text.startswith('"') or '"' in text:
        return '"' + text.replace('"', '""') + '"'
    return text

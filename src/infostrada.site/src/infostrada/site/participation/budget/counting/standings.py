"""Who stands for election: scores, thresholds, withdrawals, and the order in which equals are taken."""

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field
from infostrada.site.participation.budget.counting.parameters import Exclusion
from infostrada.site.participation.budget.counting.parameters import Parameters
from infostrada.site.participation.budget.counting.parameters import ParametersFaulty
from infostrada.site.participation.budget.counting.parameters import Threshold
from infostrada.site.participation.budget.pabulib.election import Election
from infostrada.site.participation.budget.pabulib.numbers import Exact
from typing import Any


FUNDED, TOPPED_UP = "funded", "topped_up"
WITHDRAWN, BELOW, EXCLUDED = "withdrawn", "below_threshold", "excluded"
TOO_DEAR, AFTER_STOP, UNSUPPORTED, NO_COST = "too_dear", "after_stop", "unsupported", "no_cost"


@dataclass(slots=True)
class Standing:
    """One project in the count; `outcome` is a word of this module, `because` the figures behind it."""

    place: int
    id: str
    cost: Exact
    votes: int
    score: Exact
    outcome: str = ""
    because: dict[str, Any] = field(default_factory=dict)

    @property
    def open(self) -> bool:
        """Is nothing decided yet?"""
        return not self.outcome

    def decide(self, outcome: str, **because: Any) -> None:
        """Settle what becomes of the project."""
        self.outcome, self.because = outcome, because


Order = Callable[[Standing], tuple[Any, ...]]


def standings(election: Election, parameters: Parameters) -> list[Standing]:
    """All projects in the file's order, those that cannot win already decided."""
    found = [
        Standing(place, project.id, project.cost, election.votes[place], election.scores[place])
        for place, project in enumerate(election.projects)
    ]
    _known(found, parameters)
    for standing, project in zip(found, election.projects, strict=True):
        if project.withdrawn or project.id in parameters.withdrawn:
            standing.decide(WITHDRAWN)
        else:
            _threshold(standing, election, parameters.threshold)
    for group in parameters.exclusions:
        if group.keep == "listed":
            _first_listed(found, group)
    return found


def tie_order(parameters: Parameters) -> Order:
    """A sort key for projects that are otherwise equal; the file's order comes last."""
    drawn = {project: place for place, project in enumerate(parameters.draw)}
    keys: dict[str, Callable[[Standing], Any]] = {
        "draw": lambda s: drawn[s.id],
        "cheaper": lambda s: s.cost,
        "dearer": lambda s: -s.cost,
        "votes": lambda s: -s.votes,
        "listed": lambda s: s.place,
    }
    chosen = [keys[tie] for tie in parameters.ties]
    return lambda standing: (*(key(standing) for key in chosen), standing.place)


def rivals(parameters: Parameters) -> dict[str, list[str]]:
    """For each project those that cannot be carried out beside it."""
    found: dict[str, list[str]] = {}
    for group in parameters.exclusions:
        for project in group.projects:
            found.setdefault(project, []).extend(other for other in group.projects if other != project)
    return found


def _known(found: list[Standing], parameters: Parameters) -> None:
    """Parameters may only speak of projects there are, and a draw has to name every one that can win."""
    ids = {standing.id for standing in found}
    named = {
        "withdrawn": parameters.withdrawn,
        "draw": parameters.draw,
        "exclusions": tuple(p for group in parameters.exclusions for p in group.projects),
    }
    for field_name, projects in named.items():
        for project in projects:
            if project not in ids:
                raise ParametersFaulty(field_name, f"the election has no project {project}")
    if "draw" in parameters.ties:
        missing = sorted(ids - set(parameters.draw))
        if missing:
            raise ParametersFaulty("draw", f"does not name {', '.join(missing)}")


def _threshold(standing: Standing, election: Election, threshold: Threshold) -> None:
    ballots = election.voters
    bars: list[tuple[Exact, Exact | None]] = [
        (standing.score, threshold.score),
        (standing.votes, threshold.votes),
    ]
    if threshold.share_of_ballots is not None:
        bars.append((standing.votes, threshold.share_of_ballots * ballots))
    if threshold.cost_share is not None and election.budget:
        bars.append((standing.votes * election.budget, threshold.cost_share * standing.cost * ballots))
    for reached, needed in bars:
        if needed is not None and reached < needed:
            standing.decide(BELOW, reached=reached, needed=needed)
            return


def _first_listed(found: list[Standing], group: Exclusion) -> None:
    by_id = {standing.id: standing for standing in found}
    standing_ones = [by_id[project] for project in group.projects if by_id[project].open]
    for other in standing_ones[1:]:
        other.decide(EXCLUDED, by=standing_ones[0].id)

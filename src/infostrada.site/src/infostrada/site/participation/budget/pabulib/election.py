"""An election as the counting sees it."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from infostrada.site.participation.budget.pabulib.numbers import Exact


APPROVAL, CHOOSE_ONE, ORDINAL, CUMULATIVE, SCORING = VOTE_TYPES = (
    "approval",
    "choose-1",
    "ordinal",
    "cumulative",
    "scoring",
)
WITHDRAWN_COST = 999_999_999


@dataclass(frozen=True, slots=True)
class Project:
    """A project put to the vote; `cost` in the election's currency."""

    id: str
    cost: Exact
    line: int = 0
    row: Mapping[str, str] = field(default_factory=dict)
    votes: Exact | None = None
    score: Exact | None = None
    selected: int | None = None

    @property
    def name(self) -> str:
        """The project's title, or its identifier."""
        return self.row.get("name") or self.id

    @property
    def withdrawn(self) -> bool:
        """Was it marked as withdrawn by the cost the format keeps for that?"""
        return self.cost == WITHDRAWN_COST


@dataclass(frozen=True, slots=True)
class Ballots:
    """Identical ballots: positions of the chosen projects in the voter's order, points for each, how many."""

    choices: tuple[int, ...]
    points: tuple[Exact, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Election:
    """Everything a count needs.

    `sha256` is the file's digest, `default_score` what an unnamed project gets, `votes` and `scores` are the
    totals of the ballots in the order of `projects`.
    """

    meta: Mapping[str, str]
    budget: Exact
    vote_type: str
    projects: tuple[Project, ...]
    ballots: tuple[Ballots, ...]
    voters: int
    sha256: str = ""
    default_score: Exact = 0
    threshold: Exact | None = None
    votes: tuple[int, ...] = ()
    scores: tuple[Exact, ...] = ()
    voter_columns: tuple[str, ...] = ()
    voter_rows: tuple[tuple[str, ...], ...] = ()

    @property
    def rule(self) -> str:
        """The rule the file declares."""
        return self.meta.get("rule", "")

    def index(self) -> dict[str, int]:
        """Position of each project."""
        return {project.id: place for place, project in enumerate(self.projects)}

    def published(self, *marks: int) -> frozenset[str] | None:
        """Projects the file marks with one of these values of `selected`; None when it marks none at all."""
        if all(project.selected is None for project in self.projects):
            return None
        return frozenset(project.id for project in self.projects if project.selected in marks)

"""Kinds of ballots, and what makes a ballot of one pool valid."""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from typing import NamedTuple


CHOOSE_ONE, APPROVAL, RANKED, POINTS, KNAPSACK = KINDS = (
    "choose-1",
    "approval",
    "ranked",
    "points",
    "knapsack",
)


class Choice(NamedTuple):
    """A project with what the voter gives it: 1, or points."""

    project: str
    points: int


class BallotInvalid(ValueError):
    """A ballot that does not count; `reason` is a machine word, `pool` where it is wrong."""

    def __init__(self, reason: str, pool: str = "") -> None:
        self.reason, self.pool = reason, pool
        super().__init__(f"{pool}: {reason}")


@dataclass(frozen=True, slots=True)
class Kind:
    """How residents vote in a pool.

    `least` and `most` bound the number of projects (`most` None: as many as there are). Ranked ballots give `most`
    points to the first, then one less each (3-2-1); `total` is what a ballot with points may distribute. A knapsack
    holds projects that together cost no more than the pool has.
    """

    kind: str = APPROVAL
    least: int = 1
    most: int | None = None
    total: int = 0

    def as_json(self) -> dict[str, Any]:
        """The members that mean something for the kind."""
        return {"kind": self.kind, "least": self.least, "most": self.most, "total": self.total}


def check_kind(value: Any) -> Kind | None:
    """A kind from JSON; None when it makes no sense."""
    if not isinstance(value, Mapping) or value.get("kind") not in KINDS:
        return None
    if set(value) - {"kind", "least", "most", "total"}:
        return None
    kind, least = value["kind"], value.get("least", 1)
    most = 1 if kind == CHOOSE_ONE else value.get("most")
    total = value.get("total") or 0
    numbers = [least, total, *([] if most is None else [most])]
    if any(isinstance(number, bool) or not isinstance(number, int) for number in numbers):
        return None
    if least < 1 or total < 0 or (most is not None and most < least):
        return None
    if (kind == RANKED and most is None) or (kind == POINTS) != bool(total):
        return None
    return Kind(kind, least, most, total)


def judge(
    kind: Kind, pool: str, costs: Mapping[str, int], amount: int, given: Sequence[Any]
) -> tuple[Choice, ...]:
    """The ballot of one pool as it is kept; an empty one is the voter's right.

    `given` holds a project or a pair of project and points for each choice; `costs` names the projects put to the
    vote in this pool. Raises BallotInvalid.
    """
    named = [_pair(item, pool) for item in given]
    projects = [project for project, _points in named]
    if any(project not in costs for project in projects):
        raise BallotInvalid("choice_foreign", pool)
    if len(set(projects)) != len(projects):
        raise BallotInvalid("choice_twice", pool)
    if not named:
        return ()
    if len(named) < min(kind.least, len(costs)):
        raise BallotInvalid("choices_too_few", pool)
    if kind.most is not None and len(named) > kind.most:
        raise BallotInvalid("choices_too_many", pool)
    if kind.kind == KNAPSACK and sum(costs[project] for project in projects) > amount:
        raise BallotInvalid("knapsack_full", pool)
    return tuple(map(Choice, projects, _points(kind, pool, [points for _project, points in named])))


def _pair(item: Any, pool: str) -> tuple[str, Any]:
    if isinstance(item, str):
        return item, None
    if isinstance(item, Sequence) and len(item) == 2 and isinstance(item[0], str):
        return item[0], item[1]
    raise BallotInvalid("ballot_shape", pool)


def _points(kind: Kind, pool: str, given: list[Any]) -> list[int]:
    if kind.kind == RANKED:
        return [(kind.most or 0) - place for place in range(len(given))]
    if kind.kind != POINTS:
        if any(points not in (None, 1) for points in given):
            raise BallotInvalid("points_unused", pool)
        return [1] * len(given)
    if any(isinstance(points, bool) or not isinstance(points, int) or points < 1 for points in given):
        raise BallotInvalid("points_number", pool)
    if sum(given) > kind.total:
        raise BallotInvalid("points_too_many", pool)
    return given


def pabulib_meta(kind: Kind, amount: int) -> dict[str, str]:
    """What the kind is called in the Pabulib format, with its limits."""
    named = {"min_length": str(kind.least)} | ({"max_length": str(kind.most)} if kind.most else {})
    if kind.kind == CHOOSE_ONE:
        return {"vote_type": "choose-1"}
    if kind.kind == RANKED:
        return {"vote_type": "ordinal", **named}
    if kind.kind == POINTS:
        return {"vote_type": "cumulative", **named, "max_sum_points": str(kind.total)}
    if kind.kind == KNAPSACK:
        return {"vote_type": "approval", **named, "max_sum_cost": str(amount)}
    return {"vote_type": "approval", **named}

"""What a council's resolution says about counting, frozen before the vote and named by its digest."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from hashlib import sha256
from infostrada.site.participation.budget.pabulib.numbers import decimal_text
from infostrada.site.participation.budget.pabulib.numbers import Exact
from infostrada.site.participation.budget.pabulib.numbers import exact_text
from typing import Any

import json


GREEDY, EQUAL_SHARES = RULES = ("greedy", "equal-shares")
SKIP, STOP = WALKS = ("skip", "stop")
TIES = ("draw", "cheaper", "dearer", "votes", "listed")
COST, CARDINALITY, POINTS = SATISFACTIONS = ("cost", "cardinality", "points")
NONE, ADD1, FILL, ADD1_FILL = COMPLETIONS = ("none", "add1", "greedy", "add1+greedy")
OVERSPEND, EXHAUSTED = STOPS = ("overspend", "exhausted")
SHARE, WHOLE = STARTS = ("share", "whole")
COMPARISONS = ("none", "projects", "cost", "represented")


class ParametersFaulty(ValueError):
    """Parameters that say nothing definite; `field` names the one at fault."""

    def __init__(self, field: str, words: str):
        self.field = field
        super().__init__(f"{field}: {words}")


@dataclass(frozen=True, slots=True)
class Threshold:
    """What a project has to reach to be chosen at all; everything given has to hold.

    `score` and `votes` are fixed bars, `share_of_ballots` is the share of valid ballots that name the project
    (Warszawa 2018: 1/10), `cost_share` asks that share for at least `cost_share` x cost / budget (Świecie: 1/3).
    """

    score: Exact | None = None
    votes: Exact | None = None
    share_of_ballots: Exact | None = None
    cost_share: Exact | None = None


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Projects of which one at most is carried out: the first the count reaches, or the first `listed` that

    reaches the threshold (a citywide project before one of a district, whatever their points).
    """

    projects: tuple[str, ...]
    keep: str = "score"


@dataclass(frozen=True, slots=True)
class TopUp:
    """The first project that does not fit is carried out when the money left is at least `share` of its cost.

    What is missing comes from outside the pool, at most `limit` when one is given (Poznań: 4/5).
    """

    share: Exact
    limit: Exact | None = None


@dataclass(frozen=True, slots=True)
class EqualShares:
    """The Method of Equal Shares (Peters, Pierczyński, Skowron 2021; equalshares.net).

    `step` is what each voter's share grows by in each round of Add1, in the election's currency. `stop` says
    when Add1 ends: before the first outcome that costs too much (`overspend`), or also once no project that
    was left out would still fit (`exhausted`). `start` is a voter's first share: budget / voters, or that in
    whole currency units from the second round on (`whole`).
    """

    satisfaction: str = COST
    completion: str = NONE
    step: Exact = 1
    stop: str = OVERSPEND
    start: str = SHARE
    comparison: str = "none"


@dataclass(frozen=True, slots=True)
class Parameters:
    """All of them; `ties` are asked in order, `draw` is the public draw's list of identifiers."""

    rule: str = GREEDY
    walk: str = SKIP
    threshold: Threshold = field(default_factory=Threshold)
    exclusions: tuple[Exclusion, ...] = ()
    top_up: TopUp | None = None
    withdrawn: tuple[str, ...] = ()
    ties: tuple[str, ...] = ("listed",)
    draw: tuple[str, ...] = ()
    shares: EqualShares = field(default_factory=EqualShares)

    def as_json(self) -> dict[str, Any]:
        """The parameters as published; `parameters` reads it back."""
        return {
            "rule": self.rule,
            "walk": self.walk,
            "threshold": {name: _text(getattr(self.threshold, name)) for name in Threshold.__slots__},
            "exclusions": [{"projects": list(e.projects), "keep": e.keep} for e in self.exclusions],
            "top_up": self.top_up
            and {"share": decimal_text(self.top_up.share), "limit": _text(self.top_up.limit)},
            "withdrawn": list(self.withdrawn),
            "ties": list(self.ties),
            "draw": list(self.draw),
            "shares": {**{n: getattr(self.shares, n) for n in EqualShares.__slots__}}
            | {"step": decimal_text(self.shares.step)},
        }

    @property
    def sha256(self) -> str:
        """The digest published before the vote."""
        return digest(self.as_json())


def digest(value: Any) -> str:
    """SHA-256 of a JSON value with sorted keys, without spaces, in UTF-8."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def parameters(value: Any) -> Parameters:
    """Parameters from JSON; what is not given has its default. Raises ParametersFaulty, also for unknown words."""
    given = _object("parameters", value, Parameters.__slots__)
    shares = _object("shares", given.get("shares") or {}, EqualShares.__slots__)
    found = Parameters(
        rule=_word("rule", given.get("rule", GREEDY), RULES),
        walk=_word("walk", given.get("walk", SKIP), WALKS),
        threshold=_threshold(given.get("threshold") or {}),
        exclusions=tuple(_exclusion(item) for item in _list("exclusions", given.get("exclusions"))),
        top_up=_top_up(given.get("top_up")),
        withdrawn=_ids("withdrawn", given.get("withdrawn")),
        ties=tuple(_word("ties", tie, TIES) for tie in _list("ties", given.get("ties", ["listed"]))),
        draw=_ids("draw", given.get("draw")),
        shares=EqualShares(
            satisfaction=_word("shares.satisfaction", shares.get("satisfaction", COST), SATISFACTIONS),
            completion=_word("shares.completion", shares.get("completion", NONE), COMPLETIONS),
            step=_number("shares.step", shares.get("step", 1), positive=True) or 1,
            stop=_word("shares.stop", shares.get("stop", OVERSPEND), STOPS),
            start=_word("shares.start", shares.get("start", SHARE), STARTS),
            comparison=_word("shares.comparison", shares.get("comparison", "none"), COMPARISONS),
        ),
    )
    if len(set(found.draw)) != len(found.draw):
        raise ParametersFaulty("draw", "names a project twice")
    if "draw" in found.ties and not found.draw:
        raise ParametersFaulty("draw", "ties are settled by a draw, but there is no list drawn")
    return found


def _text(value: Exact | None) -> str | None:
    return None if value is None else decimal_text(value)


def _object(name: str, value: Any, known: tuple[str, ...]) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ParametersFaulty(name, "has to be an object")
    for key in value:
        if key not in known:
            raise ParametersFaulty(f"{name}.{key}", f"is not known; known: {', '.join(known)}")
    return value


def _list(name: str, value: Any) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, (list, tuple)):
        raise ParametersFaulty(name, "has to be a list")
    return list(value)


def _ids(name: str, value: Any) -> tuple[str, ...]:
    found = _list(name, value)
    if not all(isinstance(item, (str, int)) and not isinstance(item, bool) for item in found):
        raise ParametersFaulty(name, "has to be a list of identifiers")
    return tuple(str(item) for item in found)


def _word(name: str, value: Any, known: tuple[str, ...]) -> str:
    if value not in known:
        raise ParametersFaulty(name, f"has to be one of {', '.join(known)}, not {value!r}")
    return str(value)


def _number(name: str, value: Any, positive: bool = False) -> Exact | None:
    if value is None:
        return None
    try:
        found = exact_text(value)
    except ValueError:
        raise ParametersFaulty(name, f"has to be a number, not {value!r}") from None
    if found < 0 or (positive and not found):
        raise ParametersFaulty(name, "has to be greater than zero" if positive else "must not be negative")
    return found


def _threshold(value: Any) -> Threshold:
    given = _object("threshold", value, Threshold.__slots__)
    return Threshold(**{name: _number(f"threshold.{name}", given.get(name)) for name in Threshold.__slots__})


def _exclusion(value: Any) -> Exclusion:
    given = _object("exclusions", value, Exclusion.__slots__)
    projects = _ids("exclusions.projects", given.get("projects"))
    if len(set(projects)) < 2:
        raise ParametersFaulty("exclusions.projects", "needs at least two projects")
    return Exclusion(projects, _word("exclusions.keep", given.get("keep", "score"), ("score", "listed")))


def _top_up(value: Any) -> TopUp | None:
    if value is None:
        return None
    given = _object("top_up", value, TopUp.__slots__)
    share = _number("top_up.share", given.get("share"), positive=True)
    if share is None or share > 1:
        raise ParametersFaulty("top_up.share", "has to be a share between 0 and 1")
    return TopUp(share, _number("top_up.limit", given.get("limit")))

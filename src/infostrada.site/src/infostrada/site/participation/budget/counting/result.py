"""The result: what was decided, why, and the digests that tie it to its input."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from fractions import Fraction
from infostrada.site.participation.budget.counting.parameters import digest
from infostrada.site.participation.budget.counting.parameters import Parameters
from infostrada.site.participation.budget.counting.standings import Standing
from infostrada.site.participation.budget.pabulib.election import Election
from infostrada.site.participation.budget.pabulib.numbers import decimal_text
from infostrada.site.participation.budget.pabulib.numbers import Exact
from typing import Any


# Grows with every change that could alter a result; stands in every result.
ENGINE = "infostrada-count"
VERSION = "1"


@dataclass(frozen=True, slots=True)
class Result:
    """The winners and how they came about; amounts in the election's currency."""

    election_sha256: str
    parameters: Parameters
    voters: int
    budget: Exact
    standings: list[Standing]
    steps: list[dict[str, Any]]
    ties: list[dict[str, Any]]
    funded: tuple[str, ...]
    topped_up: tuple[str, ...]
    left: Exact
    outside: Exact
    without_winner: int
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def winners(self) -> frozenset[str]:
        """Projects carried out, with the pool's money alone or topped up."""
        return frozenset(self.funded + self.topped_up)

    def as_json(self) -> dict[str, Any]:
        """The result file; numbers that are no integers are text, `sha256` is the digest of all the rest."""
        body = plain(
            {
                "engine": {"name": ENGINE, "version": VERSION},
                "election_sha256": self.election_sha256,
                "parameters": self.parameters.as_json(),
                "parameters_sha256": self.parameters.sha256,
                "voters": self.voters,
                "budget": self.budget,
                "funded": self.funded,
                "topped_up": self.topped_up,
                "left": self.left,
                "outside": self.outside,
                "without_winner": self.without_winner,
                "standings": [_standing(standing) for standing in self.standings],
                "steps": self.steps,
                "ties": self.ties,
                "details": self.details,
            }
        )
        return body | {"sha256": digest(body)}


def plain(value: Any) -> Any:
    """A value as JSON, fractions as text."""
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else decimal_text(value)
    return value


def _standing(standing: Standing) -> dict[str, Any]:
    return {
        "project": standing.id,
        "cost": standing.cost,
        "votes": standing.votes,
        "score": standing.score,
        "outcome": standing.outcome,
        "because": standing.because,
    }


@dataclass(frozen=True, slots=True)
class Agreement:
    """Published winners against ours.

    Only `selected` 1 is decided by the rule over the pool's own money. 2 is compared where the parameters top
    up; 3 is money moved in later, of which a file says nothing.
    """

    published: frozenset[str]
    missing: frozenset[str]
    surplus: frozenset[str]
    topped_up_differ: bool
    moved_in: frozenset[str]

    @property
    def same(self) -> bool:
        """Are the projects paid from the pool the published ones?"""
        return not self.missing and not self.surplus

    def as_json(self) -> dict[str, Any]:
        return {
            "same": self.same,
            "published_not_counted": sorted(self.missing),
            "counted_not_published": sorted(self.surplus),
            "topped_up_differ": self.topped_up_differ,
            "moved_in": sorted(self.moved_in),
        }


def agreement(election: Election, result: Result) -> Agreement | None:
    """Compare with what the file publishes; None when it publishes nothing."""
    published = election.published(1)
    if published is None:
        return None
    ours = frozenset(result.funded)
    topped = election.published(2)
    differ = result.parameters.top_up is not None and topped != frozenset(result.topped_up)
    moved = election.published(3) or frozenset()
    return Agreement(published, published - ours, ours - published, differ, moved)

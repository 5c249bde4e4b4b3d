"""From what somebody asks for to the links a record then carries. No Zope, no SQL."""

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from infostrada.geo.links.model import closed
from infostrada.geo.links.model import Link
from infostrada.geo.links.model import opened
from infostrada.geo.links.model import ROLES
from infostrada.geo.links.model import Target


MOST_LINKS = 200


@dataclass(frozen=True)
class Ask:
    """One link that is wanted: a feature by name, in a role."""

    business_id: str
    role: str = "subject"
    layer: str | None = None
    note: str = ""


class UnlawfulLinks(ValueError):
    """Links that cannot be made: `reason` is a machine word, `names` say which."""

    def __init__(self, reason: str, names: Iterable[str]) -> None:
        self.reason = reason
        self.names = tuple(names)
        super().__init__(f"{reason}: {', '.join(self.names)}")


def unmet(current: Iterable[Link], asks: Iterable[Ask]) -> list[Ask]:
    """The asks that no open link answers yet."""
    held = {_key(link) for link in current if link.is_open}
    return [ask for ask in asks if not _answers(held, ask)]


def settle(
    current: tuple[Link, ...],
    asks: Iterable[Ask],
    targets: Mapping[Ask, Target],
    by: str,
    at: datetime,
    reason: str = "",
) -> tuple[Link, ...]:
    """The links after the asks are met: kept, closed or new, closed ones never lost.

    `targets` gives the feature of every unmet ask. Raises UnlawfulLinks for names without a
    feature, unknown roles and more than `MOST_LINKS` open links.
    """
    asks = list(dict.fromkeys(asks))
    _check(asks, unmet(current, asks), targets)
    kept = [
        link if not link.is_open or any(_answers({_key(link)}, ask) for ask in asks)
        else closed(link, by, at, reason)
        for link in current
    ]  # fmt: skip
    held = {(*link.target, link.role) for link in kept if link.is_open}
    for ask in unmet(current, asks):
        link = opened(targets[ask], ask.role, by, at, ask.note)
        if (*link.target, link.role) not in held:
            kept.append(link)
            held.add((*link.target, link.role))
    return tuple(kept)


def asks_of(links: Iterable[Link]) -> list[Ask]:
    """The asks that keep the open links as they are."""
    return [Ask(link.business_id, link.role, link.layer) for link in links if link.is_open]


def _check(asks: list[Ask], new: list[Ask], targets: Mapping[Ask, Target]) -> None:
    if wrong := [ask.role for ask in asks if ask.role not in ROLES]:
        raise UnlawfulLinks("unknown_role", wrong)
    if unknown := [ask.business_id for ask in new if ask not in targets]:
        raise UnlawfulLinks("unknown_feature", unknown)
    if len(asks) > MOST_LINKS:
        raise UnlawfulLinks("too_many", [str(MOST_LINKS)])


def _key(link: Link) -> tuple[str, str, str]:
    return link.business_id, link.role, link.layer


def _answers(held: set[tuple[str, str, str]], ask: Ask) -> bool:
    return any(
        (name, role) == (ask.business_id, ask.role) and ask.layer in (None, layer)
        for name, role, layer in held
    )

"""Who holds which groups, and which host belongs to which unit: one persistent book per site.

It is kept beside the objects by subscribers and can be rebuilt from them. Reading a user's groups
touches one bucket of one BTree; dates are compared when it is read, so a substitution begins and
ends by itself, with no job and no reindexing.
"""

from BTrees.OOBTree import OOBTree
from collections.abc import Iterable
from collections.abc import Iterator
from datetime import date
from infostrada.site.units.interfaces import IUnitDirectory
from infostrada.site.units.rules import holds_on
from persistent import Persistent
from typing import NamedTuple
from zope.interface import implementer


class Grant(NamedTuple):
    """Groups a user has through one assignment, and from when to when."""

    source: str
    groups: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None


class UnitEntry(NamedTuple):
    """What the book knows of a unit: its id in the portal, title and host name."""

    name: str
    title: str
    host: str


@implementer(IUnitDirectory)
class UnitDirectory(Persistent):
    """The book of units, groups and grants of one site."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Empty the book before it is rebuilt."""
        self._units = OOBTree()
        self._names = OOBTree()
        self._hosts = OOBTree()
        self._titles = OOBTree()
        self._grants = OOBTree()
        self._sources = OOBTree()

    # units and their hosts

    def put_unit(self, unit_id: str, name: str, title: str, host: str) -> None:
        """Enter a unit or what changed of it; a host another unit has stays with that unit."""
        self.drop_unit(unit_id)
        self._units[unit_id] = UnitEntry(name, title, host)
        self._names[name] = unit_id
        if host:
            self._hosts.setdefault(host, unit_id)

    def drop_unit(self, unit_id: str) -> None:
        """Forget a unit and its host."""
        entry = self._units.pop(unit_id, None)
        if entry is None:
            return
        if self._names.get(entry.name) == unit_id:
            del self._names[entry.name]
        if entry.host and self._hosts.get(entry.host) == unit_id:
            del self._hosts[entry.host]

    def unit(self, unit_id: str) -> UnitEntry | None:
        """The unit with this stable id."""
        return self._units.get(unit_id)

    def unit_ids(self) -> list[str]:
        """Stable ids of all units, sorted."""
        return list(self._units)

    def unit_of_host(self, host: str) -> str | None:
        """Stable id of the unit this host name belongs to."""
        return self._hosts.get(host)

    def host_of_name(self, name: str) -> str | None:
        """Host name of the unit with this id in the portal; None when it has none."""
        unit_id = self._names.get(name)
        return self._units[unit_id].host or None if unit_id else None

    def has_hosts(self) -> bool:
        """Is any unit on a host of its own?"""
        return bool(self._hosts)

    # organisational units and posts

    def put_title(self, key: str, title: str) -> None:
        """Name an organisational unit (``<unit_id>:<org_id>``) or a post (its id)."""
        self._titles[key] = title

    def drop_title(self, key: str) -> None:
        """Forget the name of an organisational unit or a post."""
        self._titles.pop(key, None)

    def title(self, key: str) -> str | None:
        """Name of an organisational unit or a post; None for one that does not exist."""
        return self._titles.get(key)

    def titles(self) -> Iterator[tuple[str, str]]:
        """All organisational units and posts with their names."""
        return iter(self._titles.items())

    # grants

    def grant(self, user_id: str, grant: Grant) -> None:
        """Enter what a user has through one assignment, instead of what it gave before."""
        self.revoke(grant.source)
        self._grants[user_id] = (*self._grants.get(user_id, ()), grant)
        self._sources[grant.source] = user_id

    def revoke(self, source: str) -> None:
        """Forget what an assignment gave."""
        user_id = self._sources.pop(source, None)
        if user_id is None:
            return
        left = tuple(grant for grant in self._grants[user_id] if grant.source != source)
        if left:
            self._grants[user_id] = left
        else:
            del self._grants[user_id]

    def groups_of(self, user_id: str, day: date) -> list[str]:
        """Groups the user is in on ``day``, each once."""
        held: dict[str, None] = {}
        for grant in self._grants.get(user_id, ()):
            if holds_on(day, grant.valid_from, grant.valid_to):
                held.update(dict.fromkeys(grant.groups))
        return list(held)

    def members_of(self, group_id: str, day: date) -> list[str]:
        """Users in a group on ``day``; walks all grants, so it is for screens, not for checks."""
        return [
            user_id
            for user_id, grants in self._grants.items()
            if any(
                group_id in grant.groups and holds_on(day, grant.valid_from, grant.valid_to)
                for grant in grants
            )
        ]

    def users_of_units(self, unit_ids: Iterable[str]) -> set[str]:
        """Users with an assignment in any of the units, past and future ones included."""
        prefixes = _prefixes(unit_ids)
        return {user_id for user_id, grants in self._grants.items() if _reach(grants, prefixes)}

    def has_user(self, unit_id: str, user_id: str) -> bool:
        """Is the user one of `users_of_units` of this unit? Looks at that user alone."""
        return _reach(self._grants.get(user_id, ()), _prefixes([unit_id]))


def _prefixes(unit_ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"unit:{unit_id}:" for unit_id in unit_ids)


def _reach(grants: Iterable[Grant], prefixes: tuple[str, ...]) -> bool:
    return any(group.startswith(prefixes) for grant in grants for group in grant.groups)

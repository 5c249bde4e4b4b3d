"""Rights granted on one object to one person, group or post, from a time to a time.

A grant is a row. On the object it gives roles through a local-role provider, in lists it is a
sub-select; it never becomes a group or an index value, so giving and taking it back costs one row.
"""

from borg.localrole.interfaces import ILocalRoleProvider
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from infostrada.core.record.interfaces import IGrantScope
from infostrada.core.record.sql import rows
from infostrada.core.record.sql import write
from plone.uuid.interfaces import IUUID
from typing import Any
from zope.component import adapter
from zope.interface import implementer

import transaction


_rights: dict[str, tuple[str, ...]] = {"read": ("Reader",), "edit": ("Reader", "Editor")}


@dataclass(frozen=True)
class Grant:
    """A right held by a principal; `valid_to` is None for one without an end."""

    id: int
    uid: str
    principal: str
    right_name: str
    valid_from: datetime
    valid_to: datetime | None


class _Known:
    """Key of the grants a transaction has read already."""


def register_right(name: str, roles: Sequence[str]) -> None:
    """Name a right and the roles it gives on the object.

    Every right lets its holder find the object in lists, so at least one of its roles has to have
    "Access contents information" in every state of the object's workflow.
    """
    _rights[name] = tuple(roles)


def grant(
    obj: Any,
    principal: str,
    right_name: str,
    *,
    valid_from: datetime | None = None,
    valid_to: datetime | None = None,
) -> None:
    """Give a user, group or post (by id) a right on an object.

    Raises ValueError for a right nobody registered or an object that is no `IGrantScope`.
    """
    if right_name not in _rights:
        raise ValueError(f"unknown right {right_name!r}")
    if not IGrantScope.providedBy(obj):
        raise ValueError(f"{obj!r} takes no grants")
    write(
        "INSERT INTO core.access_grant (uid, principal, right_name, valid_from, valid_to)"
        " VALUES (%(uid)s, %(principal)s, %(right)s, coalesce(%(from)s, now()), %(to)s)",
        {
            "uid": IUUID(obj),
            "principal": principal,
            "right": right_name,
            "from": valid_from,
            "to": valid_to,
        },
    )
    _forget()


def revoke(obj: Any, principal: str, right_name: str | None = None) -> int:
    """End a principal's rights (or one of them) on an object now; returns how many ended.

    The rows stay: who could see what at a given time has to remain known.
    """
    ended = write(
        "UPDATE core.access_grant SET valid_to = greatest(now(), valid_from)"
        " WHERE uid = %(uid)s AND principal = %(principal)s"
        " AND right_name = coalesce(%(right)s, right_name)"
        " AND (valid_to IS NULL OR valid_to > now()) RETURNING id",
        {"uid": IUUID(obj), "principal": principal, "right": right_name},
    )
    _forget()
    return len(ended)


def grants_on(uid: str, *, in_force: bool = True) -> list[Grant]:
    """The grants on an object, by default only those in force now."""
    condition = " AND valid_from <= now() AND (valid_to IS NULL OR valid_to > now())" if in_force else ""
    found = rows(
        "SELECT id, uid, principal, right_name, valid_from, valid_to FROM core.access_grant"
        f" WHERE uid = %(uid)s{condition} ORDER BY principal, valid_from, id",
        {"uid": uid},
    )
    return [Grant(**row) for row in found]


@implementer(ILocalRoleProvider)
@adapter(IGrantScope)
class GrantedRoles:
    """Roles from grants in force, on the object and, by acquisition, below it."""

    def __init__(self, context: Any) -> None:
        self.context = context

    def getRoles(self, principal_id: str) -> tuple[str, ...]:
        return _roles_on(IUUID(self.context)).get(principal_id, ())

    def getAllRoles(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """None: what is listed here would be written into the indexes."""
        return iter(())


def _roles_on(uid: str) -> dict[str, tuple[str, ...]]:
    """Read once per object and transaction: permissions are asked for again and again."""
    known = _known()
    if uid not in known:
        roles: dict[str, tuple[str, ...]] = {}
        for each in grants_on(uid):
            roles[each.principal] = roles.get(each.principal, ()) + _rights[each.right_name]
        known[uid] = roles
    return known[uid]


def read_ahead(uids: Iterable[str]) -> None:
    """Read the grants on many objects by one statement: for acts that ask for a right on each of them."""
    wanted = list(uids)
    found = rows(
        "SELECT uid, principal, right_name FROM core.access_grant WHERE uid = ANY(%(uids)s)"
        " AND valid_from <= now() AND (valid_to IS NULL OR valid_to > now()) ORDER BY principal, valid_from, id",
        {"uids": wanted},
    )
    known = _known()
    known.update({uid: {} for uid in wanted})
    for row in found:
        roles = known[row["uid"]]
        roles[row["principal"]] = roles.get(row["principal"], ()) + _rights[row["right_name"]]


def _known() -> dict[str, dict[str, tuple[str, ...]]]:
    current = transaction.get()
    try:
        known: dict[str, dict[str, tuple[str, ...]]] = current.data(_Known)
    except KeyError:
        known = {}
        current.set_data(_Known, known)
    return known


def _forget() -> None:
    transaction.get().set_data(_Known, {})

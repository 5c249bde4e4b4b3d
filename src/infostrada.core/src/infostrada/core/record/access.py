"""Who may find an object: its access set.

An object's access set is named by its *lineage*: what each object from the root down to it says
about permissions and local roles. Objects of one lineage are open to the same principals, so a set
is stored once, however many rows point to it, and a change high in the tree is one UPDATE that
replaces a few sets by others.
"""

from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from borg.localrole.interfaces import ILocalRoleProvider
from collections.abc import Iterator
from dataclasses import dataclass
from plone import api
from plone.indexer.interfaces import IIndexer
from typing import Any
from uuid import UUID
from zope.component import getAdapters
from zope.component import getMultiAdapter

import hashlib


# The permission that `allowedRolesAndUsers` of the catalog stands for.
_PERMISSION_ATTRIBUTE = "_Access_contents_information_Permission"


@dataclass(frozen=True)
class AccessSet:
    """Principals in the catalog's notation (roles, `user:<id of a user or group>`).

    `id` is the digest of the lineage, `own` of the last object's part in it.
    """

    id: str
    own: str
    allowed: tuple[str, ...]


NOBODY = AccessSet(id=str(UUID(int=0)), own=str(UUID(int=0)), allowed=())


@dataclass(frozen=True)
class Principals:
    """What a person is, in the two notations the side index uses.

    `tokens` are compared with access sets, `ids` (users, groups, posts) with grants.
    """

    tokens: tuple[str, ...]
    ids: tuple[str, ...]


def principals(user: Any = None) -> Principals:
    """The principals of a user, by default of the one logged in."""
    user = user or api.user.get_current()
    catalog = api.portal.get_tool("portal_catalog")
    tokens = tuple(dict.fromkeys(catalog._listAllowedRolesAndUsers(user)))
    if "Anonymous" in user.getRoles():
        return Principals(tokens=tokens, ids=())
    return Principals(
        tokens=tokens,
        ids=tuple(token[5:] for token in tokens if token.startswith("user:")),
    )


def access_of(obj: Any, known: dict[str, AccessSet] | None = None) -> AccessSet:
    """The access set of an object as its permissions and local roles stand now.

    `known` holds the sets found so far, for many objects at once: who is in a set follows from its lineage.
    """
    tokens = [_token(level) for level in _chain(obj)]
    lineage = _digest("\n".join(tokens))
    if known is not None and lineage in known:
        return known[lineage]
    found = AccessSet(id=lineage, own=_digest(tokens[0]), allowed=_allowed(obj))
    if known is not None:
        known[lineage] = found
    return found


def _digest(text: str) -> str:
    return str(UUID(hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()))


def _allowed(obj: Any) -> tuple[str, ...]:
    catalog = api.portal.get_tool("portal_catalog")
    indexer = getMultiAdapter((obj, catalog), IIndexer, name="allowedRolesAndUsers")
    return tuple(sorted(indexer()))


def _chain(obj: Any) -> Iterator[Any]:
    while obj is not None and hasattr(aq_base(obj), "getPhysicalPath"):
        yield obj
        obj = aq_parent(aq_inner(obj))


def _token(obj: Any) -> str:
    """What one object contributes: its own permission setting, local roles and their blocking."""
    own = getattr(aq_base(obj), _PERMISSION_ATTRIBUTE, None)
    blocked = bool(getattr(aq_base(obj), "__ac_local_roles_block__", None))
    local = sorted(
        (principal, sorted(roles))
        for _name, provider in getAdapters((obj,), ILocalRoleProvider)
        for principal, roles in provider.getAllRoles()
    )
    return repr((type(own).__name__, own, blocked, local))

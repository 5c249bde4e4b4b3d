"""Rows of the side index in the shape of catalog brains, for code that asks the catalog."""

from Acquisition import Implicit
from DateTime import DateTime
from Missing import MV
from plone import api
from Products.CMFCore.utils import getToolByName
from Products.ZCatalog.CatalogBrains import AbstractCatalogBrain
from Products.ZCatalog.interfaces import ICatalogBrain
from typing import Any
from zope.interface import implementer


COLUMNS = """uid, path, type, state, title, description, creator, folderish,
    created, modified, effective, expires"""


@implementer(ICatalogBrain)
class RowBrain(Implicit):
    """A row as a brain: every metadata column of the catalog is there, missing ones as `MV`."""

    __allow_access_to_unprotected_subobjects__ = True

    def __init__(self, row: dict[str, Any], schema: tuple[str, ...]) -> None:
        self.__dict__.update(dict.fromkeys(schema, MV))
        self.__dict__.update(_metadata(row))
        self._path = row["path"]
        self._schema = schema

    def has_key(self, key: str) -> bool:
        return key in self._schema

    __contains__ = has_key

    def getPath(self) -> str:
        path: str = self._path
        return path

    def getRID(self) -> None:
        """There is no catalog record."""

    getURL = AbstractCatalogBrain.getURL
    getObject = AbstractCatalogBrain.getObject
    _unrestrictedGetObject = AbstractCatalogBrain._unrestrictedGetObject


def brain_of(row: dict[str, Any], catalog: Any) -> RowBrain:
    """The brain of a row, in the acquisition context of the catalog as real brains are."""
    brain: RowBrain = RowBrain(row, tuple(catalog.schema())).__of__(catalog)
    return brain


def _metadata(row: dict[str, Any]) -> dict[str, Any]:
    created, effective, expires = (
        DateTime(row[name]) if row[name] is not None else None for name in ("created", "effective", "expires")
    )
    modified = DateTime(row["modified"])
    return {
        "UID": row["uid"],
        "id": row["path"].rpartition("/")[2],
        "getId": row["path"].rpartition("/")[2],
        "portal_type": row["type"],
        "Type": _type_title(row["type"]),
        "review_state": row["state"] or "",
        "Title": row["title"],
        "Description": row["description"],
        "Creator": row["creator"],
        "listCreators": (row["creator"],) if row["creator"] else (),
        "is_folderish": row["folderish"],
        "created": created,
        "modified": modified,
        "effective": effective or DateTime(1969, 12, 31),
        "expires": expires or DateTime(2499, 12, 31),
        "CreationDate": created.ISO8601() if created else "None",
        "ModificationDate": modified.ISO8601(),
        "EffectiveDate": effective.ISO8601() if effective else "None",
        "ExpirationDate": expires.ISO8601() if expires else "None",
        "Date": (effective or modified).ISO8601(),
        "Subject": (),
        "getIcon": False,
        "exclude_from_nav": False,
    }


def _type_title(portal_type: str) -> str:
    fti = getToolByName(api.portal.get(), "portal_types").get(portal_type)
    return str(fti.Title()) if fti is not None else portal_type

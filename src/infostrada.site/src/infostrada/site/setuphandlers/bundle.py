"""The structure of a region as a collective.exportimport bundle: ``bundle/content.json`` of a profile.

A bundle holds what an operator sets up (units, organisational units, posts), not what officials do. It is
loaded whole or not at all, and exported again without differences: what only the loading itself makes
(dates of change, owners, addresses) is left out.
"""

from collections.abc import Iterator
from collective.exportimport.export_content import ExportContent
from collective.exportimport.import_content import ImportContent
from infostrada.core.server.profile import ProfileError
from pathlib import Path
from plone import api
from Products.CMFCore.indexing import processQueue
from typing import Any

import json


CONTENT = Path("bundle") / "content.json"
TYPES = ["units_unit", "units_structure", "units_org", "units_post"]
LEFT_OUT = {
    "@components", "@static_behaviors", "allow_discussion", "contributors", "created", "creators", "effective",
    "expires", "exportimport.constrains", "exportimport.conversation", "is_folderish", "items", "items_total",
    "language", "layout", "lock", "modified", "next_item", "parent", "previous_item", "relatedItems", "rights",
    "subjects", "type_title", "version", "versioning_enabled", "workflow_history", "working_copy",
    "working_copy_of",
}  # fmt: skip


def loader(portal: Any, folder: Path, logins: list[tuple[str, str, str]]) -> Iterator[str]:
    """Load the profile's bundle, if it has one."""
    if (folder / CONTENT).is_file():
        yield f"{load(portal, folder)} units, organisational units and posts"


def load(portal: Any, folder: Path) -> int:
    """Bring the bundle below `folder` in; raises `ProfileError` naming the item at fault."""
    items = _read(folder / CONTENT)
    for fault in _faults(portal, items):
        raise ProfileError(f"{folder / CONTENT}: {fault}")
    missing = WholeImport(portal, portal.REQUEST).bring_in(items)
    if missing:
        raise ProfileError(f"{folder / CONTENT}: not imported: {', '.join(missing[:5])}")
    return len(items)


def dump(portal: Any, folder: Path) -> int:
    """Write the bundle of a site below `folder`; returns the number of items."""
    items = exported(portal)
    (folder / CONTENT).parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(items, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / CONTENT).write_text(text + "\n")
    return len(items)


def exported(portal: Any) -> list[dict[str, Any]]:
    """The items of a bundle, parents before their children, addresses relative to the site."""
    view = PlainExport(portal, portal.REQUEST)
    view.portal_type, view.path, view.depth = TYPES, "/".join(portal.getPhysicalPath()), -1
    view.migration, view.include_blobs, view.include_revisions, view.errors = False, 1, False, []
    items = list(view.export_content())
    if view.errors:
        raise ProfileError(f"not exported: {view.errors[0]['path']}: {view.errors[0]['message']}")
    return items


class PlainExport(ExportContent):
    """Export of what stays the same from one site to the next."""

    def global_dict_hook(self, item: dict[str, Any], obj: Any) -> dict[str, Any]:
        top = api.portal.get().absolute_url()
        # An empty text comes back as none: neither says anything.
        kept = {k: _token(v) for k, v in item.items() if k not in LEFT_OUT and v not in ("", None, [])}
        kept["@id"] = item["@id"].removeprefix(top)
        kept["parent"] = {"@id": item["parent"]["@id"].removeprefix(top) or "/"}
        return kept


class WholeImport(ImportContent):
    """Import that tells which items it could not make, and leaves committing to its caller."""

    def bring_in(self, items: list[dict[str, Any]]) -> list[str]:
        """Make the items; returns the addresses of those that were not made."""
        self.limit = self.commit = None
        self.handle_existing_content, self.import_old_revisions = 0, False
        self.import_to_current_folder = False
        self.made: set[str] = set()
        wanted = [item["@id"] for item in items]
        self.import_new_content([self._placed(item) for item in items])
        return [address for address in wanted if address not in self.made]

    def set_uuid(self, item: dict[str, Any], obj: Any) -> Any:
        """Give the object its UID of the bundle; indexes forget the one it was made with."""
        # Indexes forget only what they have been told of.
        processQueue()
        obj.unindexObject()
        processQueue()
        uid = super().set_uuid(item, obj)
        obj.indexObject()
        return uid

    def global_obj_hook(self, obj: Any, item: dict[str, Any]) -> Any:
        self.made.add("/" + "/".join(api.portal.get_tool("portal_url").getRelativeContentPath(obj)))
        return obj

    def _placed(self, item: dict[str, Any]) -> dict[str, Any]:
        top = api.portal.get().absolute_url()
        parent = {"@type": "", "UID": None, "@id": top + item["parent"]["@id"].rstrip("/")}
        return {**item, "@id": top + item["@id"], "parent": parent}


def _token(value: Any) -> Any:
    """The token of a chosen term, or the tokens of several in order: titles depend on the reader's language."""
    if isinstance(value, list) and all(_is_term(item) for item in value):
        return sorted(item["token"] for item in value)
    return value["token"] if _is_term(value) else value


def _is_term(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"title", "token"}


def _read(path: Path) -> list[dict[str, Any]]:
    try:
        return list(json.loads(path.read_text()))
    except (OSError, ValueError) as error:
        raise ProfileError(f"{path}: {error}") from error


def _faults(portal: Any, items: list[dict[str, Any]]) -> Iterator[str]:
    """What is wrong with the items, before any of them is made."""
    known = {"/"}
    for number, item in enumerate(items, start=1):
        if absent := {"@id", "@type", "UID", "id", "parent", "title"} - set(item):
            yield f"item {number}: {', '.join(sorted(absent))} missing"
        elif item["@type"] not in portal.portal_types:
            yield f"{item['@id']}: there is no type {item['@type']!r}"
        elif item["parent"]["@id"] not in known:
            yield f"{item['@id']}: its parent {item['parent']['@id']!r} does not stand before it"
        else:
            known.add(item["@id"])

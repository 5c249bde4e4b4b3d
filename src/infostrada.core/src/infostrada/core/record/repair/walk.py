"""All content objects of a site, a batch at a time, without filling the memory."""

from collections.abc import Iterable
from collections.abc import Iterator
from infostrada.core.record.row import is_indexed
from itertools import islice
from typing import Any


BATCH = 500


def objects(root: Any) -> Iterator[Any]:
    """An object and all content below it, parents first."""
    if is_indexed(root):
        yield root
    if not getattr(root, "isPrincipiaFolderish", False):
        return
    for name in list(root.objectIds()):
        child = root._getOb(name, None)
        if child is not None and is_indexed(child):
            yield from objects(child)


def batches(source: Iterable[Any], jar: Any, size: int = BATCH) -> Iterator[list[Any]]:
    """Lists of at most `size`; what a batch has loaded is let go after it."""
    iterator = iter(source)
    while batch := list(islice(iterator, size)):
        yield batch
        jar.cacheMinimize()


def at(root: Any, path: str) -> Any:
    """The object whose physical path this is, or None."""
    obj = root.unrestrictedTraverse(path, None)
    if obj is None or not hasattr(obj, "getPhysicalPath"):
        return None
    return obj if "/".join(obj.getPhysicalPath()) == path else None

"""The processors of Plone's indexing queue: one for the side index, one for the catalog."""

from infostrada.core.record.pending import pending
from infostrada.core.record.uncatalogued import is_uncatalogued
from Products.CMFCore.indexing import PortalCatalogProcessor
from Products.CMFCore.interfaces import IIndexQueueProcessor
from typing import Any
from zope.interface import implementer


@implementer(IIndexQueueProcessor)
class SideIndexProcessor:
    """Hands every indexed object to the transaction's pending work."""

    def index(self, obj: Any, attributes: Any = None) -> None:
        pending().want(obj)

    def reindex(self, obj: Any, attributes: Any = None, update_metadata: int = 1) -> None:
        pending().want(obj)

    def unindex(self, obj: Any) -> None:
        pending().forget(obj)

    def begin(self) -> None:
        """The queue starts to be processed: what it hands over is written before the commit."""
        pending().hook()

    def commit(self) -> None:
        """Called after the transaction has been committed; everything is written by then."""

    def abort(self) -> None:
        """The pending work goes with the transaction it belongs to."""


class SelectiveCatalogProcessor(PortalCatalogProcessor):
    """The portal catalog without the types kept out of it."""

    def index(self, obj: Any, attributes: Any = None) -> None:
        if not is_uncatalogued(obj):
            super().index(obj, attributes)

    def reindex(self, obj: Any, attributes: Any = None, update_metadata: int = 1) -> None:
        if not is_uncatalogued(obj):
            super().reindex(obj, attributes, update_metadata)

    def unindex(self, obj: Any) -> None:
        if not is_uncatalogued(obj):
            super().unindex(obj)

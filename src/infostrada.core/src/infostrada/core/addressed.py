"""Views and services that take names behind their own in the address: `@@job/<id>`, `@@preview/<file>/<page>`."""

from infostrada.core.errors import NotFound
from typing import Any
from typing import Self
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


@implementer(IPublishTraverse)
class TakesNames:
    """Takes the rest of the address, `most_names` at most; one more is an address that leads nowhere."""

    most_names = 1
    names: tuple[str, ...] = ()

    def publishTraverse(self, request: Any, name: str) -> Self:
        """Take one name."""
        if len(self.names) >= self.most_names:
            raise NotFound()
        self.names = (*self.names, name)
        return self

    @property
    def name(self) -> str:
        """The first name; empty when the address ends before it."""
        return self.names[0] if self.names else ""

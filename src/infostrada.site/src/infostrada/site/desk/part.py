"""A part of a desk page: its section, and the forms it acts on; other domains may offer parts of theirs."""

from infostrada.site.desk.interfaces import IDeskPart
from typing import Any
from zope.interface import implementer


@implementer(IDeskPart)
class Part:
    """One section of a page; `do_<word>` acts on its form of that name, as on the page itself."""

    position = 50

    def __init__(self, context: Any, page: Any) -> None:
        self.context = context
        self.page = page
        self.request = page.request

    def section(self) -> dict[str, Any] | None:
        """Title with a register, forms or a notice; None when there is nothing for the visitor."""
        raise NotImplementedError

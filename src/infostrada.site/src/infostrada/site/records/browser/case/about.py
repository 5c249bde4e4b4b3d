"""What the pages beside a case's own share."""

from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.records.browser.words import CASE_KEY
from infostrada.site.records.cases.permissions import WORK_ON
from infostrada.site.records.cases.rules import OPEN
from infostrada.site.records.workflow import state_of
from typing import Any


class AboutCase(DeskPage):
    """One side of a case, with the way back to it; its forms lead to the page itself."""

    @property
    def lead(self) -> str:
        """The case's title."""
        title: str = self.context.title
        return title

    @property
    def links(self) -> list[dict[str, Any]]:
        """Back to the case."""
        return [{"label": _("The case"), "url": f"{self.context.absolute_url()}/view", "key": CASE_KEY}]

    @property
    def here(self) -> str:
        """The page's own address."""
        return f"{self.context.absolute_url()}/{self.address}"

    @property
    def works(self) -> bool:
        """Is the case open, and may the visitor work on it?"""
        return state_of(self.context) in OPEN and self.may(WORK_ON)

"""Cases a case is tied to, and the acts that tie, part and mend."""

from infostrada.site import _
from infostrada.site.records.browser.case.about import AboutCase
from infostrada.site.records.browser.ties.mistakes import Mistakes
from infostrada.site.records.browser.ties.onward import Onward
from infostrada.site.records.browser.ties.otherclass import OtherClass
from infostrada.site.records.browser.ties.tied import Tied
from infostrada.site.records.browser.ties.tying import Tying
from typing import Any


class TiesPage(AboutCase):
    """The ties, then the forms one may use."""

    parts = (Tied, Tying, Onward, OtherClass, Mistakes)

    @property
    def heading(self) -> Any:
        """Sign of the case."""
        return _("Ties of the case ${sign}", mapping={"sign": str(self.context.sign)})

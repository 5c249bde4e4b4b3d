"""Where letters are handed in to an office, for the foot of its pages."""

from infostrada.site.theme.interfaces import IInboxAddress
from infostrada.site.units.interfaces import IUnit
from zope.component import adapter
from zope.interface import implementer


@implementer(IInboxAddress)
@adapter(IUnit)
class InboxAddress:
    """The office's electronic inbox; whoever is not logged in is asked to on the way."""

    def __init__(self, unit: IUnit) -> None:
        self.url: str = f"{unit.absolute_url()}/@@submit-letter"

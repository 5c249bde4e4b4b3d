"""The bulletin's place in the head, the foot and the front page of its unit."""

from infostrada.site.bip.operations import BULLETIN
from infostrada.site.theme.interfaces import IBulletinAddress
from infostrada.site.units.interfaces import IUnit
from plone import api
from zope.component import adapter
from zope.interface import implementer


@implementer(IBulletinAddress)
@adapter(IUnit)
class UnitBulletin:
    """The bulletin of a unit."""

    def __init__(self, unit: IUnit) -> None:
        self.unit = unit

    @property
    def url(self) -> str | None:
        """Its address, for whoever may read it."""
        bulletin = self.unit.get(BULLETIN)
        if bulletin is None or not api.user.has_permission("View", obj=bulletin):
            return None
        return str(bulletin.absolute_url())

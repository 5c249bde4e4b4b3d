"""What the map of a unit shows: a commune sees its own features, other units the whole region."""

from infostrada.geo.interfaces import IMapScope
from infostrada.site.units.interfaces import IUnit
from typing import Any
from zope.component import adapter
from zope.interface import implementer


COMMUNE_DIGITS = 6


@adapter(IUnit)
@implementer(IMapScope)
class UnitMapScope:
    """Narrows the map by the commune's TERYT number; counties and other units have none here."""

    def __init__(self, unit: Any) -> None:
        digits = unit.teryt or ""
        self.teryt = digits[:COMMUNE_DIGITS] if len(digits) >= COMMUNE_DIGITS else ""

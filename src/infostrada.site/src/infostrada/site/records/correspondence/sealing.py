"""The seal of a unit on its receipts."""

from infostrada.site.records.correspondence.interfaces import ISeal
from infostrada.site.records.signatures.sealing import has_seal
from infostrada.site.records.signatures.sealing import sealed_xml
from infostrada.site.units.interfaces import IUnit
from typing import Any
from zope.component import adapter
from zope.interface import implementer


@implementer(ISeal)
class UnitSeal:
    """Signs with the key the server holds for the unit."""

    def __init__(self, unit: Any) -> None:
        self.unit = unit

    def sign_xml(self, data: bytes) -> bytes:
        """The XML with an enveloped XAdES signature."""
        return sealed_xml(self.unit, data)


@implementer(ISeal)
@adapter(IUnit)
def seal_of(unit: Any) -> UnitSeal | None:
    """The unit's seal; None when it keeps none."""
    return UnitSeal(unit) if has_seal(unit) else None

"""Registers in rules: identifiers, columns, how a place is made coarse. Pure.

The identifier of material is `P.WWPP.RRRR.N` (evidence of materials of the state geodetic and
cartographic resource; rozporządzenie w sprawie organizacji i trybu prowadzenia państwowego zasobu
geodezyjnego i kartograficznego, Dz.U. 2013 poz. 1183, § 15, kept by Dz.U. 2021 poz. 820).
"""

from infostrada.geo import _

import re


KINDS = (
    ("monuments", _("Monuments")),
    ("archaeology", _("Archaeological sites")),
    ("protected", _("Forms of nature protection")),
    ("local_plans", _("Local plans")),
    ("general_plans", _("General plans")),
    ("operats", _("Documents of the geodetic resource")),
)
OPERAT_KINDS = (
    ("survey", _("Survey for maps")),
    ("division", _("Division of a parcel")),
    ("boundaries", _("Setting of boundaries")),
    ("inventory", _("Inventory of a building or network")),
    ("legal", _("Map for legal purposes")),
    ("other", _("Other document")),
)
OPERAT = re.compile(r"P\.(\d{2})(\d{2})\.((?:19|20)\d{2})\.([1-9]\d{0,8})")
MOST_COLUMNS = 8


def is_operat_id(value: str) -> bool:
    """Is it `P.WWPP.RRRR.N`, with a voivodeship (even, 02 to 32) and a county?"""
    found = OPERAT.fullmatch(value or "")
    if not found:
        return False
    voivodeship, county = int(found[1]), int(found[2])
    return 2 <= voivodeship <= 32 and voivodeship % 2 == 0 and county > 0


def columns_of(text: str | None) -> dict[str, str] | None:
    """Headings by attribute, in order; None when a line is not `attribute = heading`."""
    found: dict[str, str] = {}
    for line in (text or "").splitlines():
        if not line.strip():
            continue
        attribute, sign, heading = (part.strip() for part in line.partition("="))
        if not sign or not attribute or not heading or attribute in found:
            return None
        found[attribute] = heading
    return found if len(found) <= MOST_COLUMNS else None

"""All registers by their names and addresses; their fields stand in `tables`, what a register is in `shape`."""

from collections.abc import Mapping
from infostrada.site.bip.registers.shape import Kind
from infostrada.site.bip.registers.tables.council import INTERPELLATION
from infostrada.site.bip.registers.tables.council import ORDINANCE
from infostrada.site.bip.registers.tables.council import RESOLUTION
from infostrada.site.bip.registers.tables.council import SESSION
from infostrada.site.bip.registers.tables.council import TERM_OF_COUNCIL
from infostrada.site.bip.registers.tables.council import VOTE
from infostrada.site.bip.registers.tables.money import BUDGET
from infostrada.site.bip.registers.tables.money import CONTRACT
from infostrada.site.bip.registers.tables.money import CONTROL
from infostrada.site.bip.registers.tables.money import PROCUREMENT
from infostrada.site.bip.registers.tables.money import PROPERTY
from infostrada.site.bip.registers.tables.people import DECLARATION
from infostrada.site.bip.registers.tables.people import ENVIRONMENT
from infostrada.site.bip.registers.tables.people import PETITION
from infostrada.site.bip.registers.tables.people import RECRUITMENT
from infostrada.site.bip.registers.tables.people import REQUEST
from types import MappingProxyType
from typing import Any


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            RESOLUTION, ORDINANCE, TERM_OF_COUNCIL, SESSION, VOTE, INTERPELLATION, PROCUREMENT, CONTRACT, RECRUITMENT,
            DECLARATION, PETITION, ENVIRONMENT, PROPERTY, CONTROL, BUDGET, REQUEST,
        )
    }
)  # fmt: skip
SLUGS: Mapping[str, Kind] = MappingProxyType({kind.slug: kind for kind in KINDS.values()})
TYPES = ("bip_entry", *(kind.portal_type for kind in KINDS.values()))


def kind_of(entry: Any) -> Kind:
    """The register an entry stands in."""
    return KINDS[entry.portal_type.removeprefix("bip_")]

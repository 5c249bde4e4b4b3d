"""The register of parties."""

from infostrada.site.parties.operations import add_party
from infostrada.site.parties.operations import party_register
from tests.site.permissions.matrix import Domain
from tests.site.permissions.matrix import Entry
from tests.site.permissions.matrix import Right


READERS = frozenset({"operator", "registrar", "coordinator", "head"})
EDITORS = frozenset({"operator", "registrar", "coordinator"})


def build(world) -> None:
    """A person in the unit's register."""
    values = {"surname": "Kowalczyk", "given_names": "Maria", "pesel": "85031419511"}
    world["party"], _warnings = add_party(world["unit"], values)
    world["party_register"] = party_register(world["unit"])


DOMAIN = Domain(
    name="parties",
    entries=(
        Entry("@parties", "unit", entitled="registrar"),
        Entry("@parties", "unit", method="POST", entitled="registrar"),
        Entry("@party", "party", entitled="head"),
        Entry("@party", "party", method="PATCH", entitled="coordinator"),
        Entry("@pesel", "party", method="POST", entitled="registrar"),
        Entry("parties", "unit", entitled="head"),
        Entry("find-parties", "unit", entitled="head"),
        Entry("add-party", "unit", entitled="registrar"),
        Entry("view", "party", entitled="head"),
        Entry("edit-party", "party", entitled="registrar"),
        Entry("reveal-pesel", "party", entitled="registrar"),
        Entry("find-ade", "party", entitled="registrar"),
        Entry("@electronic-address", "party", method="POST", entitled="registrar"),
    ),
    rights=(
        Right("View", "party", READERS),
        Right("View", "party_register", READERS),
        # changed through operations only, which check and write the journal
        Right("Modify portal content", "party", frozenset({"operator"})),
        Right("infostrada.site: View parties", "unit", READERS),
        Right("infostrada.site: Edit parties", "unit", EDITORS),
        Right("infostrada.site: Reveal PESEL", "party", EDITORS),
        Right("infostrada.site: View parties", "other_unit", frozenset({"operator", "other"})),
    ),
    build=build,
)

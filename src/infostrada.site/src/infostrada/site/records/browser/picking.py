"""A form whose sender, addressee or party may be picked from the register of parties, and the fields of either."""

from collections.abc import Mapping
from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.parties.picking import MAY_PICK
from infostrada.site.parties.picking import party_of
from infostrada.site.parties.picking import suggestions
from typing import Any


def name_fields(*, hint: bool = False) -> list[dict[str, Any]]:
    """An organisation or a person."""
    organisation = {"name": "sender_org_name", "label": _("Organisation")}
    if hint:
        organisation["hint"] = _("Fill in the organisation or the person.")
    return [
        organisation,
        {"name": "sender_surname", "label": _("Surname"), "width": "is-half"},
        {"name": "sender_given_names", "label": _("Given names"), "width": "is-half"},
    ]


def address_fields(*, town_needed: bool = True, code_first: bool = False) -> list[dict[str, Any]]:
    """Street to town; `code_first` where the postcode tells the town and its streets."""
    street = [
        {"name": "street", "label": _("Street"), "width": "is-half"},
        {"name": "building", "label": _("Building"), "width": "is-quarter"},
        {"name": "apartment", "label": _("Flat"), "width": "is-quarter"},
    ]
    town = [
        {"name": "postal_code", "label": _("Postcode"), "width": "is-half" if code_first else "is-quarter"},
        {"name": "city", "label": _("Town"), "required": town_needed, "width": "is-half"},
    ]
    if not code_first:
        return [*street, *town]
    town[0]["hint"] = _("Part of the code, or the town: those of the last letters are offered.")
    street[0]["hint"] = _("With the number: Polna 4/2.")
    return [*town, *street]


def others_field(value: str = "") -> dict[str, Any]:
    """Further senders, as they are typed (`correspondence.typed_senders`)."""
    return {
        "name": "others",
        "label": _("Who else it is from, one in a line"),
        "hint": _("Nowak Anna, or with another address: Nowak Anna, Polna 5/2, 87-100 Toruń."),
        "kind": "textarea",
        "rows": 3,
        "value": value,
    }


def country_field(**more: Any) -> dict[str, Any]:
    """Two letters of ISO 3166-1."""
    return {"name": "country", "label": _("Country"), "value": "PL", "width": "is-quarter", **more}


EMAIL = {"name": "email", "label": _("E-mail"), "kind": "email"}


class PickingPage(DeskPage):
    """A page whose form finds a party by words and takes its data over."""

    def __init__(self, context: Any, request: Any) -> None:
        super().__init__(context, request)
        self.filled: Mapping[str, str] = {}

    def picker(self, label: Any, **more: Any) -> list[dict[str, Any]]:
        """The field that looks for a party; none for people who may not see the register."""
        if not self.may(MAY_PICK):
            return []
        field = {
            "name": "party",
            "label": label,
            "hint": _("Part of the name, or a whole number: PESEL, NIP, REGON, KRS."),
            "kind": "party",
            "url": f"{self.unit.absolute_url()}/@@find-parties",
            "words": self.text("party_words"),
            **more,
        }
        if self.sent == "find-party":
            field["found"] = suggestions(self.unit, self.text("party_words"))
        return [field]

    def taken(self, party: Any) -> dict[str, str]:
        """What the form takes over from a party, by the names of its fields."""
        raise NotImplementedError

    def value(self, field: Mapping[str, Any]) -> Any:
        """What was sent; the picked party's data take its place."""
        return self.filled.get(field["name"], super().value(field))

    def do_find_party(self) -> None:
        """Show who in the register bears the words looked for."""

    def do_pick_party(self) -> None:
        """Fill in the data of the chosen party."""
        uid = self.text("party_chosen")
        self.filled = {**self.taken(party_of(self.unit, uid)), "party": uid}

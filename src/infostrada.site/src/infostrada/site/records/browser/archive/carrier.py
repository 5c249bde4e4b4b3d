"""On a transfer: the package goes on a carrier of data, with its covering letter."""

from infostrada.site import _
from infostrada.site.desk.part import Part
from infostrada.site.desk.words import options
from infostrada.site.records.archive.address import address_of
from infostrada.site.records.archive.address import ArchiveAddress
from infostrada.site.records.archive.carrier import Carrier
from infostrada.site.records.archive.carrier import hand_over
from infostrada.site.records.archive.carrier import WAYS
from infostrada.site.records.archive.operations import KEEP
from infostrada.site.records.archive.sending import LARGEST
from infostrada.site.records.archive.sending import sent_next
from infostrada.site.records.workflow import state_of
from typing import Any


WHY = _(
    "This package is too large for e-Doręczenia. Download it, copy it to a carrier of data and let the covering letter, the "
    "list and the receipt to be signed go with it."
)
OTHERWISE = _("Instead of e-Doręczenia, when the state archive wants it so.")


class OnCarrier(Part):
    """The form that makes the letter, while a package waits to go."""

    position = 22

    def section(self) -> dict[str, Any] | None:
        """What lies on which carrier, and how it gets there."""
        record, page = self.context, self.page
        if state_of(record) != "packed" or not page.may(KEEP) or sent_next(record) is None:
            return None
        kept, too_large = address_of(page.unit), record.parcel.size > LARGEST
        carrier = (
            {
                "name": "kind",
                "label": _("Kind of carrier"),
                "hint": _("For example: dysk USB, płyta DVD."),
                "required": True,
            },
            {"name": "marking", "label": _("What is written on it"), "required": True},
            {
                "name": "method",
                "label": _("How it goes"),
                "kind": "select",
                "options": options({way: way for way in WAYS}),
                "required": True,
            },
        )
        address = (
            {
                "name": "street",
                "label": _("Street and number of the state archive"),
                "value": kept.street,
                "required": True,
            },
            {
                "name": "postal_code",
                "label": _("Postal code of the state archive"),
                "value": kept.postal_code,
                "required": True,
            },
            {"name": "city", "label": _("Town of the state archive"), "value": kept.city, "required": True},
        )
        form = page.one(
            "carry",
            _("Make the covering letter"),
            groups=[(_("Carrier of data"), carrier), (_("State archive"), address)],
            fold=_("Give it on a carrier of data"),
            open=too_large or page.holds("carry"),
        )
        return {
            "id": "carrier",
            "title": _("On a carrier of data"),
            "text": WHY if too_large else OTHERWISE,
            "forms": [form],
        }

    def do_carry(self) -> str:
        """Make the letter; it is then sent like any other."""
        page = self.page
        to = ArchiveAddress("", page.text("city"), page.text("street"), page.text("postal_code"))
        carrier = Carrier(page.text("kind"), page.text("marking"))
        letter = hand_over(self.context, carrier, to, page.text("method"))
        page.say(_("Letters registered in the RPWych: ${numbers}.", mapping={"numbers": letter.rpw_number}))
        return f"{letter.absolute_url()}/view"

"""The chronological store: labels of its boxes."""

from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.words import options
from infostrada.site.records.browser.paper.words import SEQUENCES
from infostrada.site.records.problems import invalid
from typing import Any
from urllib.parse import urlencode


class StorePage(DeskPage):
    """One form that leads to the label."""

    heading = _("Labels of boxes")
    lead = _(
        "A box of the chronological store says the office, the store, the year and the range of numbers."
    )

    @property
    def links(self) -> list[dict[str, Any]]:
        """The list of what stands outside the system."""
        return [{"label": _("Paper outside the system"), "url": f"{self.unit.absolute_url()}/@@not-scanned"}]

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The form."""
        form = self.one(
            "label",
            _("Label (PDF)"),
            {
                "name": "sequence",
                "label": _("Sequence of the store"),
                "kind": "select",
                "required": True,
                "options": options(SEQUENCES),
            },
            {
                "name": "year",
                "label": _("Year"),
                "required": True,
                "value": str(polish_today().year),
                "width": "is-short",
            },
            {"name": "first", "label": _("First number in the box"), "required": True, "width": "is-short"},
            {"name": "last", "label": _("Last number in the box"), "required": True, "width": "is-short"},
        )
        return [{"id": "box", "title": _("Box"), "forms": [form]}]

    def do_label(self) -> str:
        """On to the label."""
        asked = {name: self.text(name) for name in ("sequence", "year", "first", "last")}
        for name in ("year", "first", "last"):
            if not asked[name].isdecimal() or len(asked[name]) > 8:
                raise invalid(name, "not_a_count")
        if int(asked["last"]) < int(asked["first"]):
            raise invalid("last", "last_before_first_number")
        return f"{self.unit.absolute_url()}/@@box-label?{urlencode(asked)}"

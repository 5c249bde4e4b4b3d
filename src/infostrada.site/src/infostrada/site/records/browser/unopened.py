"""The office's list of parcels that are not opened at the counter."""

from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.records.browser.tables import table
from infostrada.site.records.correspondence.envelope import as_text
from infostrada.site.records.correspondence.envelope import kinds_from
from infostrada.site.records.correspondence.envelope_settings import keep_kinds
from infostrada.site.records.correspondence.envelope_settings import kinds_of
from typing import Any


class DoNotOpenPage(DeskPage):
    """The list, and the form that keeps it."""

    heading = _("Parcels not opened")
    lead = _("They are registered from the envelope alone and given to the addressee closed.")

    @property
    def links(self) -> list[dict[str, Any]]:
        """Those that wait to be opened."""
        url = f"{self.unit.absolute_url()}/@@letters?unopened=waiting"
        return [{"label": _("Letters not opened yet"), "url": url}]

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The kinds with their words, and the form."""
        kinds = kinds_of(self.context.unit_id)
        rows = [
            {
                "id": f"kind-{place}",
                "title": kind.title,
                "url": None,
                "cells": {"kind": {"text": kind.title}, "words": {"text": ", ".join(kind.words)}},
            }
            for place, kind in enumerate(kinds, 1)
        ]
        columns = (("kind", _("Kind of parcel")), ("words", _("Words on the envelope")))
        field = {
            "name": "kinds",
            "label": _("Kinds, one in a line"),
            "hint": _("The kind, a colon, words or their beginnings divided by commas."),
            "kind": "textarea",
            "rows": 10,
            "value": as_text(kinds),
        }
        form = self.one("keep", _("Keep the list"), field, fold=_("Change the list"))
        register = {
            **table(_("Kinds of parcels"), columns, rows),
            "quiet": True,
            "empty": _("The list is empty: every parcel is opened at the counter."),
        }
        return [{"id": "kinds", "title": _("Kinds of parcels"), "register": register, "forms": [form]}]

    def do_keep(self) -> str:
        """Keep the list."""
        keep_kinds(self.context, kinds_from(self.text("kinds")))
        self.say(_("The list is kept."))
        return f"{self.context.absolute_url()}/{self.address}"

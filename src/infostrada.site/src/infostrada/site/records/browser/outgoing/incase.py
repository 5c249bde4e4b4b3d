"""The outgoing letters of a case."""

from infostrada.site import _
from infostrada.site.desk.part import Part
from infostrada.site.desk.words import dated
from infostrada.site.records.browser.tables import quietly
from infostrada.site.records.browser.tables import table
from infostrada.site.records.browser.words import STATES
from infostrada.site.records.correspondence.outgoing.service import term_opened
from infostrada.site.records.find import record_at
from infostrada.site.records.workflow import state_of
from typing import Any


class CaseLetters(Part):
    """On the page of a case: its letters, and when each addressee was served."""

    position = 25

    def section(self) -> dict[str, Any] | None:
        """The table; None for a case nothing was sent from."""
        letters = [letter for letter in map(record_at, self.context.outgoing) if letter is not None]
        if not letters:
            return None
        rows = [self._row(letter) for letter in letters]
        columns = (
            ("number", _("RPWych number")),
            ("recipient", _("Addressee")),
            ("title", _("Title of the letter")),
            ("method", _("Way of dispatch")),
            ("sent", _("Sent")),
            ("served", _("Served")),
            ("term", _("Term opened")),
            ("state", _("State")),
        )
        register = quietly(table(_("Letters sent in the case"), columns, rows))
        return {"id": "outgoing", "title": _("Outgoing letters"), "register": register}

    def _row(self, letter: Any) -> dict[str, Any]:
        opened = (
            term_opened(letter.document_kind, letter.served_on, letter.answer_days)
            if letter.served_on
            else None
        )
        text, tone = STATES[state_of(letter)]
        return {
            "id": letter.getId(),
            "title": letter.rpw_number,
            "url": f"{letter.absolute_url()}/view" if self.page.may("View", letter) else None,
            "cells": {
                "number": {"text": letter.rpw_number},
                "recipient": {"text": letter.recipient},
                "title": {"text": letter.title},
                "method": {"text": letter.method},
                "sent": dated(letter.sent_on, self.request),
                "served": dated(letter.served_on, self.request),
                "term": dated(opened[1].end if opened else None, self.request),
                "state": {"text": text, "tone": tone},
            },
        }

"""The form of a message of e-mail."""

from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.words import choices
from infostrada.site.desk.words import options
from infostrada.site.records.browser.paper.words import MATTERS
from infostrada.site.records.correspondence.intake import register_mail
from infostrada.site.records.lists import DOCUMENT_KINDS
from infostrada.site.records.problems import invalid
from infostrada.site.records.upload import from_form
from typing import Any


def arrival() -> list[dict[str, Any]]:
    """What no message tells of itself: where its sender lives, and when it came."""
    return [
        {"name": "city", "label": _("Town"), "required": True},
        {
            "name": "received_date",
            "label": _("Date of receipt"),
            "hint": _("The day it came into the office's mailbox: terms run from then."),
            "kind": "date",
            "required": True,
            "value": polish_today().isoformat(),
        },
    ]


class MailPage(DeskPage):
    """Register a message of e-mail."""

    heading = _("Register an e-mail")
    lead = _(
        "The message is kept whole, its attachments in their own formats. Sent twice, it stays one letter."
    )

    @property
    def links(self) -> list[dict[str, Any]]:
        """What is no matter for the register."""
        url = f"{self.unit.absolute_url()}/@@unregistered-mail"
        return [{"label": _("It needs no registering"), "url": url}]

    @property
    def sections(self) -> list[dict[str, Any]]:
        """One form."""
        form = self.one(
            "mail",
            _("Register the e-mail"),
            {"name": "file", "label": _("Message (.eml or .msg)"), "kind": "file", "required": True},
            *arrival(),
            {
                "name": "title",
                "label": _("Title of the letter"),
                "hint": _("Empty: the subject of the message."),
            },
            {
                "name": "document_kind",
                "label": _("Kind of document"),
                "kind": "select",
                "options": choices(DOCUMENT_KINDS, _("choose")),
            },
            {"name": "matter", "label": _("Matter"), "kind": "select", "options": options(MATTERS)},
        )
        return [{"id": "message", "title": _("Message"), "forms": [form]}]

    def do_mail(self) -> str:
        """Register it and show the letter."""
        upload = from_form(self.form.get("file"))
        if upload is None:
            raise invalid("file", "file_missing")
        names = ("city", "title", "document_kind", "matter")
        told: dict[str, Any] = {name: self.text(name) for name in names}
        told["received_date"] = self.day("received_date")
        letter = register_mail(self.context, upload, told)
        self.say(_("The letter has the number ${number}.", mapping={"number": letter.rpw_number}))
        return f"{letter.absolute_url()}/view"

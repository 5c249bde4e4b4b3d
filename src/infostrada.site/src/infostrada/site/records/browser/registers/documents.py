"""Documents of cases as a register."""

from collections.abc import Sequence
from infostrada.site import _
from infostrada.site.desk.register.page import RegisterPage
from infostrada.site.desk.register.parts import Act
from infostrada.site.desk.register.parts import Choice
from infostrada.site.desk.register.parts import day
from infostrada.site.desk.register.parts import fixed
from infostrada.site.desk.register.parts import Option
from infostrada.site.desk.register.parts import plain
from infostrada.site.desk.register.parts import Shown
from infostrada.site.desk.register.parts import View
from infostrada.site.records.browser.registers.choices import me
from infostrada.site.records.browser.registers.choices import mine
from infostrada.site.records.browser.registers.columns import STATE
from infostrada.site.records.documents.interfaces import IDocument
from infostrada.site.records.documents.operations import accept_document
from infostrada.site.records.listings import DOCUMENTS
from typing import Any


WAITING = {"state": "submitted"}


class DocumentsPage(RegisterPage):
    """Documents the visitor may see, the last changed first."""

    name = "documents"
    heading = _("Documents")
    caption = _("List of documents")
    listing = DOCUMENTS
    contract = IDocument
    columns = (
        Shown("title", _("Title of the document"), plain("title")),
        Shown("sign", _("Sign of the case"), plain("case_sign"), once=True),
        Shown("kind", _("Kind of document"), plain("document_kind")),
        Shown("author", _("Author"), plain("author_name")),
        Shown("version", _("Version"), plain("version"), num=True),
        Shown("modified", _("Changed"), day("modified"), order="modified", once=True),
        Shown("submitted", _("Submitted"), day("submitted_at"), usual=False, once=True),
        STATE,
    )  # fmt: skip
    choices = (
        Choice(
            "state",
            _("State"),
            fixed(
                Option("", _("all documents")),
                Option("draft", _("drafts"), {"state": ["draft", "returned"]}),
                Option("submitted", _("documents submitted for acceptance"), WAITING),
                Option("accepted", _("accepted documents"), {"state": "accepted"}),
                Option("cancelled", _("cancelled documents"), {"state": "cancelled"}),
            ),
        ),
        Choice(
            "whose",
            _("Author"),
            lambda page: (
                Option("", _("of every author")),
                Option("me", _("written by me"), {"author": me()}),
                Option("to-accept", _("waiting for me"), {"acceptor": mine()}),
            ),
        ),
    )
    views = (
        View(_("All documents"), {}),
        View(_("To be accepted by me"), {"state": "submitted", "whose": "to-accept"}),
        View(_("My drafts"), {"state": "draft", "whose": "me"}),
    )

    @property
    def acts(self) -> Sequence[Act]:
        """Many documents accepted at once; each asks for the right to accept it."""
        return (Act("accept", _("Accept the ticked documents"), accept),)


def accept(document: Any, page: Any) -> None:
    """Accept one document."""
    accept_document(document)

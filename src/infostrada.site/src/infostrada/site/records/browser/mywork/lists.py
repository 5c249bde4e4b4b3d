"""The lists of "my work" with their columns."""

from collections.abc import Mapping
from datetime import date
from datetime import datetime
from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.desk.register.parts import Cell
from infostrada.site.desk.register.parts import plain
from infostrada.site.desk.words import dated
from infostrada.site.desk.words import termed
from infostrada.site.records.browser.tables import senders_cell
from infostrada.site.records.browser.words import tagged
from typing import Any
from typing import NamedTuple


def day(name: str) -> Cell:
    """A cell with a day or moment of the row."""

    def cell(row: Mapping[str, Any], page: Any) -> dict[str, Any]:
        return dated(datetime.fromisoformat(row[name]).date() if row[name] else None, page.request)

    return cell


def term(row: Mapping[str, Any], page: Any) -> dict[str, Any]:
    """A cell with the term, and a warning when it is near or past."""
    due = date.fromisoformat(row["due_on"]) if row["due_on"] else None
    return termed(due, page.request, today=polish_today())


def state(row: Mapping[str, Any], page: Any) -> dict[str, Any]:
    """A cell with the state."""
    return tagged(row["state"])


def number(row: Mapping[str, Any], page: Any) -> dict[str, Any]:
    """A cell with the number of the RPW."""
    return {"text": f"{row['number']}/{row['year']}"}


def disposition(row: Mapping[str, Any], page: Any) -> dict[str, Any]:
    """A cell that leads to the task itself; the row leads to what it is about."""
    return {"text": row["disposition"], "url": page.address_of(row["path"])}


class Waiting(NamedTuple):
    """One list: where all of it is, its columns, and the column of the row that names the address."""

    name: str
    title: Any
    within: Any
    """How the sentence of filters calls it."""
    caption: Any
    register: str
    columns: tuple[tuple[str, Any, Cell], ...]
    path: str = "path"
    acts: tuple[str, ...] = ()


LISTS = (
    Waiting(
        "tasks", _("Tasks"), _("my tasks"), _("Tasks given to me or to my post"), "tasks?whose=me",
        (
            ("title", _("Matter"), plain("title")),
            ("about", _("RPW number or sign"), plain("about_label")),
            ("disposition", _("Disposition"), disposition),
            ("due", _("Term"), term),
            ("author", _("Given by"), plain("author_name")),
        ),
        "about_path",
        ("finish_task",),
    ),
    Waiting(
        "unsent", _("Letters not sent"), _("letters not sent"), _("Letters the network did not take"), "outgoing?state=unsent",
        (
            ("number", _("RPWych number"), lambda row, page: {"text": f"W/{row['number']}/{row['year']}"}),
            ("title", _("Title of the letter"), plain("title")),
            ("recipient", _("Addressee"), plain("recipient")),
            ("method", _("Way of dispatch"), plain("method")),
            ("sign", _("Sign of the case"), plain("case_sign")),
        ),
        acts=("send_by_network",),
    ),
    Waiting(
        "letters", _("Letters to be assigned"), _("letters to be assigned"), _("Letters nobody has been given yet"),
        "letters?state=waiting",
        (
            ("number", _("RPW number"), number),
            ("title", _("Title of the letter"), plain("title")),
            ("sender", _("From whom"), senders_cell),
            ("received", _("Date of receipt"), day("received_date")),
            ("state", _("State"), state),
        ),
        acts=("assign",),
    ),
    Waiting(
        "to_accept", _("To be accepted"), _("documents to be accepted"), _("Documents waiting for my acceptance"),
        "documents?state=submitted&whose=to-accept",
        (
            ("title", _("Title of the document"), plain("title")),
            ("sign", _("Sign of the case"), plain("case_sign")),
            ("kind", _("Kind of document"), plain("document_kind")),
            ("author", _("Author"), plain("author_name")),
            ("submitted", _("Submitted"), day("submitted_at")),
        ),
        acts=("accept", "reject"),
    ),
    Waiting(
        "disposals", _("Destruction lists to approve"), _("destruction lists to approve"),
        _("Destruction lists waiting for my approval"), "archive#disposals",
        (
            ("title", _("Title"), plain("title")),
            ("group", _("Group"), plain("category_group")),
            ("cases", _("Cases"), plain("cases")),
            ("approvals", _("Approvals"), plain("approvals")),
            ("maker", _("Drawn up by"), plain("made_by_name")),
            ("made", _("Drawn up on"), day("made_at")),
        ),
    ),
    Waiting(
        "handovers", _("Handover lists to take in"), _("handover lists to take in"),
        _("Handover lists waiting to be taken into the archive"), "archive#handovers",
        (
            ("title", _("Title"), plain("title")),
            ("org", _("Organisational unit"), plain("org_symbol")),
            ("cases", _("Cases"), plain("cases")),
            ("maker", _("Drawn up by"), plain("made_by_name")),
            ("made", _("Drawn up on"), day("made_at")),
        ),
    ),
    Waiting(
        "drafts", _("My drafts"), _("my drafts"), _("Documents I have not submitted yet, or have been given back"),
        "documents?state=draft&whose=me",
        (
            ("title", _("Title of the document"), plain("title")),
            ("sign", _("Sign of the case"), plain("case_sign")),
            ("kind", _("Kind of document"), plain("document_kind")),
            ("modified", _("Changed"), day("modified")),
            ("state", _("State"), state),
        ),
        acts=("submit",),
    ),
    Waiting(
        "cases", _("My open cases"), _("my open cases"), _("Cases I lead"), "cases?state=open&whose=me&sort=due",
        (
            ("sign", _("Sign of the case"), plain("sign")),
            ("title", _("Title of the case"), plain("title")),
            ("party", _("Party"), plain("party")),
            ("started", _("Start of the case"), day("started_on")),
            ("due", _("Term"), term),
            ("state", _("State"), state),
        ),
    ),
)  # fmt: skip

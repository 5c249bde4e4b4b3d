"""Small tables of records on the pages of other records."""

from collections.abc import Container
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.desk.words import dated
from infostrada.site.desk.words import termed
from infostrada.site.desk.words import word
from infostrada.site.records.browser.words import tagged
from infostrada.site.records.workflow import state_of
from plone import api
from plone.uuid.interfaces import IUUID
from typing import Any
from urllib.parse import urlencode


def table(
    caption: Any,
    columns: Iterable[tuple[str, Any]],
    rows: Iterable[dict[str, Any]],
    *,
    num: Container[str] = (),
) -> dict[str, Any]:
    """A register of pairs of name and label, without bars; the columns in `num` are numbers."""
    named = [{"name": name, "label": label, "num": name in num} for name, label in columns]
    return {"caption": caption, "columns": named, "rows": list(rows)}


def quietly(register: dict[str, Any]) -> dict[str, Any]:
    """The register with its caption for screen readers alone: the title of its section says the same."""
    return {**register, "quiet": True}


def numbered(name: str, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of things without an identifier of their own get the name and their place as one."""
    return [{"id": f"{name}-{place}", **row} for place, row in enumerate(rows)]


SENDERS_SHOWN = 3


def several(names: str) -> Any:
    """The senders of a letter for a cell: the first three, and how many more there are."""
    each = names.split("; ")
    if len(each) <= SENDERS_SHOWN + 1:
        return names
    mapping = {"names": "; ".join(each[:SENDERS_SHOWN]), "count": len(each) - SENDERS_SHOWN}
    return _("${names} and ${count} more", mapping=mapping)


def senders_cell(row: Mapping[str, Any], page: Any) -> dict[str, Any]:
    """From whom a letter is."""
    return {"text": several(row["sender"])}


FILES = (
    ("xlsx", _("Download as XLSX")),
    ("csv", _("Download as CSV")),
    ("pdf", _("Download as PDF")),
)


def files(unit: Any, name: str, printed: Sequence[str], **asked: Any) -> list[dict[str, Any]]:
    """Links to a list of the unit as a file, with what it is asked; on paper only the columns `printed` find room."""
    url = f"{unit.absolute_url()}/@@listing-export"
    found = []
    for kind, label in FILES:
        chosen = {"columns": ",".join(printed)} if kind == "pdf" else {}
        words = urlencode({"name": name, **asked, **chosen, "format": kind}, doseq=True)
        found.append({"label": label, "url": f"{url}?{words}"})
    return found


def row(called: str, **cells: Any) -> dict[str, Any]:
    """A row that leads nowhere; texts become cells. `numbered` gives such rows identifiers."""
    shown = {name: cell if isinstance(cell, dict) else {"text": cell} for name, cell in cells.items()}
    return {"title": called, "cells": shown}


def line(obj: Any, title: str, cells: dict[str, Any], *, url: str | None = None) -> dict[str, Any]:
    """A row that leads to the object's page."""
    return {"id": IUUID(obj), "url": url or f"{obj.absolute_url()}/view", **row(title, **cells)}


def found_line(found: dict[str, Any], called: str, request: Any, **cells: Any) -> dict[str, Any]:
    """A row of a list of the side index: it leads to the page of an object nobody wakes."""
    url = f"{request.physicalPathToURL(found['path'].split('/'))}/view"
    return {"id": found["uid"], "url": url, **row(called, **cells)}


def versions_table(obj: Any, request: Any, *, digest: bool = False) -> dict[str, Any]:
    """Versions of a document or a template, the newest first; each row leads to its file."""
    columns = [
        ("number", _("Version")),
        ("file", _("File")),
        ("made", _("Made")),
        ("author", _("Author")),
        ("comment", _("Comment")),
        *([("digest", _("SHA-256 begins with"))] if digest else []),
    ]
    rows = [
        {
            "id": str(version.number),
            "url": f"{obj.absolute_url()}/@@version/{version.number}",
            **row(
                str(version.number),
                number=str(version.number),
                file=version.file.filename,
                made=dated(version.made_at, request),
                author=version.author.name,
                comment=version.comment,
                digest=version.file.sha256[:16],
            ),
        }
        for version in reversed(obj.versions)
    ]
    return table(_("Versions, the newest first"), columns, rows)


def tasks_table(tasks: Iterable[Any], request: Any) -> dict[str, Any]:
    """Who has it."""
    columns = (
        ("assignee", _("To whom")),
        ("disposition", _("Disposition")),
        ("due", _("Term")),
        ("author", _("Author")),
        ("given", _("Given")),
        ("instruction", _("Instruction")),
        ("state", _("State")),
    )
    return quietly(table(_("Who has it"), columns, [_task(task, request) for task in tasks]))


def _task(task: Any, request: Any) -> dict[str, Any]:
    state = state_of(task)
    row = line(
        task,
        task.assignee_name,
        {
            "assignee": task.assignee_name,
            "disposition": task.disposition,
            "due": termed(task.due_on, request, today=polish_today(), running=state == "open"),
            "author": word(task.author.name, request),
            "given": dated(task.given_at, request),
            "instruction": task.instruction,
            "state": tagged(state),
        },
    )
    return row if api.user.has_permission("View", obj=task) else {**row, "url": None}


def documents_table(documents: Iterable[Any], request: Any) -> dict[str, Any]:
    """Documents of a case."""
    columns = (
        ("title", _("Title of the document")),
        ("kind", _("Kind of document")),
        ("version", _("Version")),
        ("author", _("Author")),
        ("filed", _("Filed")),
        ("state", _("State")),
    )
    rows = [
        line(
            document,
            document.title,
            {
                "title": document.title,
                "kind": document.document_kind,
                "version": str(len(document.versions)),
                "author": document.author.name,
                "filed": dated(document.filed_at, request),
                "state": tagged(state_of(document)),
            },
        )
        for document in documents
    ]
    return quietly(table(_("Documents of the case"), columns, rows))


def newest_table(found: Iterable[dict[str, Any]], request: Any) -> dict[str, Any]:
    """Documents of a large case from their list, in the same columns."""
    rows = [
        found_line(
            each,
            each["title"],
            request,
            title=each["title"],
            kind=each["document_kind"],
            version=str(each["version"]),
            author=each["author_name"],
            filed=dated(each["filed_at"], request),
            state=tagged(each["state"]),
        )
        for each in found
    ]
    return {**documents_table((), request), "rows": rows}


def letters_table(letters: Iterable[Any], request: Any) -> dict[str, Any]:
    """Letters of a case."""
    columns = (
        ("number", _("RPW number")),
        ("title", _("Title of the letter")),
        ("sender", _("From whom")),
        ("received", _("Date of receipt")),
    )
    rows = [
        line(
            letter,
            letter.rpw_number,
            {
                "number": letter.rpw_number,
                "title": letter.title,
                "sender": several(letter.from_whom),
                "received": dated(letter.received_date, request),
            },
        )
        for letter in letters
    ]
    return quietly(table(_("Letters of the case"), columns, rows))

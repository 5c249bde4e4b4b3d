"""Photographs and documents that show how the works go."""

from dataclasses import replace
from infostrada.core import journal
from infostrada.site.participation.budget.editions.operations import MANAGE
from infostrada.site.participation.budget.projects.content import Attachment
from infostrada.site.participation.budget.projects.content import BudgetProject
from infostrada.site.participation.budget.projects.operations import leave_note
from infostrada.site.participation.budget.projects.operations import RUNNING
from infostrada.site.participation.budget.projects.pictures import cleaned
from infostrada.site.participation.budget.projects.pictures import stored
from infostrada.site.records.deed import deed
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID


MOST = 100
MOST_BYTES = 30_000_000
KINDS = {
    ".pdf": ("application/pdf", b"%PDF-"),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK"),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
    ".odt": ("application/vnd.oasis.opendocument.text", b"PK"),
    ".ods": ("application/vnd.oasis.opendocument.spreadsheet", b"PK"),
}
PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif")


def attach(project: BudgetProject, upload: Upload | None, title: str, alt: str = "") -> Attachment:
    """Publish a document or a photograph of the works. A photograph is made anew and needs words for it (`alt`)."""
    require(MANAGE, project)
    if state_of(project) not in (*RUNNING, "settled"):
        raise Blocked([], reason="state_forbids")
    if len(project.attachments) >= MOST:
        raise Blocked([], reason="papers_many")
    if upload is None:
        raise invalid("file", "file_missing")
    if not title.strip():
        raise invalid("title", "paper_title")
    act = deed(project)
    ending = upload.filename[upload.filename.rfind(".") :].casefold()
    if ending in PICTURES:
        file = stored(cleaned(upload, alt, "file" if alt.strip() else "alt"), alt).file
    else:
        kind, start = KINDS.get(ending, ("", b""))
        if not kind or upload.size > MOST_BYTES or upload.open().read(len(start)) != start:
            raise invalid("file", "paper_kind")
        file, alt = replace(upload, content_type=kind).stored(), ""
    made = Attachment(file, act.at, act.actor.name, " ".join(title.split())[:200], " ".join(alt.split()))
    project.attachments = (*project.attachments, made)
    leave_note(project, act, "attached", made.title)
    return made


def detach(project: BudgetProject, sha256: str, reason: str) -> None:
    """Take a paper back, for example when a passer-by can be known on it; the reason stays in the history."""
    require(MANAGE, project)
    found = next((item for item in project.attachments if item.file.sha256 == sha256), None)
    if found is None:
        raise invalid("paper", "paper_unknown")
    if not reason.strip():
        raise invalid("reason", "reason_missing")
    act = deed(project)
    project.attachments = tuple(item for item in project.attachments if item is not found)
    leave_note(project, act, "detached", f"{found.title}: {reason.strip()}")
    journal.append("budget.project.paper_gone", unit=act.unit, uid=IUUID(project), data={"sha256": sha256})

"""Scans of paper support lists: brought by the author, counted by an official, never public."""

from collections.abc import Mapping
from infostrada.core import journal
from infostrada.site.participation.budget.clock import now
from infostrada.site.participation.budget.projects.content import BudgetProject
from infostrada.site.participation.budget.projects.content import SupportList
from infostrada.site.participation.budget.projects.operations import ASSESS
from infostrada.site.participation.budget.projects.operations import check_author
from infostrada.site.participation.budget.support import namesakes
from infostrada.site.participation.budget.support.namesakes import Kept
from infostrada.site.records.deed import deed
from infostrada.site.records.files import RecordFile
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID


MOST_LISTS = 20
MOST_BYTES = 20_000_000
MOST_VALID = 100_000
KINDS = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png"}


def scanned(uploads: tuple[Upload, ...]) -> tuple[SupportList, ...]:
    """Lists of a proposal; InvalidData for files of another kind. The type comes from the content, not from the sender."""
    found = []
    for upload in uploads:
        kind = next((kind for start, kind in KINDS.items() if upload.data.startswith(start)), None)
        if kind is None or len(upload.data) > MOST_BYTES:
            raise invalid("lists", "list_kind")
        found.append(SupportList(RecordFile(upload.data, upload.filename, kind), now()))
    if len(found) > MOST_LISTS:
        raise invalid("lists", "lists_many")
    return tuple(found)


def add_lists(project: BudgetProject, key: str, uploads: tuple[Upload, ...], net: str = "") -> None:
    """The author brings further lists while the project waits for its formal check."""
    check_author(project, key, net)
    if state_of(project) not in ("submitted", "amend"):
        raise Blocked([], reason="state_forbids")
    if not uploads:
        raise invalid("lists", "file_missing")
    added = scanned(uploads)
    if len(project.lists) + len(added) > MOST_LISTS:
        raise invalid("lists", "lists_many")
    project.lists = (*project.lists, *added)
    journal.append(
        "budget.project.lists", unit=deed(project).unit, uid=IUUID(project), data={"added": len(added)}
    )


def list_file(project: BudgetProject, sha256: str) -> RecordFile | None:
    """The scan with this digest, for officials."""
    require(ASSESS, project)
    return next((item.file for item in project.lists if item.file.sha256 == sha256), None)


def count_list(project: BudgetProject, sha256: str, valid: int, names: tuple[str, ...] = ()) -> int:
    """An official says what a list holds: `names` of those who signed, or `valid`, how many did.

    Whoever certainly supports the project already is not counted a second time; whoever may is in doubt (`doubts_of`).
    Returns how many the list adds for certain.
    """
    require(ASSESS, project)
    if not any(item.file.sha256 == sha256 for item in project.lists):
        raise invalid("list", "list_unknown")
    if not 0 <= valid <= MOST_VALID:
        raise invalid("valid", "not_a_count")
    act = deed(project)
    entered = namesakes.enter_names(project.__parent__, project.idea, list(names), sha256)
    added, left = (entered.new, 0) if names else (valid, valid)
    project.lists = tuple(
        item._replace(valid=left, who=act.actor.name) if item.file.sha256 == sha256 else item
        for item in project.lists
    )
    data = {"sha256": sha256, "added": added, "in_doubt": entered.doubt}
    journal.append("budget.project.list_counted", unit=act.unit, uid=IUUID(project), data=data)
    return added


def doubts_of(project: BudgetProject) -> list[tuple[Kept, list[Kept]]]:
    """People from paper who may support the project already, each with those they may be, for officials."""
    require(ASSESS, project)
    return namesakes.doubts(project.idea)


def settle_doubts(project: BudgetProject, decided: Mapping[str, bool]) -> None:
    """An official's word on people in doubt, by the tag of each: True for another person, who counts from now on.

    All or none; InvalidData for somebody who is in no doubt, Blocked once the formal check is over.
    """
    require(ASSESS, project)
    if state_of(project) not in ("submitted", "amend"):
        raise Blocked([], reason="state_forbids")
    if not decided:
        raise invalid("decided", "required")
    namesakes.settle(project.idea, decided)
    others = sum(decided.values())
    data = {"others": others, "same": len(decided) - others}
    journal.append("budget.project.namesakes", unit=deed(project).unit, uid=IUUID(project), data=data)


def list_name(project: BudgetProject, sha256: str) -> str:
    """The file name of the list somebody was read from; empty for names the author typed in."""
    return next((item.file.filename for item in project.lists if item.file.sha256 == sha256), "")

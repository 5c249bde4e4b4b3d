"""Templates of an office: register, renew, withdraw; draft a letter of a case from one."""

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from infostrada.site.records.cases.content import Case
from infostrada.site.records.cases.permissions import WORK_ON
from infostrada.site.records.cases.rules import OPEN
from infostrada.site.records.deed import deed
from infostrada.site.records.documents.content import Document
from infostrada.site.records.documents.content import Version
from infostrada.site.records.documents.operations import add_document
from infostrada.site.records.documents.operations import Draft
from infostrada.site.records.files import safe_name
from infostrada.site.records.lists import DOCUMENT_KINDS
from infostrada.site.records.personal.clauses.operations import wording_now
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.records.store import bucket
from infostrada.site.records.store import file_object
from infostrada.site.records.store import TEMPLATES
from infostrada.site.records.switching import listed
from infostrada.site.records.switching import switch
from infostrada.site.records.templates.content import Template
from infostrada.site.records.templates.facts import facts_of
from infostrada.site.records.templates.facts import parties_of
from infostrada.site.records.templates.filling import fill
from infostrada.site.records.templates.filling import texts_of
from infostrada.site.records.templates.office import OfficeFault
from infostrada.site.records.templates.office import OfficeFile
from infostrada.site.records.templates.office import read_office
from infostrada.site.records.templates.office import TEXT
from infostrada.site.records.templates.office import WORD
from infostrada.site.records.templates.rules import Field
from infostrada.site.records.templates.rules import field_faults
from infostrada.site.records.templates.rules import fields_in
from infostrada.site.records.templates.rules import Line
from infostrada.site.records.templates.rules import lines
from infostrada.site.records.templates.rules import LISTED
from infostrada.site.records.templates.rules import LONGEST
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID
from typing import Any
from typing import NamedTuple

import re


MANAGE = "infostrada.site: Manage templates"
BLANK = "………………"
# A letter that tells it carries the clause: its wording is kept with the document.
CLAUSE = "klauzula.tekst"
TYPES = {"docx": WORD, "odt": TEXT}
CLASS_SYMBOL = re.compile(r"\d{1,10}\Z")


class TemplateData(NamedTuple):
    """What the office says of a template."""

    title: str
    document_kind: str
    classes: tuple[str, ...] = ()


class Wish(NamedTuple):
    """What a clerk says of a letter to be drafted; `values` fill the fields that are asked."""

    title: str = ""
    values: Mapping[str, str] = {}
    leave_blank: bool = False
    access: str = "not_public"
    dated: date | None = None


def add_template(context: Any, data: TemplateData, upload: Upload) -> Template:
    """Register a template of the office. Raises InvalidData with every field nobody could fill."""
    require(MANAGE, context)
    faults = [] if data.title.strip() else [Fault("title", "required")]
    if data.document_kind not in DOCUMENT_KINDS:
        faults.append(Fault("document_kind", "not_in_list"))
    if not all(CLASS_SYMBOL.match(symbol) for symbol in data.classes):
        faults.append(Fault("classes", "symbol_malformed"))
    faults += _file_faults(upload)
    if faults:
        raise InvalidData(faults)
    act = deed(context)
    draft = Template(title=data.title.strip())
    draft.document_kind, draft.classes = data.document_kind, tuple(dict.fromkeys(data.classes))
    draft.versions = (Version(1, upload.stored(), act.actor, act.at, ""),)
    made: Template = file_object(bucket(context, TEMPLATES), draft, "records_template")
    act.write("template.added", made, sha256=made.latest.file.sha256)
    return made


def renew_template(template: Template, upload: Upload, comment: str = "") -> Version:
    """The next version; letters made before stay as they are and name the version they came from."""
    require(MANAGE, template)
    faults = _file_faults(upload)
    if faults:
        raise InvalidData(faults)
    if state_of(template) != "active":
        raise Blocked([], reason="template_withdrawn")
    act = deed(template)
    version = Version(len(template.versions) + 1, upload.stored(), act.actor, act.at, comment.strip())
    template.versions = (*template.versions, version)
    template.reindexObject()
    act.write("template.version", template, number=version.number, sha256=version.file.sha256)
    return version


def withdraw_template(template: Template) -> None:
    """No letter is made from it any more."""
    switch(template, "withdraw", permission=MANAGE, word="template")


def restore_template(template: Template) -> None:
    """Letters may be made from it again."""
    switch(template, "restore", permission=MANAGE, word="template")


def templates(context: Any) -> list[Template]:
    """Templates of the office by name, withdrawn ones last."""
    return listed(context, TEMPLATES)


def templates_for(case: Case) -> list[Template]:
    """Templates in use that fit the case's class; those made for it come first."""
    found = [item for item in templates(case) if state_of(item) == "active" and item.fits(case.class_symbol)]
    return sorted(found, key=lambda item: not item.classes)


def preview(case: Case, template: Template, given: Mapping[str, str] | None = None) -> list[Line]:
    """Every field of the template with what it will say in a letter of this case."""
    require(WORK_ON, case)
    _usable(case, template)
    file = read_office(template.latest.file.data)
    return _lines(case, file, given or {})


def draft_letter(case: Case, template: Template, wish: Wish) -> Document:
    """Make a document of the case from the template's newest version.

    Raises InvalidData with every field that is still missing, unless `leave_blank` says that it
    shall be dotted; what was typed in for a field nobody asked for is refused too.
    """
    require(WORK_ON, case)
    if state_of(case) not in OPEN:
        raise Blocked([], reason="case_not_open")
    _usable(case, template)
    file = read_office(template.latest.file.data)
    listed = _lines(case, file, wish.values)
    faults = _value_faults(listed, wish)
    if faults:
        raise InvalidData(faults)
    values = {line.name: line.value or ("" if line.state == "empty" else BLANK) for line in listed}
    parties = parties_of(case) or [{line.name: BLANK for line in listed if line.name.startswith(LISTED)}]
    data = fill(file, values, parties)
    title = wish.title.strip() or template.title
    upload = Upload(safe_name(f"{title}.{file.kind}"), data, TYPES[file.kind])
    number = template.latest.number
    comment = f"{template.title} ({number})"
    document = add_document(
        case, Draft(title, template.document_kind, wish.access, wish.dated, comment), upload
    )
    document.template = (IUUID(template), number)
    wording = wording_now(case) if values.get(CLAUSE) else None
    document.clause = (wording.clause, wording.number) if wording is not None else None
    deed(case).write("document.from_template", document, template=IUUID(template), number=number)
    return document


def _lines(case: Case, file: OfficeFile, given: Mapping[str, str]) -> list[Line]:
    fields: Sequence[Field] = fields_in(texts_of(file))
    return lines(fields, facts_of(case, deed(case)), len(parties_of(case)), given)


def _value_faults(listed: list[Line], wish: Wish) -> list[Fault]:
    known = {line.name for line in listed}
    faults = [Fault(name, "field_unknown") for name in wish.values if name not in known]
    faults += [Fault(name, "too_long") for name, value in wish.values.items() if len(value) > LONGEST]
    if not wish.leave_blank:
        faults += [Fault(line.name, "field_missing") for line in listed if line.state == "missing"]
    return faults


def _usable(case: Case, template: Template) -> None:
    require("View", template)
    if state_of(template) != "active":
        raise Blocked([], reason="template_withdrawn")
    if not template.fits(case.class_symbol):
        raise Blocked([], reason="template_other_class")


def _file_faults(upload: Upload) -> list[Fault]:
    if not upload.size:
        return [Fault("file", "file_missing")]
    try:
        texts = texts_of(read_office(upload.data))
    except OfficeFault as error:
        return [Fault("file", error.args[0])]
    found = field_faults(fields_in(texts), texts)
    return [Fault(f"file:{what}" if reason != "too_many" else "file", reason) for what, reason in found]

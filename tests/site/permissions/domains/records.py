"""Letters, tasks, cases, documents and classification plans."""

from datetime import date
from datetime import timedelta
from docx import Document as Word
from infostrada.core.calendar import polish_today
from infostrada.site.parties.operations import add_party
from infostrada.site.records.archive.operations import accept_handover
from infostrada.site.records.archive.operations import propose_disposal
from infostrada.site.records.archive.operations import propose_handover
from infostrada.site.records.archive.transfer import propose_transfer
from infostrada.site.records.bundle.operations import order_export
from infostrada.site.records.cases.operations.ending import close_case
from infostrada.site.records.cases.operations.ending import finish_case
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.correspondence.outgoing.dispatch import make_list
from infostrada.site.records.correspondence.outgoing.operations import Dispatch
from infostrada.site.records.correspondence.outgoing.operations import prepare_letters
from infostrada.site.records.correspondence.outgoing.rules import Addressee
from infostrada.site.records.documents.operations import accept_document
from infostrada.site.records.documents.operations import add_document
from infostrada.site.records.documents.operations import Draft
from infostrada.site.records.interfaces import IStore
from infostrada.site.records.plan.operations import approve_plan
from infostrada.site.records.plan.operations import import_plan
from infostrada.site.records.tasks.operations import assign
from infostrada.site.records.tasks.rules import Order
from infostrada.site.records.templates.operations import add_template
from infostrada.site.records.templates.operations import TemplateData
from infostrada.site.records.types.operations import add_type
from infostrada.site.records.types.rules import Definition
from infostrada.site.records.upload import Upload
from plone import api
from plone.uuid.interfaces import IUUID
from tests.site.permissions.matrix import Domain
from tests.site.permissions.matrix import Entry
from tests.site.permissions.matrix import LOGGED_IN
from tests.site.permissions.matrix import Right
from tests.site.permissions.matrix import UNIT

import io


PLAN = """symbol;hasło;kat_macierzysta;kat_inna;uszczegolowienie
0;ZARZĄDZANIE;;;
00;Organy gminy;A;Bc;
01;Organizacja urzędu;B2;;
"""
LETTER = {
    "title": "Wniosek",
    "sender_surname": "Kowalczyk",
    "sender_given_names": "Maria",
    "postal_code": "87-100",
    "city": "Lipnowo",
    "street": "Wiślana",
    "building": "4",
    "letter_date": "2026-11-02",
    "document_kind": "podanie/wniosek",
    "delivery_method": "osobiście",
}


def build(world) -> None:
    """A letter the clerk opened a case with a document for, and another one only assigned."""
    unit = world["unit"]
    plan = import_plan(unit, file_name="jrwa.csv", data=PLAN.encode(), title="JRWA")
    approve_plan(plan, date(polish_today().year, 1, 1))
    with api.env.adopt_user(username="registrar"):
        letter = register_letter(unit, LETTER, [])
        unfiled = register_letter(unit, LETTER, [])
    with api.env.adopt_user(username="head"):
        assign(letter, Order("clerk", "do załatwienia"))
        task = assign(unfiled, Order("clerk", "do załatwienia"))
    with api.env.adopt_user(username="clerk"):
        case = open_case(unit, Opening("Sprawa", "gp", "00", letter))
        document = add_document(case, Draft("Decyzja", "decyzja"), Upload("decyzja.docx", b"projekt"))
    with api.env.adopt_user(username="coordinator"):
        case_type = add_type(unit, "Typ", Definition("00"))
        template = add_template(unit, TemplateData("Pismo", "zawiadomienie"), Upload("pismo.docx", word()))
    with api.env.adopt_user(username="clerk"):
        accepted = add_document(case, Draft("Zawiadomienie", "zawiadomienie"), Upload("z.pdf", b"%PDF"))
    with api.env.adopt_user(username="manager"):
        accept_document(accepted)
    to = Addressee(
        surname="Kowalczyk",
        given_names="Maria",
        street="Wiślana",
        building="4",
        postal_code="87-100",
        city="Lipnowo",
    )
    with api.env.adopt_user(username="clerk"):
        outgoing, listed = prepare_letters(accepted, [Dispatch(to), Dispatch(to)])
    with api.env.adopt_user(username="registrar"):
        dispatch_list = make_list(unit, [listed], "Poczta Polska S.A.")
    old = polish_today() - timedelta(days=365 * 4)
    archived = ended_case(unit, "01", old)
    with api.env.adopt_user(username="coordinator"):
        handover = propose_handover(unit, archived.org_symbol)
    with api.env.adopt_user(username="archivist"):
        accept_handover(handover)
        disposal = propose_disposal(unit, "B", [IUUID(archived)], "Okres przechowywania upłynął")
    permanent = ended_case(unit, "00", polish_today() - timedelta(days=365 * 13))
    with api.env.adopt_user(username="coordinator"):
        second = propose_handover(unit, permanent.org_symbol)
    with api.env.adopt_user(username="archivist"):
        accept_handover(second)
        transfer = propose_transfer(unit, "Archiwum Państwowe w Toruniu")
    with api.env.adopt_user(username="administrator"):
        bundle, _job = order_export(unit)
    entered, _warnings = add_party(unit, {"surname": "Zając", "given_names": "Ewa"})
    world.things |= {
        "entered_party": entered,
        "transfer": transfer,
        "bundle": bundle,
        "case_type": case_type,
        "template": template,
        "outgoing": outgoing,
        "dispatch_list": dispatch_list,
        "handover": handover,
        "disposal": disposal,
        "archived_case": archived,
        "plan": plan,
        "letter": letter,
        "unfiled_letter": unfiled,
        "task": task,
        "case": case,
        "document": document,
        "records_store": store_of(letter),
    }


def ended_case(unit, symbol, day):
    """A case that ended long ago."""
    with api.env.adopt_user(username="clerk"):
        case = open_case(unit, Opening("Sprawa archiwalna", "gp", symbol, started_on=day))
        final = add_document(case, Draft("Decyzja", "decyzja", dated=day), Upload("d.txt", b"d"))
    with api.env.adopt_user(username="manager"):
        accept_document(final)
    with api.env.adopt_user(username="clerk"):
        close_case(case, decision=IUUID(final), settled_on=day)
        finish_case(case, day)
    return case


def word():
    """A template of one field."""
    made, out = Word(), io.BytesIO()
    made.add_paragraph("{{sprawa.znak}}")
    made.save(out)
    return out.getvalue()


def store_of(letter):
    """The container the letters of the office lie in."""
    return next(item for item in letter.aq_chain if IStore.providedBy(item))


APPROVERS = frozenset({"operator", "administrator", "head", "coordinator"})
CASE_READERS = frozenset({"operator", "clerk", "manager", "head", "coordinator"})

DOMAIN = Domain(
    name="records",
    entries=(
        Entry("@cases", "unit", entitled="clerk", reach=UNIT),
        Entry("@cases", "unit", method="POST", entitled="clerk", reach=UNIT),
        Entry("@letters", "unit", entitled="registrar"),
        Entry("@letters", "unit", method="POST", entitled="registrar"),
        Entry("@routing", "unit", entitled="clerk", reach=UNIT),
        Entry("@routing", "unit", method="PUT", entitled="head"),
        Entry("@absences", "unit", method="POST", entitled="clerk", reach=UNIT),
        Entry("routing", "unit", entitled="clerk", reach=UNIT),
        Entry("@submissions", "unit", method="POST", reach=LOGGED_IN),
        Entry("submit-letter", "unit", reach=LOGGED_IN),
        Entry("submission-receipt", "unit", reach=LOGGED_IN, tail="0"),
        Entry("@edelivery-box", "unit", entitled="administrator"),
        Entry("@edelivery-box", "unit", method="PUT", entitled="administrator"),
        Entry("@edelivery-box", "unit", method="DELETE", entitled="administrator"),
        Entry("@electronic-addresses", "unit", entitled="clerk", reach=UNIT),
        Entry("edelivery-box", "unit", entitled="administrator"),
        Entry("@ade-account", "unit", entitled="administrator"),
        Entry("@ade-account", "unit", method="PUT", entitled="administrator"),
        Entry("@ade-account", "unit", method="DELETE", entitled="administrator"),
        Entry("ade-account", "unit", entitled="administrator"),
        Entry("@outgoing", "unit", entitled="registrar"),
        Entry("@outgoing", "document", method="POST", entitled="clerk"),
        Entry("@outgoing", "outgoing", method="POST", entitled="clerk"),
        Entry("@dispatch-lists", "unit", entitled="registrar"),
        Entry("@dispatch-lists", "unit", method="POST", entitled="registrar"),
        Entry("@handing-over", "dispatch_list", method="POST", entitled="registrar"),
        Entry("outgoing", "unit", entitled="registrar"),
        Entry("dispatch-lists", "unit", entitled="registrar"),
        Entry("send", "document", entitled="clerk"),
        Entry("view", "outgoing", entitled="clerk"),
        Entry("label", "letter", entitled="registrar"),
        Entry("label", "outgoing", entitled="registrar"),
        Entry("evidence", "letter", entitled="clerk", tail="0"),
        Entry("enclosure", "outgoing", entitled="clerk", tail="0"),
        Entry("evidence", "outgoing", entitled="clerk", tail="0"),
        Entry("view", "dispatch_list", entitled="registrar"),
        Entry("posting-book", "dispatch_list", entitled="registrar"),
        Entry("@my-work", "unit", entitled="clerk", reach=UNIT),
        Entry("figures", "unit", entitled="head"),
        Entry("timeliness", "unit", entitled="head"),
        Entry("timeliness", "unit", entitled="bip_editor"),
        Entry("timeliness-file", "unit", entitled="head"),
        Entry("@timeliness", "unit", entitled="head"),
        Entry("@figures", "unit", entitled="head"),
        Entry("webhooks", "unit", entitled="administrator"),
        Entry("@webhooks", "unit", entitled="administrator"),
        Entry("@webhooks", "unit", method="POST", entitled="administrator"),
        Entry("@webhooks", "unit", method="DELETE", entitled="administrator", tail="/nothing"),
        Entry("scans", "unit", entitled="registrar"),
        Entry("scan-folder", "unit", entitled="administrator"),
        Entry("@scans", "unit", entitled="registrar"),
        Entry("@scans", "unit", method="POST", entitled="registrar"),
        Entry("@scans", "unit", method="PUT", entitled="administrator"),
        Entry("@scans", "unit", method="DELETE", entitled="administrator"),
        Entry("@bulk", "unit", method="POST", entitled="clerk", reach=UNIT),
        Entry("@plans", "unit", entitled="clerk", reach=UNIT),
        Entry("@plans", "unit", method="POST", entitled="coordinator"),
        Entry("@mode-exceptions", "unit", entitled="clerk", reach=UNIT),
        Entry("@mode-exceptions", "unit", method="POST", entitled="coordinator"),
        Entry("mode-exceptions", "unit", entitled="clerk", reach=UNIT),
        Entry("@class-marks", "unit", entitled="clerk", reach=UNIT),
        Entry("@class-marks", "unit", method="PUT", entitled="coordinator"),
        Entry("class-marks", "unit", entitled="clerk", reach=UNIT),
        Entry("@elsewhere", "case", method="POST", entitled="clerk"),
        Entry("@approval", "plan", method="POST", entitled="coordinator"),
        Entry("@classes", "plan", entitled="clerk", reach=UNIT),
        Entry("@attachments", "letter", method="POST", entitled="registrar"),
        Entry("@letter-end", "letter", method="POST", entitled="registrar"),
        Entry("@tasks", "unfiled_letter", method="POST", entitled="head"),
        Entry("@tasks", "case", method="POST", entitled="clerk"),
        Entry("@task-end", "task", method="POST", entitled="clerk"),
        Entry("@letters", "case", method="POST", entitled="clerk"),
        Entry("@documents", "case", method="POST", entitled="clerk"),
        Entry("@participants", "case", entitled="clerk"),
        Entry("@participants", "case", method="POST", entitled="clerk"),
        Entry("participants", "case", entitled="clerk"),
        Entry("@numbers", "unit", entitled="clerk", reach=UNIT),
        Entry("@numbers", "unit", method="POST", entitled="clerk", reach=UNIT),
        Entry("numbers", "unit", entitled="clerk", reach=UNIT),
        Entry("@authorisations", "unit", entitled="clerk", reach=UNIT),
        Entry("@authorisations", "unit", method="POST", entitled="head"),
        Entry("authorisations", "unit", entitled="clerk", reach=UNIT),
        Entry("acts", "unit", entitled="clerk", reach=UNIT),
        Entry("special-data", "unit", entitled="data_protection"),
        Entry("@special-data", "unit", entitled="data_protection"),
        Entry("@special-data", "case", method="POST", entitled="clerk"),
        Entry("clauses", "unit", entitled="clerk", reach=UNIT),
        Entry("@clauses", "unit", entitled="clerk", reach=UNIT),
        Entry("@clauses", "unit", method="POST", entitled="data_protection"),
        Entry("@clauses", "case", entitled="clerk"),
        Entry("@clauses", "case", method="POST", entitled="clerk"),
        Entry("@acts", "unit", entitled="clerk", reach=UNIT),
        Entry("@acts", "unit", method="POST", entitled="coordinator"),
        Entry("@legal-basis", "document", method="POST", entitled="clerk"),
        Entry("certified-print", "document", entitled="clerk"),
        Entry("signature-note", "letter", entitled="clerk", tail="0"),
        Entry("@procedure", "case", entitled="clerk"),
        Entry("@reclassification", "case", method="POST", entitled="coordinator"),
        Entry("@mails", "case", method="POST", entitled="clerk"),
        Entry("@procedure", "case", method="POST", entitled="clerk"),
        Entry("outside-cases", "unit", entitled="registrar"),
        Entry("store", "unit", entitled="registrar"),
        Entry("box-label", "unit", entitled="registrar"),
        Entry("@way", "unfiled_letter", method="POST", entitled="clerk"),
        Entry("@wholeness", "document", entitled="clerk"),
        Entry("@closing", "case", entitled="clerk"),
        Entry("@closing", "case", method="POST", entitled="clerk"),
        Entry("@case-end", "case", entitled="clerk"),
        Entry("@case-end", "case", method="POST", entitled="clerk"),
        Entry("@officer", "case", method="POST", entitled="coordinator"),
        Entry("@reopening", "case", method="POST", entitled="coordinator"),
        Entry("@clock", "case", entitled="clerk"),
        Entry("@clock", "case", method="POST", entitled="clerk"),
        Entry("@metryka", "case", entitled="clerk"),
        Entry("@ties", "case", entitled="clerk"),
        Entry("@ties", "case", method="POST", entitled="clerk"),
        Entry("@continuation", "case", method="POST", entitled="coordinator"),
        Entry("@refiling", "case", method="POST", entitled="clerk"),
        Entry("@mistake", "case", method="POST", entitled="clerk"),
        Entry("metryka", "case", entitled="clerk"),
        Entry("metryka-file", "case", entitled="clerk"),
        Entry("ties", "case", entitled="clerk"),
        Entry("case-list", "unit", entitled="clerk", reach=UNIT),
        Entry("folders", "unit", entitled="clerk", reach=UNIT),
        Entry("folder-description", "unit", query="folder=none", entitled="clerk", reach=UNIT),
        Entry("folder-lists", "unit", query="folder=none", entitled="clerk", reach=UNIT),
        Entry("@folders", "unit", entitled="clerk", reach=UNIT),
        Entry("@folders", "unit", method="POST", entitled="coordinator"),
        Entry("@case-types", "unit", entitled="clerk", reach=UNIT),
        Entry("@case-types", "unit", method="POST", entitled="coordinator"),
        Entry("@versions", "case_type", method="POST", entitled="coordinator"),
        Entry("@type-use", "case_type", method="POST", entitled="coordinator"),
        Entry("@cases", "case_type", method="POST", entitled="clerk", reach=UNIT),
        Entry("@typed", "case", entitled="clerk"),
        Entry("@typed", "case", method="POST", entitled="clerk"),
        Entry("case-types", "unit", entitled="clerk", reach=UNIT),
        Entry("view", "case_type", entitled="clerk", reach=UNIT),
        Entry("@templates", "unit", entitled="clerk", reach=UNIT),
        Entry("@templates", "unit", method="POST", entitled="coordinator"),
        Entry("@versions", "template", method="POST", entitled="coordinator"),
        Entry("@template-use", "template", method="POST", entitled="coordinator"),
        Entry("@drafts", "case", entitled="clerk"),
        Entry("@drafts", "case", method="POST", entitled="clerk"),
        Entry("templates", "unit", entitled="clerk", reach=UNIT),
        Entry("view", "template", entitled="clerk", reach=UNIT),
        Entry("version", "template", entitled="clerk", reach=UNIT, tail="1"),
        Entry("draft", "case", entitled="clerk"),
        Entry("@preview", "document", entitled="clerk"),
        Entry("@pdf", "document", method="POST", entitled="clerk"),
        Entry("preview", "letter", entitled="clerk", tail="1/1"),
        Entry("preview", "document", entitled="clerk", tail="1/1"),
        Entry("@signatures", "document", method="POST", entitled="clerk"),
        Entry("@seal", "document", method="POST", entitled="manager"),
        Entry("@signature-check", "document", method="POST", entitled="clerk"),
        Entry("@signature-check", "letter", method="POST", entitled="clerk"),
        Entry("signed", "document", entitled="clerk", tail="1"),
        Entry("@trust-list", "portal", entitled="operator"),
        Entry("@trust-list", "portal", method="POST", entitled="operator"),
        Entry("@trust-list", "portal", method="DELETE", entitled="operator"),
        Entry("trusted-certificates", "portal", entitled="operator"),
        Entry("time-stamping", "portal", entitled="operator"),
        Entry("renewed", "document", entitled="clerk", tail="1"),
        Entry("renewed", "letter", entitled="clerk", tail="1"),
        Entry("@handovers", "unit", method="POST", entitled="coordinator"),
        Entry("@handover-end", "handover", method="POST", entitled="archivist"),
        Entry("handover-pdf", "handover", entitled="archivist"),
        Entry("preservation", "unit", entitled="archivist"),
        Entry("@preservation", "unit", entitled="archivist"),
        Entry("@preservation", "unit", method="POST", entitled="archivist"),
        Entry("@disposals", "unit", method="POST", entitled="archivist"),
        Entry("@approval", "disposal", method="POST", entitled="head"),
        Entry("@disposal", "disposal", method="POST", entitled="archivist"),
        Entry("@archival", "archived_case", method="POST", entitled="archivist"),
        Entry("@transfers", "unit", method="POST", entitled="archivist"),
        Entry("@transfer", "transfer", method="POST", entitled="archivist"),
        Entry("view", "transfer", entitled="archivist"),
        Entry("handover-xml", "transfer", entitled="archivist"),
        Entry("application-xml", "transfer", entitled="archivist"),
        Entry("transfer-package", "transfer", entitled="archivist"),
        Entry("paper", "transfer", entitled="archivist", tail="x"),
        Entry("paper", "disposal", entitled="archivist", tail="x"),
        Entry("disposal-paper", "disposal", entitled="archivist", tail="list.pdf"),
        Entry("court-package", "case", entitled="clerk"),
        Entry("person-search", "unit", entitled="data_protection"),
        Entry("@personal-registers", "unit", tail="activities", entitled="data_protection"),
        Entry("@personal-registers", "unit", tail="activities", method="POST", entitled="data_protection"),
        Entry("@personal-registers", "unit", tail="activities", method="PUT", entitled="data_protection"),
        Entry("personal-registers", "unit", entitled="data_protection"),
        Entry(
            "personal-register-file",
            "unit",
            query="register=activities&format=csv",
            entitled="data_protection",
        ),
        Entry("@person-report", "entered_party", entitled="data_protection"),
        Entry("person-report", "entered_party", entitled="data_protection"),
        Entry("person-report-pdf", "entered_party", entitled="data_protection"),
        Entry("@bundles", "unit", method="POST", entitled="administrator"),
        Entry("@bundle", "bundle", method="POST", entitled="administrator"),
        Entry("bundles", "unit", entitled="administrator"),
        Entry("view", "bundle", entitled="administrator"),
        Entry("bundle-file", "bundle", entitled="administrator", tail="x"),
        Entry("archive", "unit", entitled="archivist", reach=UNIT),
        Entry("archival", "archived_case", entitled="archivist"),
        Entry("archive-package", "archived_case", entitled="archivist"),
        Entry("view", "handover", entitled="archivist"),
        Entry("handover-xml", "handover", entitled="archivist"),
        Entry("view", "disposal", entitled="archivist"),
        Entry("@mails", "unit", method="POST", entitled="registrar"),
        Entry("@paper", "letter", method="POST", entitled="registrar"),
        *(
            Entry(name, "unit", method=method, entitled=role)
            for name, method in (("@do-not-open", "GET"), ("@do-not-open", "PUT"), ("do-not-open", "GET"))
            for role in ("registrar", "head")
        ),
        Entry("@opening", "letter", method="POST", entitled="clerk"),
        Entry("@senders", "letter", method="POST", entitled="registrar"),
        Entry("senders", "letter", entitled="registrar"),
        Entry("register-mail", "unit", entitled="registrar"),
        Entry("unregistered-message", "unit", entitled="registrar", tail="x"),
        Entry("unregistered-mail", "unit", entitled="registrar"),
        Entry("@unregistered-mail", "unit", entitled="registrar"),
        Entry("@unregistered-mail", "unit", method="POST", entitled="registrar"),
        Entry("paper", "letter", entitled="registrar"),
        Entry("not-scanned", "unit", entitled="registrar"),
        Entry("@supervision", "unit", entitled="clerk", reach=UNIT),
        Entry("clock", "case", entitled="clerk"),
        Entry("terms", "unit", entitled="clerk", reach=UNIT),
        Entry("@versions", "document", method="POST", entitled="clerk"),
        Entry("@check-out", "document", method="POST", entitled="clerk"),
        Entry("@check-out", "document", method="DELETE", entitled="clerk"),
        Entry("@acceptance", "document", method="POST", entitled="clerk"),
        Entry("cases", "unit", entitled="clerk", reach=UNIT),
        Entry("letters", "unit", entitled="registrar"),
        Entry("my-work", "unit", entitled="clerk", reach=UNIT),
        Entry("tasks", "unit", entitled="clerk", reach=UNIT),
        Entry("documents", "unit", entitled="clerk", reach=UNIT),
        Entry("open-case", "unit", entitled="clerk", reach=UNIT),
        Entry("plans", "unit", entitled="clerk", reach=UNIT),
        Entry("find-titles", "unit", entitled="registrar"),
        Entry("find-classes", "unit", entitled="clerk", reach=UNIT),
        Entry("find-any-class", "unit", entitled="clerk", reach=UNIT),
        Entry("find-places", "unit", entitled="registrar"),
        Entry("find-cases", "unit", entitled="clerk", reach=UNIT),
        Entry("register-letter", "unit", entitled="registrar"),
        Entry("view", "letter", entitled="clerk"),
        Entry("file", "letter", entitled="clerk", tail="0"),
        Entry("view", "task", entitled="clerk"),
        Entry("view", "case", entitled="clerk"),
        Entry("view", "document", entitled="clerk"),
        Entry("version", "document", entitled="clerk", tail="1"),
        Entry("view", "plan", entitled="clerk", reach=UNIT),
        Entry("view", "records_store", entitled="clerk", reach=UNIT),
    ),
    rights=(
        Right("View", "case", CASE_READERS),
        Right("View", "document", CASE_READERS),
        Right("View", "outgoing", CASE_READERS | {"registrar"}),
        Right("View", "dispatch_list", frozenset({"operator", "registrar", "head", "coordinator"})),
        Right("infostrada.site: Work on cases", "case", frozenset({"operator", "clerk", "manager"})),
        Right("infostrada.site: Register letters", "unit", frozenset({"operator", "registrar"})),
        Right("Modify portal content", "case", frozenset()),
        Right("View", "archived_case", CASE_READERS | {"archivist"}),
        Right("infostrada.site: Work on cases", "archived_case", frozenset()),
        Right("infostrada.site: Approve destruction", "unit", APPROVERS),
    ),
    helpers={"breadcrumbs_view": "the way to a page for the frame; names only what the visitor may see"},
    build=build,
)

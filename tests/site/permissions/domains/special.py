"""A case with special categories of data (RODO art. 9), and what lies outside it: its letters, tasks, persons."""

from infostrada.site.parties.operations import add_party
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.correspondence.outgoing.operations import Dispatch
from infostrada.site.records.correspondence.outgoing.operations import prepare_letters
from infostrada.site.records.correspondence.outgoing.rules import Addressee
from infostrada.site.records.documents.operations import accept_document
from infostrada.site.records.documents.operations import add_document
from infostrada.site.records.documents.operations import Draft
from infostrada.site.records.personal.special.operations import mark_special
from infostrada.site.records.tasks.operations import assign
from infostrada.site.records.tasks.rules import Order
from infostrada.site.records.upload import Upload
from plone import api
from plone.uuid.interfaces import IUUID
from tests.site.permissions.domains.records import LETTER
from tests.site.permissions.matrix import Domain
from tests.site.permissions.matrix import Entry
from tests.site.permissions.matrix import Right


# The officer, the head of the department, and the operator, whose role stands above all objects.
PEOPLE = frozenset({"operator", "clerk", "manager"})
REGISTRY = frozenset({"registrar", "head", "coordinator"})


def build(world) -> None:
    """The clerk marks the case; letter, person and task were open to the registry before."""
    unit = world["unit"]
    with api.env.adopt_user(username="registrar"):
        person, _warnings = add_party(unit, {"surname": "Wilk", "given_names": "Ewa", "pesel": "44051401359"})
        letter = register_letter(unit, {**LETTER, "title": "Wniosek o zasiłek", "party": IUUID(person)}, [])
    with api.env.adopt_user(username="head"):
        task = assign(letter, Order("clerk", "do załatwienia"))
    with api.env.adopt_user(username="clerk"):
        case = open_case(unit, Opening("Zasiłek", "gp", "00", letter))
        document = add_document(case, Draft("Decyzja", "decyzja"), Upload("d.pdf", b"%PDF"))
    with api.env.adopt_user(username="manager"):
        accept_document(document)
    with api.env.adopt_user(username="clerk"):
        mark_special(case, ["health"], "choroba")
        to = Addressee(
            surname="Wilk",
            given_names="Ewa",
            street="Wiślana",
            building="4",
            postal_code="87-100",
            city="Lipnowo",
        )
        (outgoing,) = prepare_letters(document, [Dispatch(to)])
    world.things |= {
        "special_case": case,
        "special_document": document,
        "sealed_letter": letter,
        "sealed_task": task,
        "sealed_outgoing": outgoing,
        "closed_party": person,
    }  # fmt: skip


DOMAIN = Domain(
    name="special",
    build=build,
    entries=(
        Entry("view", "special_case", entitled="clerk"),
        Entry("@metryka", "special_case", entitled="manager"),
        Entry("view", "special_document", entitled="clerk"),
        Entry("view", "sealed_letter", entitled="clerk"),
        Entry("view", "sealed_task", entitled="clerk"),
        Entry("view", "sealed_outgoing", entitled="registrar"),
        Entry("enclosure", "sealed_outgoing", entitled="clerk", tail="0"),
        Entry("label", "sealed_outgoing", entitled="registrar"),
        Entry("@party", "closed_party", entitled="clerk"),
        Entry("@party", "closed_party", method="PATCH", entitled="clerk"),
        Entry("@pesel", "closed_party", method="POST", entitled="manager"),
        Entry("view", "closed_party", entitled="data_protection"),
    ),
    rights=(
        Right("View", "special_case", PEOPLE),
        Right("View", "special_document", PEOPLE),
        Right("infostrada.site: Work on cases", "special_case", PEOPLE),
        Right("View", "sealed_letter", PEOPLE),
        # Whoever gave the task goes on seeing it, without the title of the letter.
        Right("View", "sealed_task", frozenset({"operator", "clerk", "head"})),
        # The registry sends it; what it is told of it is another matter (`outgoing.sight`).
        Right("View", "sealed_outgoing", PEOPLE | REGISTRY),
        Right("View", "closed_party", PEOPLE | {"data_protection"}),
        Right("infostrada.site: View parties", "closed_party", PEOPLE | {"data_protection"}),
        Right("infostrada.site: Edit parties", "closed_party", PEOPLE),
        Right("infostrada.site: Reveal PESEL", "closed_party", PEOPLE),
        Right("Modify portal content", "closed_party", frozenset({"operator"})),
    ),
)

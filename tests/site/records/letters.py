"""A case with an accepted decision, for tests of outgoing letters."""

from dataclasses import dataclass
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.correspondence.outgoing.operations import Dispatch
from infostrada.site.records.correspondence.outgoing.operations import prepare_letters
from infostrada.site.records.correspondence.outgoing.rules import Addressee
from infostrada.site.records.documents.operations import accept_document
from infostrada.site.records.documents.operations import add_document
from infostrada.site.records.documents.operations import Draft
from infostrada.site.records.upload import Upload


MARIA = Addressee(
    surname="Kowalczyk",
    given_names="Maria",
    street="Wiślana",
    building="4",
    postal_code="87-100",
    city="Lipnowo",
    role="strona",
)
FIRM = Addressee(
    kind="body",
    org_name="Żwir & Spółka",
    street="Żytnia",
    building="1",
    postal_code="87-100",
    city="Lipnowo",
)


@dataclass
class Matter:
    """A case with an accepted decision and a draft."""

    case: object
    decision: object
    draft: object


def make_matter(office, name="decyzja.pdf"):
    with office.acting("anna.urbanista"):
        case = open_case(office.unit, Opening("Warunki zabudowy", "gp", "6730", term="inquiry"))
        decision = add_document(case, Draft("Decyzja", "decyzja"), Upload(name, b"%PDF-1.7"))
        draft = add_document(case, Draft("Mapa", "inne pismo/dokument"), Upload("mapa.pdf", b"%PDF-1.7 m"))
    with office.acting("piotr.kierownik"):
        accept_document(decision)
    return Matter(case, decision, draft)


def prepared(office, matter, *addressees, **more):
    with office.acting("anna.urbanista"):
        return prepare_letters(matter.decision, [Dispatch(each) for each in addressees], **more)

"""Documents of a case on the map: linked by whoever works on the case, shown on its page, refused once it is ended."""

from exchange import Client
from html import unescape
from infostrada.core.record.pending import flush
from infostrada.core.record.sql import rows
from infostrada.core.record.sql import write
from infostrada.geo.features import store
from infostrada.geo.interfaces import IGeoLinked
from infostrada.geo.links.operations import may_link
from infostrada.geo.reconcile.operations import reconcile
from infostrada.site.records.cases.operations.ending import close_case
from infostrada.site.records.cases.operations.ending import finish_case
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.documents.operations import accept_document
from infostrada.site.records.documents.operations import add_document
from infostrada.site.records.documents.operations import Draft
from infostrada.site.records.upload import Upload
from plone.uuid.interfaces import IUUID
from tests.geo.conftest import feature
from tests.geo.conftest import map_layer
from tests.geo.conftest import square
from tests.site.bip.conftest import with_bulletin
from world import make_office
from world import PASSWORD

import requests
import transaction


CLERK, CHIEF, STRANGER, EDITOR = "anna.urbanista", "piotr.kierownik", "adam.obcy", "maria.bip"
PARCEL, OTHER = "049901_2.0001.1", "049901_2.0001.2"
MIRRORED = "SELECT k.business_id FROM geo.record_link AS k WHERE k.uid = %(uid)s AND k.valid_to IS NULL"


def build(site):
    """A case with a decision, and two parcels on a public layer."""
    office = make_office(site)
    with_bulletin(office)
    map_layer(site, "dzialki", "published", linkable=True)
    flush()
    parcels = ((PARCEL, 500_000), (OTHER, 500_200))
    store.load(
        "dzialki",
        [feature("dzialki", name[-1], name, square(east, 570_000)) for name, east in parcels],
    )
    with office.acting(CLERK):
        case = open_case(office.unit, Opening("Warunki zabudowy", "gp", "6730"))
        document = add_document(case, Draft("Decyzja o warunkach", "decyzja"), Upload("d.txt", b"d"))
    transaction.commit()
    return office, case, document


def mirrored(record):
    return [row["business_id"] for row in rows(MIRRORED, {"uid": IUUID(record)})]


def page_of(client, url):
    answer = requests.get(
        url, auth=client.session.auth, headers={"Accept-Language": "pl", "Accept": "text/html"}, timeout=60
    )
    return answer.status_code, unescape(answer.text)


def test_a_document_stands_on_the_map_until_its_case_is_ended(site):
    office, case, document = build(site)
    clerk, stranger, editor = (
        Client(site.absolute_url(), user_id, PASSWORD) for user_id in (CLERK, STRANGER, EDITOR)
    )
    places = f"{document.absolute_url()}/@places"
    wanted = {"business_id": PARCEL, "role": "subject"}

    # The right to link entries of the bulletin is no right to link, or to read, cases.
    for person in (stranger, editor):
        for record in (case, document):
            refused = person.send("POST", f"{record.absolute_url()}/@places", wanted)
            assert refused.status_code in (401, 403), (person, record)
            assert PARCEL not in refused.text
            assert page_of(person, f"{record.absolute_url()}/@@places")[0] in (302, 401, 403)
    transaction.begin()
    assert mirrored(document) == []

    made = clerk.send("POST", places, wanted)
    assert made.status_code == 201, made.text
    (kept,) = clerk.send("GET", places).json()["items"]
    assert (kept["business_id"], kept["uid"]) == (PARCEL, IUUID(document))
    assert clerk.send("POST", places, {"business_id": "nie ma takiej"}).status_code == 400
    transaction.begin()
    assert (IGeoLinked.providedBy(document), mirrored(document)) == (True, [PARCEL])

    # The page of the document and that of its case have the map; the list of the case names the document.
    status, own = page_of(clerk, f"{document.absolute_url()}/view")
    assert status == 200
    for words in (PARCEL, "@@places", "Miejsca, których to dotyczy"):
        assert words in own, words
    _status, whole = page_of(clerk, f"{case.absolute_url()}/view")
    for words in ("Miejsca na mapie", PARCEL, f'href="{document.absolute_url()}">Decyzja o warunkach'):
        assert words in whole, words
    found = clerk.send("GET", f"{office.unit.absolute_url()}/@@geo/links?uid={IUUID(case)}").json()
    assert [each["properties"]["title"] for each in found["features"]] == ["Decyzja o warunkach"]
    hidden = stranger.send("GET", f"{office.unit.absolute_url()}/@@geo/links?uid={IUUID(case)}").json()
    assert hidden["features"] == []
    # `@places` of the case are its own.
    assert clerk.send("GET", f"{case.absolute_url()}/@places").json()["items"] == []

    # A row that is lost comes back from the document.
    write("DELETE FROM geo.record_link WHERE uid = %(uid)s", {"uid": IUUID(document)})
    assert mirrored(document) == []
    list(reconcile(site))
    assert mirrored(document) == [PARCEL]

    with office.acting(CHIEF):
        accept_document(document)
    with office.acting(CLERK):
        close_case(case, decision=IUUID(document))
        assert may_link(document) and may_link(case)
        finish_case(case)
        assert not may_link(document) and not may_link(case)
    transaction.commit()
    for record in (case, document):
        refused = clerk.send("POST", f"{record.absolute_url()}/@places", {"business_id": OTHER})
        assert (refused.status_code, refused.json()["reason"]) == (409, "case_not_open")
    assert clerk.send("DELETE", f"{places}/{kept['link_id']}", {}).status_code == 409
    status, form = page_of(clerk, f"{document.absolute_url()}/@@places")
    assert status == 200
    for words in ("Sprawa nie jest otwarta", PARCEL):
        assert words in form, words
    assert "form-buttons-save" not in form and "<textarea" not in form
    transaction.begin()
    assert mirrored(document) == [PARCEL]

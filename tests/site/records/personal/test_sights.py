"""Who saw a letter, a case, a document, an outgoing letter, a task or a party, and who tried (EOD-15, RODO)."""

from infostrada.core.accesslog.interfaces import IAccessLogged
from infostrada.site.parties.operations import add_party
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.documents.operations import add_document
from infostrada.site.records.documents.operations import Draft
from infostrada.site.records.tasks.operations import assign
from infostrada.site.records.tasks.rules import Order
from infostrada.site.records.upload import Upload
from plone.uuid.interfaces import IUUID
from world import LETTER
from world import make_office
from world import PASSWORD

import psycopg
import pytest
import requests
import transaction


CLERK, STRANGER = "anna.urbanista", "adam.obcy"


@pytest.fixture
def things(site, database):
    # Rows of the log outlive the tests that are rolled back.
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("TRUNCATE core.access_log")
    office = make_office(site)
    with office.acting("ewa.kancelaria"):
        party, _warnings = add_party(office.unit, {"surname": "Kowalczyk", "given_names": "Maria"})
        letter = register_letter(office.unit, LETTER, [Upload("p.txt", b"pismo")])
    with office.acting("jan.wojt"):
        task = assign(letter, Order(CLERK, "do załatwienia"))
    with office.acting(CLERK):
        case = open_case(office.unit, Opening("Sprawa", "gp", "6730", letter))
        document = add_document(case, Draft("Notatka", "notatka"), Upload("n.txt", b"notatka"))
    transaction.commit()
    return {"party": party, "letter": letter, "task": task, "case": case, "document": document}


def ask(url, login, accept="application/json"):
    return requests.get(
        url,
        auth=(login, PASSWORD) if login else None,
        headers={"Accept": accept},
        timeout=60,
        allow_redirects=False,
    ).status_code


def log(database):
    with psycopg.connect(database) as connection:
        return connection.execute(
            "SELECT actor, action, uid, unit, outcome FROM core.access_log ORDER BY id"
        ).fetchall()


def test_views_files_and_refusals_of_every_kind_of_record_are_held(things, database):
    """Each page, each JSON, each file; refusals name who tried, visitors nobody knows too."""
    expected = []
    unit = "gmina-lipnowo"
    for name, thing in things.items():
        assert IAccessLogged.providedBy(thing), name
        uid, url = IUUID(thing), thing.absolute_url()
        reader = "ewa.kancelaria" if name == "party" else CLERK
        assert ask(url, reader) == 200
        expected.append((reader, "view", uid, unit, "granted"))
        assert ask(f"{url}/view", reader, "text/html") == 200
        expected.append((reader, "view", uid, unit, "granted"))
        if name == "party":
            continue
        for login, actor in ((STRANGER, STRANGER), ("", "anonymous")):
            assert ask(f"{url}/view", login, "text/html") in (302, 401, 403)
            expected.append((actor, "GET view", uid, unit, "refused"))
    assert log(database) == expected


def test_files_and_pages_of_a_record_are_told_apart_and_written_once(things, database):
    case, letter, document = (things[name] for name in ("case", "letter", "document"))
    assert ask(f"{case.absolute_url()}/@@clock", CLERK, "text/html") == 200
    assert ask(f"{case.absolute_url()}/@@metryka-file?format=csv", CLERK, "text/html") == 200
    assert ask(f"{letter.absolute_url()}/@@file/{letter.files[0].uid}", CLERK, "text/html") == 200
    assert ask(f"{document.absolute_url()}/@@version/1", CLERK, "text/html") == 200
    assert [(action, uid) for _actor, action, uid, _unit, _outcome in log(database)] == [
        ("view @@clock", IUUID(case)),
        ("records.metryka", IUUID(case)),
        ("records.download", IUUID(letter)),
        ("records.download", IUUID(document)),
    ]


def test_an_act_without_the_right_is_a_refusal_too(things, database):
    """The head may see the case and may not work on it."""
    case = things["case"]
    sent = requests.post(
        f"{case.absolute_url()}/@documents", json={"title": "x"}, auth=(STRANGER, PASSWORD),
        headers={"Accept": "application/json"}, timeout=60,
    )  # fmt: skip
    assert sent.status_code in (401, 403, 404)
    assert log(database)[-1] == (STRANGER, "POST @documents", IUUID(case), "gmina-lipnowo", "refused")


def test_headers_alone_are_a_look_too(things, database):
    """HEAD tells that a record or a file is there and how large it is; what is not answered is not written."""
    case, letter = things["case"], things["letter"]
    for url in (
        case.absolute_url(),
        f"{case.absolute_url()}/view",
        f"{case.absolute_url()}/@@clock",
        f"{letter.absolute_url()}/@@file/{letter.files[0].uid}",
    ):
        assert requests.head(url, auth=(CLERK, PASSWORD), timeout=60).status_code == 200
    assert (
        requests.head(f"{case.absolute_url()}/@@none", auth=(CLERK, PASSWORD), timeout=60).status_code == 404
    )
    assert [(action, uid) for _actor, action, uid, _unit, _outcome in log(database)] == [
        ("head", IUUID(case)),
        ("head", IUUID(case)),
        ("head @@clock", IUUID(case)),
        ("records.download", IUUID(letter)),
    ]

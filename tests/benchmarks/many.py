"""One office with very many real letters and cases: run as a program beside the site (`bench_objects`).

``prepare`` makes the office and two clerks with thirty posts each, ``fill SHARE SHARES COUNT`` puts objects into it,
``papers`` a document of each state into a case of each department and two tasks, ``grant`` gives the clerks rights on
10,000 cases, ``told USER`` says what a user is in the side index. Objects are filed without events, thousands in a
transaction; their rows come from the product's own `row_of`.
"""

from DateTime import DateTime
from datetime import date
from datetime import timedelta
from infostrada.core.calendar import polish_today
from infostrada.core.record.access import principals
from infostrada.core.record.row import row_of
from infostrada.core.record.sql import rows
from infostrada.core.record.sql import write
from infostrada.core.record.writing import write_rows
from infostrada.core.server.plone import open_site
from infostrada.site.records.actor import Actor
from infostrada.site.records.cases.content import Case
from infostrada.site.records.cases.content import Participant
from infostrada.site.records.cases.sign import Sign
from infostrada.site.records.correspondence.content import Letter
from infostrada.site.records.deed import now
from infostrada.site.records.documents.content import Document
from infostrada.site.records.documents.content import Version
from infostrada.site.records.files import RecordFile
from infostrada.site.records.find import record_at
from infostrada.site.records.rights import allow
from infostrada.site.records.rights import WORK
from infostrada.site.records.store import bucket
from infostrada.site.records.store import CASES
from infostrada.site.records.store import LETTERS
from infostrada.site.records.store import shard
from infostrada.site.records.store import SHARDS
from infostrada.site.records.tasks.operations import ask
from infostrada.site.records.tasks.operations import finish_task
from infostrada.site.records.tasks.rules import Order
from infostrada.site.units import operations as units
from infostrada.site.units.lookup import structure_of
from plone import api
from plone.uuid.interfaces import ATTRIBUTE_NAME
from tests.site.records.world import make_office
from tests.site.records.world import PASSWORD
from typing import Any

import json
import os
import sys
import transaction


UNIT = "gmina-wielka"
CLERK = "anna.urbanista"
CLERKS = (CLERK, "ola.urbanista")
POSTS, GRANTS, BATCH = 29, 10_000, 1_000
CLASSES = ("6730", "6733")
TODAY = polish_today()
NOW = now()


def prepare() -> None:
    """The office of the tests; each clerk holds a post in each of thirty departments: two groups each."""
    with open_site() as (app, site):
        if app.acl_users.getUser("admin") is None:
            app.acl_users.userFolderAddUser("admin", os.urandom(16).hex(), ["Manager"], [])
        office = make_office(site, UNIT)
        orgs = [
            units.create_org(structure_of(office.unit), title=f"Referat {number}", symbol=f"R{number}")
            for number in range(POSTS)
        ]
        for clerk in CLERKS:
            if clerk != CLERK:
                email = f"{clerk}@example.pl"
                units.employ(office.unit, user_id=clerk, title=clerk, email=email, password=PASSWORD)
            for org in [*orgs, *([office.orgs["GP"]] if clerk != CLERK else [])]:
                post = units.create_post(org, title="Inspektor", org_roles=frozenset({"clerk"}))
                units.assign(post, user_id=clerk, valid_from=TODAY - timedelta(days=30))
        for symbol in CLASSES:
            bucket(office.unit, CASES, TODAY.year, symbol)
        shard(office.unit, LETTERS, TODAY.year, "0")
        transaction.commit()


def fill(share: int, shares: int, count: int) -> None:
    """Every second object a letter, every second a case; writers with other shares meet in no folder."""
    with open_site() as (_app, site):
        workflow = api.portal.get_tool("portal_workflow")
        unit = site[UNIT]
        for start in range(0, count, BATCH):
            made = []
            for number in range(start, min(start + BATCH, count)):
                container, obj = (_letter if number % 2 else _case)(
                    unit, share, shares, number * shares + share
                )
                container._setOb(obj.id, obj)
                filed = container._getOb(obj.id)
                _begin(workflow, filed)
                made.append(row_of(filed))
            write_rows(made, {row.uid for row in made})
            transaction.commit()
            site._p_jar.cacheMinimize()


def _begin(workflow: Any, obj: Any, state: str = "") -> None:
    """A state of the object's workflow, by default the first, with its rights; indexed only once."""
    for chosen in workflow.getWorkflowsFor(obj):
        status = {
            chosen.state_var: state or chosen.initial_state,
            "action": None,
            "actor": CLERK,
            "comments": "",
            "time": DateTime(),
        }
        workflow.setStatusOf(chosen.getId(), obj, status)
        chosen.updateRoleMappingsFor(obj)


def _letter(unit: Any, share: int, shares: int, number: int) -> tuple[Any, Letter]:
    letter = Letter(
        title=f"Wniosek numer {number} o wydanie zaświadczenia", sender_surname="Kowalczyk", city="Lipnowo",
        sender_given_names="Maria", postal_code="87-100", document_kind="podanie/wniosek",
        received_date=_day(number), letter_date=_day(number + 3).isoformat(), delivery_method="osobiście",
    )  # fmt: skip
    letter.year, letter.number = TODAY.year, number + 1
    name = SHARDS[(number // shares * shares + share) % len(SHARDS)]
    folder = bucket(unit, LETTERS, TODAY.year)[name]
    return folder, _named(letter, "records_letter", f"{name}{os.urandom(16).hex()[1:]}")


def _case(unit: Any, share: int, _shares: int, number: int) -> tuple[Any, Case]:
    case = Case(title=f"Sprawa numer {number}, działka {number % 900}/{number % 7}")
    symbol = CLASSES[share % len(CLASSES)]
    # The clerk's own departments hold a third of the cases.
    org = f"R{number % POSTS}" if number % 3 == 0 else "FN"
    case.org_id, case.org_symbol, case.class_symbol = org.lower(), org, symbol
    case.class_title, case.category = "Decyzje o warunkach zabudowy", "B10"
    case.started_on, case.term = _day(number), "inquiry" if number % 4 else None
    led = number % 300 == 0
    case.officer, case.officer_name = (CLERK, "Anna Nowak") if led else ("adam.obcy", "Adam Kos")
    case.parties = (Participant("Maria Kowalczyk", "strona"),)
    case.sign = Sign(org, symbol, number + 1, TODAY.year)
    return bucket(unit, CASES, TODAY.year, symbol), _named(case, "records_case", os.urandom(16).hex())


def _named(obj: Any, portal_type: str, uid: str) -> Any:
    obj.portal_type, obj.id = portal_type, uid
    setattr(obj, ATTRIBUTE_NAME, uid)
    obj.__ac_local_roles__ = {}
    return obj


def _day(number: int) -> date:
    return TODAY - timedelta(days=number % 300)


def papers() -> None:
    """A document of each state in a case of each department, and a task that waits and one that is done."""
    with open_site():
        workflow = api.portal.get_tool("portal_workflow")
        author = Actor(CLERK, "Anna Nowak", "Inspektor")
        file = RecordFile(b"Projekt decyzji", "decyzja.txt", "text/plain")
        chosen = rows("SELECT DISTINCT ON (org_id) uid FROM site.case_listing ORDER BY org_id, uid")
        made = []
        for case in (record_at(row["uid"]) for row in chosen):
            for state in ("draft", "submitted", "returned", "accepted"):
                document = _named(Document(title="Projekt decyzji"), "records_document", os.urandom(16).hex())
                document.document_kind, document.author = "decyzja", author
                document.versions = (Version(1, file, author, NOW, ""),)
                document.filed_at = document.submitted_at = NOW
                document.acceptor = "piotr.kierownik" if state == "submitted" else None
                case._setOb(document.id, document)
                filed = case._getOb(document.id)
                _begin(workflow, filed, state)
                made.append(row_of(filed))
        write_rows(made, {row.uid for row in made})
        (led,) = rows("SELECT uid FROM site.case_listing WHERE officer = %(clerk)s LIMIT 1", {"clerk": CLERK})
        case = record_at(led["uid"])
        allow(case, CLERK, WORK)
        with api.env.adopt_user(username=CLERK):
            ask(case, Order(CLERK, "do załatwienia", TODAY + timedelta(days=5)))
            finish_task(ask(case, Order(CLERK, "do załatwienia", TODAY + timedelta(days=6))), "zrobione")
        transaction.commit()


def told(user: str) -> None:
    """Principals of a user, as JSON."""
    with open_site():
        found = principals(api.user.get(userid=user))
        print(json.dumps({"tokens": found.tokens, "ids": found.ids}))


def grant() -> None:
    """Rights on the cases a clerk leads, then on others of a department that is not the clerk's."""
    with open_site():
        write(
            "INSERT INTO core.access_grant (uid, principal, right_name, valid_from)"
            " SELECT uid, clerk, %(right)s, now() - interval '1 day' FROM unnest(%(clerks)s::text[]) AS clerk,"
            " LATERAL (SELECT uid FROM site.case_listing WHERE org_id = 'fn' OR officer = clerk"
            " ORDER BY officer = clerk DESC, uid LIMIT %(count)s) AS chosen",
            {"clerks": list(CLERKS), "right": WORK, "count": GRANTS},
        )
        transaction.commit()


ACTS = {"prepare": prepare, "fill": fill, "papers": papers, "grant": grant, "told": told}

if __name__ == "__main__":
    asked, *words = sys.argv[1:]
    ACTS[asked](*(int(word) if word.isdigit() else word for word in words))

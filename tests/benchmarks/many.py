"""One office with very many real letters and cases: run as a program beside the site (`bench_objects`).

``prepare`` makes the office and a clerk with thirty posts, ``fill SHARE SHARES COUNT`` puts objects into it, ``grant``
gives the clerk rights on 10,000 cases. Objects are filed without events, thousands in a transaction; their rows come
from the product's own `row_of`.
"""

from DateTime import DateTime
from datetime import date
from datetime import timedelta
from infostrada.core.calendar import polish_today
from infostrada.core.record.row import row_of
from infostrada.core.record.sql import write
from infostrada.core.record.store import write_rows
from infostrada.core.server.plone import open_site
from infostrada.site.records.cases.content import Case
from infostrada.site.records.cases.content import Participant
from infostrada.site.records.cases.sign import Sign
from infostrada.site.records.correspondence.content import Letter
from infostrada.site.records.rights import WORK
from infostrada.site.records.store import bucket
from infostrada.site.records.store import CASES
from infostrada.site.records.store import LETTERS
from infostrada.site.records.store import shard
from infostrada.site.records.store import SHARDS
from infostrada.site.units import operations as units
from infostrada.site.units.lookup import structure_of
from plone import api
from plone.uuid.interfaces import ATTRIBUTE_NAME
from tests.site.records.world import make_office
from typing import Any

import os
import sys
import transaction


UNIT = "gmina-wielka"
CLERK = "anna.urbanista"
POSTS, GRANTS, BATCH = 29, 10_000, 1_000
CLASSES = ("6730", "6733")
TODAY = polish_today()


def prepare() -> None:
    """The office of the tests; its clerk holds a post in each of thirty departments: two groups each."""
    with open_site() as (app, site):
        if app.acl_users.getUser("admin") is None:
            app.acl_users.userFolderAddUser("admin", os.urandom(16).hex(), ["Manager"], [])
        office = make_office(site, UNIT)
        for number in range(POSTS):
            org = units.create_org(structure_of(office.unit), title=f"Referat {number}", symbol=f"R{number}")
            post = units.create_post(org, title="Inspektor", org_roles=frozenset({"clerk"}))
            units.assign(post, user_id=CLERK, valid_from=TODAY - timedelta(days=30))
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


def _begin(workflow: Any, obj: Any) -> None:
    """The first state of the object's workflow with its rights, as `notifyCreated` sets it, indexed only once."""
    for chosen in workflow.getWorkflowsFor(obj):
        status = {
            chosen.state_var: chosen.initial_state,
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
    case.officer, case.officer_name = "adam.obcy", "Adam Kos"
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


def grant() -> None:
    """Rights on cases of departments that are not the clerk's, as a dekretacja gives them."""
    with open_site():
        write(
            "INSERT INTO core.access_grant (uid, principal, right_name, valid_from)"
            " SELECT uid, %(clerk)s, %(right)s, now() - interval '1 day' FROM core.record JOIN site.case_listing"
            " USING (uid) WHERE org_id = 'fn' ORDER BY uid LIMIT %(count)s",
            {"clerk": CLERK, "right": WORK, "count": GRANTS},
        )
        transaction.commit()


if __name__ == "__main__":
    asked, *numbers = sys.argv[1:]
    {"prepare": prepare, "fill": fill, "grant": grant}[asked](*map(int, numbers))

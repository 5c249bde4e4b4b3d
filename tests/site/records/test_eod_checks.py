"""Checks of the records instruction by their names: EOD-01, EOD-02, EOD-04, EOD-15."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from datetime import datetime
from datetime import UTC
from exchange import Client
from infostrada.core import numbers
from infostrada.core.sql import session
from infostrada.site.records.cases.operations import opening
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.correspondence.operations import void_letter
from infostrada.site.records.deed import deed
from infostrada.site.records.plan.operations import approve_plan
from infostrada.site.records.plan.operations import import_plan
from infostrada.site.records.problems import InvalidData
from plone import api
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from tests.days import this_year
from world import LETTER
from world import make_office
from world import PASSWORD
from world import PLAN

import pytest
import transaction


UNIT = "gmina-lipnowo"


def test_eod_01_two_registrations_never_give_one_number(site):
    """Many clerks at once in one unit, class and year: each its own number, no gap."""
    base = site.absolute_url()

    def opened(place):
        client = Client(base, ("anna.urbanista", "piotr.kierownik")[place % 2], PASSWORD)
        body = {"title": f"Sprawa {place}", "org_id": "gp", "class_symbol": "6730"}
        key = {"Idempotency-Key": f"eod-01-{place}"}
        for _attempt in range(10):
            answer = client.send("POST", f"{UNIT}/@cases", body, headers=key)
            if answer.status_code != 503:
                return answer
        return answer

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(opened, range(8)))
    assert [answer.status_code for answer in answers] == [201] * 8
    signs = sorted(answer.json()["sign"] for answer in answers)
    assert signs == sorted(f"GP.6730.{number}.{this_year()}" for number in range(1, 9))
    transaction.begin()
    found = session().execute(text("SELECT unit, kind, year, key FROM core.series"))
    series = [numbers.Series(*row) for row in found]
    assert series and all(numbers.gaps(each) == [] for each in series)


def test_eod_02_classes_that_take_no_cases(office, monkeypatch):
    """A class with classes below it, one of another office, one that has expired: refused with the reason."""
    other = make_office(office.portal, "powiat-testowy", people=False)

    def refused(symbol, org="gp"):
        with office.acting("anna.urbanista"), pytest.raises(InvalidData) as caught:
            open_case(office.unit, Opening("Sprawa", org, symbol))
        return [(fault.field, fault.reason) for fault in caught.value.faults]

    assert refused("67") == [("class_symbol", "class_not_final")]
    foreign = PLAN.replace("6730;Decyzje o warunkach zabudowy;B10;Bc;", "6731;Tylko w powiecie;B10;Bc;")
    theirs = import_plan(other.unit, file_name="jrwa.csv", data=foreign.encode(), title="JRWA powiatu")
    approve_plan(theirs, date(this_year() + 1, 1, 1))
    assert refused("6731") == [("class_symbol", "class_unknown")]
    with office.acting("anna.urbanista"):
        assert open_case(office.unit, Opening("Sprawa", "gp", "6733")).class_symbol == "6733"
    shorter = "\n".join(line for line in PLAN.splitlines() if not line.startswith("6733;"))
    following = shorter.replace("6730;", "6734;Inne decyzje;B10;;\n6730;")
    plan = import_plan(office.unit, file_name="jrwa.csv", data=following.encode(), title="JRWA następny")
    approve_plan(plan, date(this_year() + 1, 1, 1))
    january = datetime(this_year() + 1, 1, 5, 12, tzinfo=UTC)
    monkeypatch.setattr(opening, "deed", lambda context: deed(context)._replace(at=january))
    assert refused("6733") == [("class_symbol", "class_unknown")]


def test_eod_04_register_is_continuous_and_keeps_its_rows(office):
    """A mistake keeps its number and leaves a trace; no row of the register is ever deleted or renumbered."""
    with office.acting("ewa.kancelaria"):
        made = [register_letter(office.unit, LETTER, []) for _each in range(3)]
        void_letter(made[1], "zarejestrowano dwa razy")
    assert [letter.number for letter in made] == [1, 2, 3]
    assert "zarejestrowano dwa razy" in made[1].remarks
    trace = session().execute(
        text("SELECT action FROM core.journal WHERE uid = :uid ORDER BY id"), {"uid": made[1].UID()}
    )
    assert [row.action for row in trace] == ["records.letter.registered", "records.letter.void"]
    for statement in ("DELETE FROM core.number", "UPDATE core.number SET value = value + 10"):
        before = transaction.savepoint()
        with pytest.raises(DBAPIError, match="neither deleted nor changed"):
            session().execute(text(statement))
        before.rollback()


def test_eod_15_nobody_without_grounds_reads_a_case(site):
    """By its address, its list, search, expansion and metryka."""
    unit, base = site[UNIT], site.absolute_url()
    with api.env.adopt_user(username="anna.urbanista"):
        case = open_case(unit, Opening("Tajemnica ogrodnika", "gp", "6730"))
    transaction.commit()
    stranger = Client(base, "adam.obcy", PASSWORD)
    for path in ("", "/@metryka", "/@ties", "/@closing", "/@clock", "/view"):
        assert stranger.send("GET", f"{case.absolute_url()}{path}").status_code in (401, 403), path
    for path in ("@listing?name=cases", "@text-search?q=ogrodnika", "@search?SearchableText=ogrodnika", "@cases",
                 "@listing-export?name=cases&format=csv", "@my-work", "?expand=breadcrumbs"):  # fmt: skip
        answer = stranger.send("GET", f"{UNIT}/{path}" if path[0] == "@" else f"{UNIT}{path}")
        assert answer.status_code == 200, path
        assert "Tajemnica" not in answer.text, path
    assert "Tajemnica" in Client(base, "anna.urbanista", PASSWORD).send("GET", f"{UNIT}/@cases").text

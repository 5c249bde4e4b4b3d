"""Statistics of visits: which answers are visits, what everybody sees of them and what editors do."""

from AccessControl.SecurityManagement import getSecurityManager
from AccessControl.SecurityManagement import setSecurityManager
from contextlib import contextmanager
from datetime import date
from infostrada.core.record import pending
from infostrada.core.record.sql import write
from infostrada.core.visits.wsgi import VISIT
from infostrada.site.bip import operations
from infostrada.site.bip.visits import rows
from infostrada.site.bip.visits.counting import tell_visit
from infostrada.site.records.problems import InvalidData
from plone.app.testing import logout
from plone.uuid.interfaces import IUUID
from tests.site.bip.test_bip_operations import DATA
from zope.component import getMultiAdapter
from ZPublisher.pubevents import PubAfterTraversal

import pytest


TODAY = date(2026, 11, 28)
NOVEMBER = rows.Period(date(2026, 11, 1), date(2026, 11, 30))


@pytest.fixture
def entries(office, section):
    made = []
    with office.acting("maria.bip"):
        for title in ("Pierwszy", "Drugi", "Wycofany"):
            entry = operations.draft_entry(section, DATA._replace(title=title))
            operations.publish_entry(entry)
            made.append(entry)
        operations.withdraw_entry(made[2], "Pomyłka")
    pending.flush()
    return made


def read(thing, day, visits):
    write(
        "INSERT INTO core.visit (uid, day, visits) VALUES (%(uid)s, %(day)s, %(visits)s)",
        {"uid": IUUID(thing), "day": day, "visits": visits},
    )


def test_entries_by_visits_and_days(office, section, bulletin, entries):
    first, second, withdrawn = entries
    for thing, day, visits in (
        (first, "2026-11-01", 2), (first, "2026-11-30", 3), (first, "2026-10-31", 100), (second, "2026-11-30", 9),
        (withdrawn, "2026-11-30", 50), (section, "2026-11-30", 4), (bulletin, "2026-11-02", 1),
    ):  # fmt: skip
        read(thing, day, visits)
    unit = office.unit.unit_id
    assert [(item.title, item.visits) for item in rows.most_read(unit, NOVEMBER)] == [
        ("Drugi", 9),
        ("Pierwszy", 5),
    ]
    assert [item.title for item in rows.most_read(unit, NOVEMBER, 1, 1)] == ["Pierwszy"]
    # The tombstone's visits stay in the bulletin's own sum: they are visits, its title is no entry to be ranked.
    assert rows.by_day(unit, NOVEMBER) == [
        (date(2026, 11, 1), 2),
        (date(2026, 11, 2), 1),
        (date(2026, 11, 30), 66),
    ]
    assert rows.days_of(IUUID(first), NOVEMBER) == [(date(2026, 11, 1), 2), (date(2026, 11, 30), 3)]
    assert rows.most_read("powiat-inny", NOVEMBER) == []
    assert [(row["title"], row["visits"]) for row in rows.entry_days(unit, NOVEMBER)] == [
        ("Pierwszy", 2),
        *sorted(
            [("Pierwszy", 3), ("Drugi", 9)],
            key=lambda item: IUUID(first if item[0] == "Pierwszy" else second),
        ),
    ]


@pytest.mark.parametrize(
    ("first", "last", "wrong"),
    [
        ("2026-11-30", "2026-11-01", "after_the_end"),
        ("2020-01-01", "2026-11-01", "period_too_long"),
        ("x", "", "not_a_date"),
    ],
)
def test_periods_that_are_none(first, last, wrong):
    with pytest.raises(InvalidData) as caught:
        rows.period_of(first, last, TODAY)
    assert caught.value.reason == wrong


def test_the_usual_period_is_thirty_days():
    assert rows.period_of("", "", TODAY) == (date(2026, 10, 30), TODAY)


@contextmanager
def nobody():
    """Nobody is logged in."""
    kept = getSecurityManager()
    logout()
    try:
        yield
    finally:
        setSecurityManager(kept)


@pytest.mark.parametrize(
    ("user", "name", "counted"),
    [(None, "view", True), (None, "changes", False), ("maria.bip", "view", False)],
)
def test_which_answers_are_visits(office, entries, portal, user, name, counted):
    place = entries[0] if name == "view" else entries[0].aq_parent.aq_parent
    request = portal.REQUEST.clone()
    request["PUBLISHED"] = getMultiAdapter((place, request), name=name)
    request.method = "GET"
    request.response.setHeader(VISIT, "")
    with office.acting(user) if user else nobody():
        tell_visit(PubAfterTraversal(request))
    assert (request.response.getHeader(VISIT) == IUUID(place)) is counted

"""What becomes of a record's links, without Zope or SQL."""

from datetime import datetime
from datetime import UTC
from infostrada.geo.links.model import as_data
from infostrada.geo.links.model import from_data
from infostrada.geo.links.model import open_links
from infostrada.geo.links.model import Snapshot
from infostrada.geo.links.model import Target
from infostrada.geo.links.rules import Ask
from infostrada.geo.links.rules import asks_of
from infostrada.geo.links.rules import MOST_LINKS
from infostrada.geo.links.rules import settle
from infostrada.geo.links.rules import UnlawfulLinks

import pytest


MONDAY = datetime(2026, 11, 16, 9, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 20, 9, tzinfo=UTC)


def target(name, version="1"):
    return Target("dzialki", "PL.X", f"id-{name}", version, name, Snapshot("01", 10.0, {}))


def made(*asks, current=(), at=MONDAY, version="1", reason=""):
    targets = {ask: target(ask.business_id, version) for ask in asks}
    return settle(current, asks, targets, "anna", at, reason)


def test_a_new_link_carries_maker_moment_and_snapshot():
    (link,) = made(Ask("1/2", "affected", note="granica"))
    assert (link.business_id, link.role, link.note) == ("1/2", "affected", "granica")
    assert (link.by, link.since) == ("anna", "2026-11-16T09:00:00+00:00")
    assert link.snapshot.area == 10.0
    assert link.is_open


def test_what_is_asked_again_keeps_its_snapshot():
    before = made(Ask("1"))
    after = made(Ask("1"), Ask("2"), current=before, at=FRIDAY, version="2")
    assert after[0] == before[0]
    assert after[1].feature_version == "2"


def test_what_is_no_longer_asked_is_closed_and_stays():
    before = made(Ask("1"), Ask("2"))
    after = made(Ask("2"), current=before, at=FRIDAY, reason="pomyłka")
    assert len(after) == 2
    assert (after[0].until, after[0].closed_by, after[0].reason) == (
        "2026-11-20T09:00:00+00:00",
        "anna",
        "pomyłka",
    )
    assert [link.business_id for link in open_links(after)] == ["2"]


def test_a_closed_link_may_be_made_anew():
    before = made(current=made(Ask("1")), at=FRIDAY)
    after = made(Ask("1"), current=before, at=FRIDAY)
    assert [link.is_open for link in after] == [False, True]
    assert after[0].link_id != after[1].link_id


def test_the_same_feature_in_two_roles_is_two_links_but_asked_twice_is_one():
    assert len(made(Ask("1"), Ask("1"), Ask("1", layer="dzialki"))) == 1
    assert len(made(Ask("1"), Ask("1", "neighbour"))) == 2


def test_asks_of_the_links_change_nothing():
    links = made(Ask("1"), Ask("2", "neighbour"))
    assert settle(links, asks_of(links), {}, "jan", FRIDAY) == links


@pytest.mark.parametrize(
    ("asks", "reason", "names"),
    [
        ([Ask("999")], "unknown_feature", ("999",)),
        ([Ask("1", "owner")], "unknown_role", ("owner",)),
        ([Ask(str(n)) for n in range(MOST_LINKS + 1)], "too_many", (str(MOST_LINKS),)),
    ],
)
def test_unlawful_asks(asks, reason, names):
    known = {} if reason == "unknown_feature" else {ask: target(ask.business_id) for ask in asks}
    with pytest.raises(UnlawfulLinks) as refusal:
        settle((), asks, known, "anna", MONDAY)
    assert (refusal.value.reason, refusal.value.names) == (reason, names)


def test_data_and_back():
    (link,) = made(Ask("1"))
    assert from_data(as_data(link)) == link

"""Whom the desk proposes to accept: the head of the department, of the one above, of the office."""

from datetime import timedelta
from infostrada.core.calendar import polish_today
from infostrada.site.records.documents.acceptors import own_org
from infostrada.site.records.documents.acceptors import usual_acceptor
from infostrada.site.units import operations as units
from infostrada.site.units.lookup import posts_of
from infostrada.site.units.lookup import structure_of
from infostrada.site.units.roles import post_group

import pytest


@pytest.fixture
def post(office):
    """Group of a post by its name."""
    found = {each.title: post_group(each.post_id) for each in posts_of(structure_of(office.unit))}
    return found.__getitem__


@pytest.mark.parametrize(
    ("org", "author", "head"),
    [
        ("GP", "anna.urbanista", "Kierownik"),
        # Nobody accepts their own: the head of the department goes to the head of the office, who has nobody above.
        ("GP", "piotr.kierownik", "Wójt"),
        ("GP", "jan.wojt", None),
        # A department nobody leads, and a case of none.
        ("FN", "adam.obcy", "Wójt"),
        ("", "anna.urbanista", "Wójt"),
    ],
)
def test_heads_by_role(office, post, org, author, head):
    org_id = office.orgs[org].org_id if org else ""
    assert usual_acceptor(office.unit, org_id, author, polish_today()) == (post(head) if head else "")


def test_the_team_of_a_department_goes_to_its_head(office, post):
    team = units.create_org(office.orgs["GP"], title="Zespół Map", symbol="GP-M")
    assert usual_acceptor(office.unit, team.org_id, "anna.urbanista", polish_today()) == post("Kierownik")


def test_a_post_nobody_holds_is_passed_over(office, post):
    later = polish_today() - timedelta(days=31)
    assert usual_acceptor(office.unit, office.orgs["GP"].org_id, "anna.urbanista", later) == ""
    assert own_org(office.unit, "anna.urbanista", later) == ""
    assert own_org(office.unit, "anna.urbanista", polish_today()) == office.orgs["GP"].org_id
    assert own_org(office.unit, "jan.wojt", polish_today()) == ""

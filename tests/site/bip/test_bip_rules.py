"""Pure rules of the bulletin: what an entry needs."""

from infostrada.site.bip import rules

import datetime
import pytest


def test_missing():
    day = datetime.date(2026, 11, 22)
    assert list(rules.missing("T", "A", day, "decision")) == []
    assert list(rules.missing(" ", "", None, "poem")) == [
        ("title", "required"),
        ("content_author", "required"),
        ("created_on", "required"),
        ("kind", "not_in_list"),
    ]


@pytest.mark.parametrize(
    ("found", "author", "publisher", "needed"),
    [(True, "a", "a", True), (True, "a", "b", False), (False, "a", "a", False)],
)
def test_two_people_where_personal_data_may_be(found, author, publisher, needed):
    assert rules.second_person_needed(found, author, publisher) is needed


def test_the_original_goes_public_only_when_it_is_public():
    assert rules.same_as_original("x", "x", "not_public")
    assert not rules.same_as_original("x", "x", "public")
    assert not rules.same_as_original("x", "y", "not_public")

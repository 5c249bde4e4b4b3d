"""Places learned from letters and parties: towns of a postcode, streets of a town."""

from infostrada.site.records.correspondence.places import gathered
from infostrada.site.records.correspondence.places import street_alone

import pytest


def row(postcode, city, street=""):
    return {"postcode": postcode, "city": city, "street": street}


def test_the_commonest_first_and_each_once():
    found = gathered(
        [
            row("87-099", "Kępa", "Leśna 8"),
            row("87099", "lipnowo", "Polna"),
            row("87-099", "Lipnowo", "Polna 4/2"),
            row("87-099", "Lipnowo", "Ogrodowa"),
            row("", "Berlin"),
        ]
    )
    assert found == [
        {"postcode": "87-099", "city": "Lipnowo", "streets": ["Polna", "Ogrodowa"]},
        {"postcode": "87-099", "city": "Kępa", "streets": ["Leśna"]},
        {"postcode": "", "city": "Berlin", "streets": []},
    ]


@pytest.mark.parametrize(
    ("text", "street"),
    [
        ("Polna 4/2", "Polna"),
        ("Polna 4 m. 2", "Polna"),
        ("3 Maja 12", "3 Maja"),
        ("3 Maja", "3 Maja"),
        ("Jana Pawła II 7a", "Jana Pawła II"),
        ("12a", ""),
        ("7", ""),
        ("", ""),
    ],
)
def test_a_street_without_its_number(text, street):
    assert street_alone(text) == street

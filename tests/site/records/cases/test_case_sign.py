"""The sign of a case against the shared vectors and the model instruction's own examples."""

from infostrada.site.records.cases.sign import BadSignError
from infostrada.site.records.cases.sign import parse
from infostrada.site.records.cases.sign import Sign

import json
import pytest


def test_shared_vectors(shared_data):
    vectors = json.loads((shared_data / "pl/tables/identyfikatory.json").read_text("utf-8"))
    for text in vectors["znak_sprawy_valid"]:
        sign = parse(text)
        assert ".".join(filter(None, (str(sign), sign.officer))) == text
    for text in vectors["znak_sprawy_invalid"]:
        with pytest.raises(BadSignError):
            parse(text)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("ABC.123.77.2011", Sign("ABC", "123", 77, 2011)),
        ("ABC.123.78.2.2011", Sign("ABC", "123", 78, 2011, inside=2)),
        ("ABC-II.000.55.2024", Sign("ABC-II", "000", 55, 2024)),
        ("ABC.123.77.2011.JW", Sign("ABC", "123", 77, 2011, officer="JW")),
    ],
)
def test_parts(text, sign):
    assert parse(text) == sign


def test_officer_is_not_part_of_the_sign():
    sign = parse("ABC.123.77.2011.JW")
    assert str(sign) == "ABC.123.77.2011"
    assert sign.officer == "JW"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ABC.123.77",
        "ABC.123.07.2011",
        "ABC.12345678901.1.2011",
        "ABC.123.1.1811",
        "ABC 1.2.3.2011",
    ],
)
def test_refused(text):
    with pytest.raises(BadSignError):
        parse(text)

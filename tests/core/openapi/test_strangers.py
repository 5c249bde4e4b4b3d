"""Members no schema knows, found at any depth; the known name that was probably meant."""

from infostrada.core.openapi.shorthand import schema
from infostrada.core.openapi.strangers import meant
from infostrada.core.openapi.strangers import strangers

import pytest


SCHEMAS = {
    "Person": schema({"name!": "text", "post_code": "text"}, every=False),
    "Clerk": schema({"<": "Person", "org_id": "text"}, every=False),
    "Letter": schema(
        {"title!": "text", "other_senders": ["Person"], "data": "object", "kind": "a|b"}, every=False
    ),
    "Parcel": schema({"unopened!": "text", "title": "text"}, every=False),
}


def found(value, written):
    return [tuple(each) for each in strangers(value, [schema(written, every=False)], SCHEMAS)]


@pytest.mark.parametrize(
    ("value", "written", "expected"),
    [
        ({"title": "a", "tilte": "b"}, "Letter", [("tilte", None)]),
        ({"tilte": "b"}, "Letter", [("tilte", "title")]),
        ({"title": "a", "unopened": "x"}, "Letter or Parcel", []),
        ({"other_senders": [{"name": "A"}, {"postCode": "1", "x": 1}]}, "Letter",
         [("other_senders[1].postCode", "post_code"), ("other_senders[1].x", None)]),
        ({"name": "A", "orgId": "b"}, "Clerk", [("orgId", "org_id")]),
        ({"data": {"anything": {"goes": 1}}}, "Letter", []),
        ({"a": 1}, "object", []),
        ({"a": 1}, "any", []),
        ({"a": 1}, {}, [("a", None)]),
        ({}, {}, []),
        ({"money": {"payed": 1}}, {"money": {"paid": "int"}}, [("money.payed", "paid")]),
        ({"one": {"payed": 1}}, {"one": "Parcel~"}, [("one.payed", None)]),
        ([{"x": 1}], [{"y": "int"}], [("[0].x", None)]),
    ],
)  # fmt: skip
def test_strangers(value, written, expected):
    assert found(value, written) == expected


@pytest.mark.parametrize(
    "value", [{"title": {"x": 1}}, {"other_senders": "Anna"}, {"other_senders": {"x": 1}}]
)
def test_wrong_types_are_for_the_service_to_refuse(value):
    assert found(value, "Letter") == []


def test_a_file_and_a_deep_list_are_gone_through_once():
    value = {"other_senders": [{"name": "A"}] * 5_000 + [{"nmae": "B"}]}
    assert found(value, "Letter") == [("other_senders[5000].nmae", "name")]


@pytest.mark.parametrize(
    ("name", "near"),
    [("OrgID", "org_id"), ("org-id", "org_id"), ("orgid", "org_id"), ("class", None), ("ogr_id", "org_id"), ("", None)],
)  # fmt: skip
def test_the_name_that_was_meant(name, near):
    assert meant(name, ["org_id", "classification_symbol"]) == near

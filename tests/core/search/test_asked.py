"""A query of the catalog that cannot be read is refused with the field, by `@search` and `@querystring-search` alike."""

from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from pytest_plone.fixtures.requests import RelativeSession

import pytest
import transaction


OPERATION = "plone.app.querystring.operation"
# Index, operation, value; the date operations are those of Plone's issue with `values[0]` of nothing.
UNREADABLE_ROWS = [
    *(("effective", "date.between", value) for value in (None, "", [], ["2026-11-28"], {"from": "2026-11-28"}, 5)),
    ("modified", "date.lessThanRelativeDate", None),
    ("modified", "date.lessThanRelativeDate", ["7"]),
    ("modified", "date.largerThanRelativeDate", None),
    ("path", "string.absolutePath", None),
    ("path", "string.relativePath", ["/a"]),
    ("SearchableText", "string.contains", ["most"]),
    ("SearchableText", "string.contains", None),
    ("portal_type", "selection.any", {"query": "Document"}),
    ("Subject", "selection.any", [["a"]]),
]  # fmt: skip
NO_ROWS = [
    "text",
    {"i": "Title"},
    [5],
    ["Title"],
    [{"o": f"{OPERATION}.string.is", "v": "x"}],
    [{"i": "Title", "o": f"{OPERATION}.string.sounds_like", "v": "x"}],
    [{"i": "Title", "v": "x"}],
    [{"i": "Title", "o": f"{OPERATION}.string.is", "v": "x"}] * 51,
]
READABLE_ROWS = [
    ("created", "date.between", ["2026-01-01", "2099-12-31"]),
    # A form whose two days were left empty: from the beginning until now.
    ("modified", "date.between", ["", ""]),
    ("modified", "date.lessThanRelativeDate", "7"),
    ("portal_type", "selection.any", ["Document"]),
    ("path", "string.absolutePath", "/"),
    ("SearchableText", "string.contains", "most"),
]
UNREADABLE_PARAMETERS = [
    ("SearchableText=a&SearchableText=b", "SearchableText"),
    ("effective=wczoraj", "effective"),
    ("effective.query=wczoraj&effective.range=min", "effective"),
    ("effective.range=min", "effective"),
    ("path.depth=deep", "path"),
    ("sort_limit=all", "sort_limit"),
    ("sort_on=sounds", "sort_on"),
    ("sort_on=SearchableText", "sort_on"),
    ("is_folderish=maybe", "is_folderish"),
    ("b_size=all", "b_size"),
]


@pytest.fixture
def service(functional_portal):
    with api.env.adopt_user(SITE_OWNER_NAME):
        api.content.create(functional_portal, "Document", "most", title="Most nad rzeką")
    transaction.commit()
    session = RelativeSession(functional_portal.absolute_url())
    session.headers["Accept"] = "application/json"
    session.auth = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
    return session


def test_rows_of_a_query_string(service):
    def ask(rows):
        return service.post("/@querystring-search", json={"query": rows})

    for index, operation, value in UNREADABLE_ROWS:
        answer = ask([{"i": index, "o": f"{OPERATION}.{operation}", "v": value}])
        assert (answer.status_code, answer.json().get("field")) == (400, index), (
            operation,
            value,
            answer.text,
        )
        assert answer.json()["reason"] == "bad_value" and answer.json()["message"]
    for rows in NO_ROWS:
        answer = ask(rows)
        assert (answer.status_code, answer.json().get("reason")) == (400, "bad_query"), (rows, answer.text)
    for index, operation, value in READABLE_ROWS:
        answer = ask([{"i": index, "o": f"{OPERATION}.{operation}", "v": value}])
        assert "Most nad rzeką" in {item["title"] for item in answer.json()["items"]}, (operation, value)


def test_parameters_of_a_search(service):
    for query, field in UNREADABLE_PARAMETERS:
        answer = service.get(f"/@search?{query}")
        assert (answer.status_code, answer.json().get("field")) == (400, field), (query, answer.text)
    for query in (
        "SearchableText=most", "created.query=2026-01-01&created.range=min", "sort_on=modified&sort_limit=5",
        "sort_on:list=portal_type&sort_on:list=sortable_title", "path.depth=1&metadata_fields=Creator", "is_folderish=0",
    ):  # fmt: skip
        answer = service.get(f"/@search?{query}")
        assert "Most nad rzeką" in {item["title"] for item in answer.json()["items"]}, (query, answer.text)

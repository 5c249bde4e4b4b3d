"""Feeds and open data over HTTP: what is public and nothing else, with the types they declare."""

from infostrada.site.bip import operations
from infostrada.site.bip.opendata import rules
from lxml import etree
from tests.site.bip.test_bip_operations import DATA

import csv
import json
import pytest
import requests
import transaction


@pytest.fixture
def bulletin_url(served):
    section = served.unit["bip"]["obwieszczenia"]
    with served.acting("maria.bip"):
        operations.draft_entry(section, DATA._replace(title="Szkic tajny"))
        for title in ("Jawna pierwsza", "Wycofana druga"):
            entry = operations.draft_entry(section, DATA._replace(title=title))
            operations.publish_entry(entry)
        operations.withdraw_entry(entry, "Omyłka")
    transaction.commit()
    return f"{served.unit.absolute_url()}/bip"


def get(url, **headers):
    return requests.get(url, headers=headers, timeout=60)


def test_feeds_and_files_hold_what_is_public(bulletin_url):
    for place in (bulletin_url, f"{bulletin_url}/obwieszczenia"):
        feed = get(f"{place}/feed.xml")
        assert feed.headers["Content-Type"].startswith("application/atom+xml")
        root = etree.fromstring(feed.content)
        assert [part.text for part in root.iterfind("{*}entry/{*}title")] == ["Jawna pierwsza"]
        assert len(root.findall("{*}deleted-entry")) == 1
        rows = list(csv.DictReader(get(f"{place}/entries.csv").text.splitlines()))
        assert {row["title"]: row["state"] for row in rows} == {
            "Jawna pierwsza": "published", "Wycofana druga": "withdrawn",
        }  # fmt: skip
        assert [row["title"] for row in get(f"{place}/entries.json").json()] == [row["title"] for row in rows]
        assert next(row for row in rows if row["state"] == "withdrawn")["description"] == ""
        page = get(place).text
        assert f'href="{place}/feed.xml"' in page
    assert get(f"{bulletin_url}/petycje/entries.json").json() == []


def test_bip_09_every_resource_answers_as_declared(bulletin_url, shared_data):
    data = get(f"{bulletin_url}/dane-gov-pl.xml").content
    assert get(f"{bulletin_url}/dane-gov-pl.xml.md5").text == rules.md5_of(data)
    # The test server speaks http; the public address is https.
    schema = etree.XMLSchema(
        etree.parse(str(shared_data / "pl/xsd/dane-gov-pl/xml_import_otwarte_dane_1_10.xsd"))
    )
    schema.assertValid(etree.fromstring(data.replace(b"<url>http://", b"<url>https://")))
    urls = rules.resources(data)
    assert len(urls) == 3
    for url in urls:
        answer = get(url)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].partition(";")[0] == rules.declared_type(url)
    catalogue = get(f"{bulletin_url}/catalog.jsonld")
    assert catalogue.headers["Content-Type"].startswith("application/ld+json")
    named = [
        part["dcat:accessURL"]["@id"]
        for item in json.loads(catalogue.text)["dcat:dataset"]
        for part in item["dcat:distribution"]
    ]
    assert named == urls

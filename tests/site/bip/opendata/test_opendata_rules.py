"""The harvester's file, the feed and the catalogue, without a site."""

from click.testing import CliRunner
from infostrada.site.bip.feeds.atom import ATOM
from infostrada.site.bip.feeds.atom import atom
from infostrada.site.bip.feeds.atom import Feed
from infostrada.site.bip.feeds.atom import TOMBSTONES
from infostrada.site.bip.feeds.rows import PublicRow
from infostrada.site.bip.opendata import rules
from infostrada.site.bip.opendata.command import opendata
from lxml import etree
from pathlib import Path
from pyshacl import validate
from rdflib import Graph

import json
import pytest


SHAPES = Path(__file__).with_name("dcat_ap.ttl")
URL = "https://bip.gmina.example/bip"
RESOURCE = rules.Resource(
    "gmina-wpisy-csv", f"{URL}/entries.csv", "Wpisy (CSV)", "Wszystkie wpisy.", "2026-11-22", "04"
)
DATASET = rules.Dataset(
    "gmina-wpisy", "Wpisy BIP", "Wpisy <jawne> & „inne”", URL, "GOVE", ("BIP",), (RESOURCE,)
)


@pytest.fixture
def schema(shared_data):
    return shared_data / "pl/xsd/dane-gov-pl/xml_import_otwarte_dane_1_10.xsd"


def test_bip_09_the_file_is_valid(schema):
    data = rules.harvest_xml(
        [DATASET, DATASET._replace(ident="b", resources=(RESOURCE._replace(ident="c", region=""),))]
    )
    etree.XMLSchema(etree.parse(str(schema))).assertValid(etree.fromstring(data))
    assert list(rules.faults(data, rules.md5_of(data))) == []


def test_the_portals_own_sample(shared_data):
    folder = shared_data / "pl/samples"
    data = (folder / "dane-gov-pl-wzor.xml").read_bytes()
    assert list(rules.faults(data, (folder / "dane-gov-pl-wzor.xml.md5").read_text())) == []


def test_long_names_are_cut_to_what_the_schema_takes(schema):
    long = DATASET._replace(ident=rules.ident("x" * 80, "wpisy"), title="t" * 400, description="d" * 2000)
    etree.XMLSchema(etree.parse(str(schema))).assertValid(etree.fromstring(rules.harvest_xml([long])))
    assert rules.ident("x" * 80, "wpisy") == rules.ident("x" * 80, "wpisy") != rules.ident("x" * 80, "inne")
    assert len(rules.ident("x" * 80, "wpisy")) <= 36


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda item: item._replace(category="XXXX"), "kategoria"),
        (lambda item: item._replace(frequency="notApplicable"), "notApplicable"),
        (lambda item: item._replace(ident=""), "pusty"),
        (lambda item: item._replace(ident=RESOURCE.ident), "dwa razy"),
        (lambda item: item._replace(resources=(RESOURCE._replace(url="http://x/a.csv"),)), "https"),
    ],
)
def test_faults_are_named(change, words):
    data = rules.harvest_xml([change(DATASET)])
    assert any(words in text for text in rules.faults(data, rules.md5_of(data)))
    assert "plik .md5 nie pasuje do pliku XML" in list(rules.faults(data, "0" * 32))


def test_no_xml_and_no_outside_entities():
    assert "to nie jest XML" in next(rules.faults(b"<datasets", None))
    hostile = (
        b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d><resource><url>&x;</url></resource></d>'
    )
    assert all("root" not in text for text in rules.faults(hostile, None))


def test_check_command(tmp_path, schema):
    file = tmp_path / "d.xml"
    file.write_bytes(rules.harvest_xml([DATASET]))
    assert CliRunner().invoke(opendata, ["check", str(file)]).exit_code == 1
    (tmp_path / "d.xml.md5").write_text(rules.md5_of(file.read_bytes()))
    done = CliRunner().invoke(opendata, ["check", str(file), "--xsd", str(schema), "--json"])
    assert done.exit_code == 0 and json.loads(done.output)["faults"] == []
    file.write_bytes(file.read_bytes().replace(b"extIdent", b"extIdentX"))
    done = CliRunner().invoke(opendata, ["check", str(file), "--xsd", str(schema), "--json"])
    assert done.exit_code == 1 and any("schemat" in text for text in json.loads(done.output)["faults"])


def test_atom_with_a_tombstone():
    uid, gone = "3f8a1c0e5b7d49e2a6c4d8f0b1e3a597", "4f8a1c0e5b7d49e2a6c4d8f0b1e3a597"
    moments = ("2026-11-22T10:00:00+01:00", "2026-11-23T10:00:00+01:00")
    rows = [
        PublicRow(uid, f"{URL}/a", "published", "Tytuł", "", *moments, "petycje"),
        PublicRow(gone, f"{URL}/b", "withdrawn", "Wycofany", "", *moments, "petycje"),
    ]
    root = etree.fromstring(atom(Feed(uid, "BIP", "Gmina", f"{URL}/feed.xml", URL, moments[1]), rows))
    (entry,) = root.findall(f"{{{ATOM}}}entry")
    # RFC 4287: an entry needs id, title, updated; without content an alternate link.
    assert entry.findtext(f"{{{ATOM}}}id") == "urn:uuid:3f8a1c0e-5b7d-49e2-a6c4-d8f0b1e3a597"
    assert entry.find(f"{{{ATOM}}}link").get("rel") == "alternate"
    assert (
        root.find(f"{{{TOMBSTONES}}}deleted-entry")
        .get("ref")
        .endswith("4f8a1c0e-5b7d-49e2-a6c4-d8f0b1e3a597")
    )


def test_catalogue_names_every_file():
    made = rules.catalogue("BIP", "Gmina", f"{URL}/catalog.jsonld", [DATASET])
    (found,) = made["dcat:dataset"][0]["dcat:distribution"]
    assert found["dcat:accessURL"] == {"@id": RESOURCE.url}
    assert found["dcat:mediaType"]["@id"] == "https://www.iana.org/assignments/media-types/text/csv"


def conforms(catalogue):
    data = Graph().parse(data=json.dumps(catalogue), format="json-ld")
    kept, _graph, words = validate(data, shacl_graph=Graph().parse(SHAPES), inference="none")
    return kept, words


def test_catalogue_is_as_dcat_ap_wants_it():
    second = DATASET._replace(ident="b", category="ENVI", resources=())
    kept, words = conforms(rules.catalogue("BIP", "Gmina", f"{URL}/catalog.jsonld", [DATASET, second]))
    assert kept, words


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (lambda made: made.pop("dct:publisher"), "publisher"),
        (lambda made: made["dcat:dataset"][0].pop("dct:title"), "title"),
        (lambda made: made["dcat:dataset"][0]["dcat:distribution"][0].pop("dcat:accessURL"), "accessURL"),
        (
            lambda made: made["dcat:dataset"][0]["dcat:distribution"][0].update(
                {"dcat:mediaType": "text/csv"}
            ),
            "mediaType",
        ),
        (lambda made: made["dcat:dataset"][0]["dcat:theme"].pop("@type"), "theme"),
    ],
)
def test_the_shapes_see_what_is_missing(spoil, named):
    made = rules.catalogue("BIP", "Gmina", f"{URL}/catalog.jsonld", [DATASET])
    spoil(made)
    kept, words = conforms(made)
    assert not kept and named in words

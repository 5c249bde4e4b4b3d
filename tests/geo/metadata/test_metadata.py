"""Metadata: valid by the official schemas, true coordinates, hidden layers tell nothing."""

from datetime import date
from infostrada.geo.metadata.dcat import geodcat
from infostrada.geo.metadata.iso import iso_xml
from infostrada.geo.metadata.iso import NAMES
from infostrada.geo.metadata.record import box_of
from infostrada.geo.metadata.record import POLAND
from infostrada.geo.metadata.record import Record
from lxml import etree

import pytest
import tarfile
import transaction


FULL = Record(
    identifier="5f2c0000000000000000000000000001",
    title="Działki <ewidencyjne> & budynki",
    abstract="Działki powiatu.",
    url="https://region.example/warstwy/dzialki",
    items_url="https://region.example/@@geo/collections/dzialki",
    map_url="https://region.example/@@map",
    responsible="Starosta Wiślany",
    mail="geodezja@powiat.example",
    topic="planningCadastre",
    inspire_theme="Cadastral parcels",
    keywords=("działki", "EGiB"),
    produced=date(2020, 1, 2),
    revised=date(2026, 3, 4),
    stamp=date(2026, 11, 27),
    lineage="Z ewidencji gruntów i budynków.",
    denominator=500,
    licence="https://creativecommons.org/publicdomain/zero/1.0/",
    limits="",
    box=(18.5, 52.9, 18.8, 53.1),
)
BARE = Record(
    **{
        **FULL.__dict__,
        "mail": "",
        "inspire_theme": "",
        "keywords": (),
        "produced": None,
        "revised": None,
        "licence": "",
        "limits": "Tajemnica",
        "is_imagery": True,
    }
)


@pytest.fixture(scope="module")
def schema(shared_data, tmp_path_factory):
    """gmd.xsd of 2006-05-04 with all it includes; what it names by an address is found in the archive."""
    folder = tmp_path_factory.mktemp("ogc")
    (archive,) = (shared_data / "geo/schemas").glob("ogc-*.tar.gz")
    with tarfile.open(archive) as packed:
        packed.extractall(folder)

    class Local(etree.Resolver):
        def resolve(self, url, _public_id, context):
            for prefix, place in (
                ("http://schemas.opengis.net/", folder / "ogc"),
                ("http://www.opengis.net/", folder / "ogc"),
            ):
                if url.startswith(prefix):
                    return self.resolve_filename(str(place / url.removeprefix(prefix)), context)
            if url.endswith(("xlink.xsd", "xlinks.xsd")) and url.startswith("http"):
                return self.resolve_filename(str(shared_data / "geo/schemas/xlink.xsd"), context)
            return None

    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Local())
    # gmx.xsd includes gmd.xsd and brings the anchors.
    (gmx,) = folder.rglob("20060504/gmx/gmx.xsd")
    return etree.XMLSchema(etree.parse(str(gmx), parser))


@pytest.mark.parametrize("record", [FULL, BARE], ids=["full", "bare"])
def test_the_record_is_valid_by_the_official_schema(schema, record):
    document = etree.fromstring(iso_xml(record))
    assert schema.validate(document), schema.error_log


def test_the_schema_of_the_test_can_refuse(schema):
    broken = etree.fromstring(iso_xml(FULL))
    language = broken.find("gmd:language", NAMES)
    broken.append(language)
    assert not schema.validate(broken)


def test_what_inspire_asks_for_is_there():
    document = etree.fromstring(iso_xml(FULL))

    def said(path):
        return ["".join(each.itertext()).strip() for each in document.findall(path, NAMES)]

    assert said(".//gmd:identificationInfo//gmd:CI_Citation/gmd:title")[0] == FULL.title
    assert said(".//gmd:keyword") == ["Cadastral parcels", "działki", "EGiB"]
    assert said(".//gmd:westBoundLongitude") == ["18.50000"]
    assert said(".//gmd:northBoundLatitude") == ["53.10000"]
    assert said(".//gmd:topicCategory") == ["planningCadastre"]
    assert said(".//gmd:linkage") == [FULL.items_url, FULL.map_url]
    assert said(".//gmd:electronicMailAddress") == [FULL.mail] * 2


def test_the_box_in_degrees():
    """pyproj 3.8, always_xy: 500000, 570000 of EPSG:2180 is 19.0 E, 52.9999 N."""
    west, south, east, north = box_of(
        {"a": [499_000, 570_000, 500_000, 571_000], "b": [500_000, 570_000, 501_000, 571_000]}
    )
    assert west < 19 < east
    assert 52.98 < south < north < 53.02
    assert box_of({}) == POLAND


def test_geodcat():
    said = geodcat(FULL)
    assert said["@type"] == "dcat:Dataset"
    assert said["dct:spatial"]["dcat:bbox"]["@value"].startswith("POLYGON((18.5 52.9,")
    assert said["dcat:distribution"]["dct:license"]["@id"] == FULL.licence
    assert said["dct:accessRights"]["@id"].endswith("/PUBLIC")
    assert geodcat(BARE)["dct:accessRights"]["@id"].endswith("/RESTRICTED")
    assert "dct:license" not in geodcat(BARE)["dcat:distribution"]


def test_records_of_a_layer_over_http(site, anonymous, manager, schema):
    layer, headers = site["warstwa-dzialki"], {"Accept": "application/json"}
    fields = {
        "responsible": "Starosta",
        "responsible_mail": "g@p.example",
        "inspire_theme": "Cadastral parcels",
        "geo_keywords": ["działki"],
    }
    assert manager.patch(layer.absolute_url(), json=fields, headers=headers).status_code == 204
    assert (
        manager.patch(layer.absolute_url(), json={"responsible_mail": "nie"}, headers=headers).status_code
        == 400
    )
    answer = anonymous.get(f"{layer.absolute_url()}/@@iso19139")
    assert answer.headers["Content-Type"].startswith("application/xml")
    assert schema.validate(etree.fromstring(answer.content)), schema.error_log
    assert (
        anonymous.get(f"{layer.absolute_url()}/@@geodcat").json()["dct:publisher"]["foaf:name"] == "Starosta"
    )
    transaction.begin()
    hidden = anonymous.get(f"{site['warstwa-tajne'].absolute_url()}/@@iso19139", allow_redirects=False)
    assert hidden.status_code in (302, 401)

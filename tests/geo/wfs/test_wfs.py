"""WFS 2.0: answers lawful by the OGC's schemas, axis order by the spelling of srsName, filters, hostile XML."""

from infostrada.core.record.pending import flush
from infostrada.geo.features import store
from lxml import etree
from tests.geo.conftest import feature
from tests.geo.conftest import map_layer
from tests.geo.conftest import square

import pytest
import shapely
import tarfile
import transaction


WFS = "@@geo/wfs"
NS = {"wfs": "http://www.opengis.net/wfs/2.0", "gml": "http://www.opengis.net/gml/3.2",
      "geo": "urn:infostrada:geo", "ows": "http://www.opengis.net/ows/1.1"}  # fmt: skip
FES = 'xmlns:fes="http://www.opengis.net/fes/2.0" xmlns:gml="http://www.opengis.net/gml/3.2"'
URN = "urn:ogc:def:crs:EPSG::2180"


@pytest.fixture(scope="session")
def schemas(shared_data, tmp_path_factory):
    """The official schemas as a catalogue of local files; nothing is fetched."""
    folder = tmp_path_factory.mktemp("ogc")
    with tarfile.open(shared_data / "geo/schemas/ogc-gml321-iso19139-wfs20.tar.gz") as archive:
        archive.extractall(folder)
    return folder


class Local(etree.Resolver):
    """Addresses of the OGC and the W3C answered from the folder."""

    def __init__(self, folder, extra):
        self.folder, self.extra = folder, extra

    def resolve(self, url, _public, context):
        for start in ("http://schemas.opengis.net/", "https://schemas.opengis.net/"):
            if url.startswith(start):
                path = self.folder / "ogc" / url.removeprefix(start)
                assert path.is_file(), f"{url} is not in the archive"
                return self.resolve_filename(str(path), context)
        if "w3.org" in url:
            return self.resolve_filename(str(self.extra / url.rpartition("/")[2]), context)
        return None


@pytest.fixture(scope="session")
def lawful(schemas, shared_data):
    """Validates a document of WFS together with the application schema it belongs to."""

    def check(document, application=None):
        parser = etree.XMLParser(no_network=True)
        parser.resolvers.add(Local(schemas, shared_data / "geo/schemas"))
        more = ""
        if application is not None:
            (schemas / "application.xsd").write_bytes(application)
            more = '<xs:import namespace="urn:infostrada:geo" schemaLocation="application.xsd"/>'
        text = f"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
          <xs:import namespace="{NS["wfs"]}" schemaLocation="http://schemas.opengis.net/wfs/2.0/wfs.xsd"/>
          <xs:import namespace="{NS["gml"]}" schemaLocation="http://schemas.opengis.net/gml/3.2.1/gml.xsd"/>
          {more}</xs:schema>"""
        (schemas / "all.xsd").write_text(text)
        schema = etree.XMLSchema(etree.parse(str(schemas / "all.xsd"), parser))
        schema.assertValid(etree.fromstring(document))

    return check


@pytest.fixture
def mixed(site):
    map_layer(site, "mix", "published", position=5)
    flush()
    shapes = {
        "p1": (square(500_000, 570_000), {"nazwa ulicy": "Żwirki & <Wigury>", "pow": 12.5, "czynny": True}),
        "p2": (
            shapely.union(square(500_200, 570_000), square(500_400, 570_000)),
            {"pow": 3, "tagi": ["a", 1]},
        ),
        "ż 3": (shapely.Point(510_000, 570_000), {"pow": -1, "1x": "cyfra"}),
        "l4": (shapely.LineString([(500_000, 570_500), (500_100, 570_600)]), {"kontrola": "a\x01b"}),
    }
    store.load(
        "mix", [feature("mix", key, f"N-{key}", shape, **attrs) for key, (shape, attrs) in shapes.items()]
    )
    transaction.commit()
    return site


def ask(session, **params):
    answer = session.get(
        WFS, params={"service": "WFS", "version": "2.0.0", "request": "GetFeature", **params}
    )
    return answer, etree.fromstring(answer.content)


def names(root):
    return {each.text for each in root.iterfind(".//geo:business_id", NS)}


def test_answers_are_lawful_by_the_official_schemas(mixed, anonymous, lawful):
    capabilities = anonymous.get(WFS, params={"service": "WFS", "request": "GetCapabilities"})
    lawful(capabilities.content)
    described = anonymous.get(WFS, params={"request": "DescribeFeatureType", "typeNames": "geo:mix"})
    for more in ({}, {"srsName": "urn:ogc:def:crs:OGC:1.3:CRS84"}, {"resultType": "hits"}, {"count": "1"}):
        answer, root = ask(anonymous, typeNames="geo:mix", **more)
        assert answer.status_code == 200
        lawful(answer.content, described.content)
        assert root.get("numberMatched") == "4"
    answer, root = ask(anonymous, typeNames="geo:mix")
    assert names(root) == {"N-p1", "N-p2", "N-ż 3", "N-l4"}
    assert root.find(".//geo:nazwa_x000020_ulicy", NS).text == "Żwirki & <Wigury>"
    assert root.find(".//geo:kontrola", NS).text == "ab"
    identifiers = [each.get(f"{{{NS['gml']}}}id") for each in root.iter() if each.get(f"{{{NS['gml']}}}id")]
    assert len(identifiers) == len(set(identifiers)) > 8
    wrong, _root = ask(anonymous, typeNames="geo:mix", bbox="x")
    assert wrong.status_code == 400
    assert b"ExceptionReport" in wrong.content


# How the name is spelled decides the order (WFS 2.0, clause 7.9.2.4.4; OGC 08-038r5).
ORDERS = [
    (None, (570_000, 500_000)),
    (URN, (570_000, 500_000)),
    ("http://www.opengis.net/def/crs/EPSG/0/2180", (570_000, 500_000)),
    ("EPSG:2180", (500_000, 570_000)),
]


@pytest.mark.parametrize(("name", "first"), ORDERS)
def test_axis_order_follows_the_spelling(anonymous, name, first):
    more = {"srsName": name} if name else {}
    _answer, root = ask(anonymous, typeNames="dzialki", **more)
    shape = root.find(".//geo:geometry/*", NS)
    assert shape.get("srsName") == (name or URN)
    numbers = [float(each) for each in shape.find(".//gml:posList", NS).text.split()]
    assert (min(numbers[::2]), min(numbers[1::2])) == first
    a, b = first
    box = f"{a + 10},{b + 10},{a + 20},{b + 20}" + (f",{name}" if name else "")
    _answer, root = ask(anonymous, typeNames="dzialki", bbox=box)
    assert names(root) == {"049901_2.0001.1"}


def test_degrees_in_both_orders(anonymous):
    for name, at in (
        ("urn:ogc:def:crs:EPSG::4326", 1),
        ("EPSG:4326", 0),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", 0),
    ):
        _answer, root = ask(anonymous, typeNames="dzialki", srsName=name)
        numbers = [float(each) for each in root.find(".//gml:posList", NS).text.split()]
        assert min(numbers[at::2]) == pytest.approx(19.0, abs=1e-6), name


FILTERS = [
    ("<fes:PropertyIsEqualTo><fes:ValueReference>geo:pow</fes:ValueReference><fes:Literal>3</fes:Literal></fes:PropertyIsEqualTo>", {"N-p2"}),
    ("<fes:Not><fes:PropertyIsLessThan><fes:ValueReference>pow</fes:ValueReference><fes:Literal>3</fes:Literal></fes:PropertyIsLessThan></fes:Not>", {"N-p1", "N-p2"}),
    ("<fes:PropertyIsBetween><fes:ValueReference>pow</fes:ValueReference><fes:LowerBoundary><fes:Literal>-2</fes:Literal></fes:LowerBoundary><fes:UpperBoundary><fes:Literal>3</fes:Literal></fes:UpperBoundary></fes:PropertyIsBetween>", {"N-p2", "N-ż 3"}),
    ('<fes:PropertyIsLike wildCard="*" singleChar="." escapeChar="!" matchCase="false"><fes:ValueReference>geo:nazwa_x000020_ulicy</fes:ValueReference><fes:Literal>żWIRKI*</fes:Literal></fes:PropertyIsLike>', {"N-p1"}),
    ("<fes:PropertyIsNull><fes:ValueReference>pow</fes:ValueReference></fes:PropertyIsNull>", {"N-l4"}),
    ('<fes:ResourceId rid="mix.PL.PZGiK.049901.EGiB_x00003a_p2"/><fes:ResourceId rid="mix.PL.PZGiK.049901.EGiB_x00003a__x00017c__x000020_3"/>', {"N-p2", "N-ż 3"}),
    (f'<fes:BBOX><fes:ValueReference>geo:geometry</fes:ValueReference><gml:Envelope srsName="{URN}"><gml:lowerCorner>570000 500010</gml:lowerCorner><gml:upperCorner>570050 500020</gml:upperCorner></gml:Envelope></fes:BBOX>', {"N-p1"}),
    ('<fes:Within><fes:ValueReference>geometry</fes:ValueReference><gml:Polygon gml:id="a" srsName="EPSG:2180"><gml:exterior><gml:LinearRing><gml:posList>499000 569000 501000 569000 501000 571000 499000 571000 499000 569000</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></fes:Within>', {"N-p1", "N-p2", "N-l4"}),
    ("<fes:Or><fes:PropertyIsEqualTo><fes:ValueReference>czynny</fes:ValueReference><fes:Literal>true</fes:Literal></fes:PropertyIsEqualTo><fes:PropertyIsGreaterThan><fes:ValueReference>valid_from</fes:ValueReference><fes:Literal>2030-01-01</fes:Literal></fes:PropertyIsGreaterThan></fes:Or>", {"N-p1"}),
]  # fmt: skip


def test_filters_by_address_and_in_a_body(mixed, anonymous):
    for text, expected in FILTERS:
        _answer, root = ask(anonymous, typeNames="mix", filter=f"<fes:Filter {FES}>{text}</fes:Filter>")
        assert names(root) == expected, text
        body = f"""<wfs:GetFeature service="WFS" version="2.0.0" xmlns:wfs="{NS["wfs"]}" xmlns:geo="{NS["geo"]}" {FES}>
          <wfs:Query typeNames="geo:mix"><fes:Filter>{text}</fes:Filter></wfs:Query></wfs:GetFeature>"""
        answer = anonymous.post(WFS, data=body.encode(), headers={"Content-Type": "text/xml"})
        assert names(etree.fromstring(answer.content)) == expected, text


def test_pages(mixed, anonymous):
    seen, params = [], {"count": "2", "startIndex": "1"}
    _answer, root = ask(anonymous, typeNames="mix", **params)
    assert (root.get("numberReturned"), root.get("numberMatched")) == ("2", "4")
    seen += sorted(names(root))
    following = anonymous.get(root.get("next"))
    root = etree.fromstring(following.content)
    assert root.get("next") is None
    assert len(names(root)) == 1 and not names(root) & set(seen)


def test_json_is_in_degrees_unless_a_system_is_named(mixed, anonymous):
    answer = anonymous.get(WFS, params={"request": "GetFeature", "typeNames": "mix", "count": "1",
                                        "outputFormat": "application/geo+json"})  # fmt: skip
    assert answer.json()["features"][0]["geometry"]["coordinates"][0][0][0] == pytest.approx(19.0, abs=1e-2)


def test_one_by_its_resource_id(mixed, anonymous):
    query = {"STOREDQUERY_ID": "urn:ogc:def:query:OGC-WFS::GetFeatureById"}
    _answer, root = ask(anonymous, ID="mix.PL.PZGiK.049901.EGiB_x00003a_p1", **query)
    assert names(root) == {"N-p1"}
    answer, _root = ask(anonymous, ID="mix.brak", **query)
    assert answer.status_code == 404


def test_nothing_tells_of_a_hidden_layer(anonymous, manager):
    seen = anonymous.get(WFS, params={"request": "GetCapabilities"}).text
    assert "tajne" not in seen.lower()
    assert "geo:tajne" in manager.get(WFS, params={"request": "GetCapabilities"}).text
    for request in ("GetFeature", "DescribeFeatureType"):
        hidden, absent = (
            anonymous.get(WFS, params={"request": request, "typeNames": name}) for name in ("tajne", "brak")
        )
        assert hidden.status_code == absent.status_code == 404
        assert hidden.content == absent.content
    assert "tajne" not in anonymous.get(WFS, params={"request": "DescribeFeatureType"}).text


BOMB = """<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>
<wfs:GetFeature xmlns:wfs="http://www.opengis.net/wfs/2.0"><wfs:Query typeNames="&d;"/></wfs:GetFeature>"""
OUTSIDE = """<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<wfs:GetFeature xmlns:wfs="http://www.opengis.net/wfs/2.0"><wfs:Query typeNames="&x;"/></wfs:GetFeature>"""


def test_hostile_xml_is_refused(anonymous):
    deep = f"<fes:Filter {FES}>" + "<fes:Not>" * 200 + "</fes:Not>" * 200 + "</fes:Filter>"
    for body in (
        BOMB,
        OUTSIDE,
        "<a",
        "",
        "<a/>",
        "<wfs:GetFeature xmlns:wfs='http://www.opengis.net/wfs/2.0'/>",
    ):
        answer = anonymous.post(WFS, data=body.encode(), headers={"Content-Type": "text/xml"})
        assert answer.status_code == 400, body
        assert b"ExceptionReport" in answer.content
        assert b"root:" not in answer.content
    big = b"<a>" + b"x" * 1_100_000 + b"</a>"
    assert anonymous.post(WFS, data=big, headers={"Content-Type": "text/xml"}).status_code == 400
    for text in (
        deep,
        "<fes:Filter/>",
        f"<fes:Filter {FES}><fes:Beyond/></fes:Filter>",
        f"<fes:Filter {FES}/>",
    ):
        answer, _root = ask(anonymous, typeNames="dzialki", filter=text)
        assert answer.status_code == 400, text


@pytest.mark.parametrize(
    "params",
    [{"typeNames": ""}, {"typeNames": "dzialki", "srsName": "EPSG:3120"}, {"typeNames": "dzialki", "count": "-1"},
     {"typeNames": "dzialki", "outputFormat": "shape-zip"}, {"typeNames": "dzialki", "resultType": "all"},
     {"typeNames": "dzialki", "version": "1.0.0"}, {"typeNames": "dzialki", "service": "WMS"},
     {"request": "Transaction"}, {"request": ""}, {"typeNames": "dzialki,mix"},
     {"typeNames": "dzialki", "bbox": "1,2,3,4,EPSG:1"}],
)  # fmt: skip
def test_unlawful_requests(anonymous, params):
    answer, root = ask(anonymous, **params)
    assert answer.status_code == 400
    assert root.find("ows:Exception", NS) is not None

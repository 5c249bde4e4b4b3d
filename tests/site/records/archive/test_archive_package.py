"""The archive package: building, checking, hostile archives (EOD-08)."""

from click.testing import CliRunner
from datetime import date
from datetime import datetime
from datetime import UTC
from infostrada.site.records.archive.package import check as checking
from infostrada.site.records.archive.package import container
from infostrada.site.records.archive.package import nes
from infostrada.site.records.archive.package.application import application
from infostrada.site.records.archive.package.build import document_name
from infostrada.site.records.archive.package.build import entry
from infostrada.site.records.archive.package.build import write_package
from infostrada.site.records.archive.package.check import check_package
from infostrada.site.records.archive.package.check import schema_in
from infostrada.site.records.archive.package.command import archive_package
from infostrada.site.records.archive.package.lists import check_list
from infostrada.site.records.archive.package.lists import SCHEMA
from infostrada.site.records.archive.package.metadata import HandedOver
from infostrada.site.records.archive.package.metadata import handover_list
from infostrada.site.records.archive.package.metadata import Metadata
from infostrada.site.records.archive.package.metadata import SIGN
from infostrada.site.records.archive.package.metadata import write
from infostrada.site.records.archive.package.words import WORDS
from infostrada.site.records.archive.package.writing import Address
from infostrada.site.records.archive.package.writing import Subject
from lxml import etree

import hashlib
import inspect
import io
import json
import pytest
import re
import stat
import tarfile
import zipfile


OFFICE = Subject(name="Urząd Gminy", unit="GP", employee="Anna Nowak", post="inspektor")
PERSON = Subject(
    surname="Żółć", given_names="Łucja", address=Address("Lipnowo", building="4"), email="l@example.pl"
)
UPP = b"""<pos:Dokument xmlns:pos="http://crd.gov.pl/xml/schematy/UPO/2008/05/09/"><pos:UPP Id="a"/></pos:Dokument>"""


def document(identifier, data, **more):
    return Metadata(
        **{
            "identifier": identifier,
            "title": "Wniosek\n w dwóch wierszach \x07",
            "category": "Text",
            "kind": "podanie/wniosek",
            "media_type": "text/plain",
            "access": "metadane",
            "creators": (("stworzyl", PERSON),),
            "recipients": (("glowny", OFFICE),),
            "dates": (("stworzony", "2026-11"), ("otrzymany", "2026-11-05T10:02:00+01:00")),
            "size": len(data),
            "groups": (("GP.6730.1.2026", "Warunki\nzabudowy"),),
            **more,
        }
    )


CASE = Metadata(
    identifier="GP.6730.1.2026",
    identifier_kind=SIGN,
    title="Warunki zabudowy",
    category="Collection",
    kind="akta sprawy",
    media_type="Multipart/Header-Set",
    access="metadane",
    creators=(("stworzyl", OFFICE),),
    dates=(("daty skrajne", ("2026-11-05", "2026-11-27")),),
    groups=(("GP.6730.1.2026", "Warunki zabudowy"),),
    qualification=("B10", "2026-11-27", "Urząd Gminy"),
)


def entries(upp_relation=True):
    relations = (("odnosiSieDo", "d1"),) if upp_relation else ()
    return {
        "dokumenty/GP.6730.1.2026/d1-w.txt": b"wniosek",
        "metadane/GP.6730.1.2026/d1-w.txt.xml": write(document("d1", b"wniosek", version=1)),
        "dokumenty/GP.6730.1.2026/u1-upp.xml": UPP,
        "metadane/GP.6730.1.2026/u1-upp.xml.xml": write(document("u1", UPP, relations=relations)),
        "sprawy/GP.6730.1.2026.xml": write(CASE),
    }


def tarred(files):
    out = io.BytesIO()
    digest = write_package(out, [entry(name, data) for name, data in files.items()])
    out.seek(0)
    return out, digest


def reasons(files, **more):
    report = check_package(tarred(files)[0], "paczka.tar", **more)
    return [
        (finding.where.rpartition("/")[2], finding.reason) for finding in report.findings if finding.blocking
    ]


def test_eod_08_own_package_is_valid_and_always_the_same(shared_data):
    schema = schema_in(shared_data / "pl/xsd/ndap")
    out, digest = tarred(entries())
    report = check_package(out, "paczka.tar", schema)
    assert (report.findings, report.documents, report.cases) == ([], 2, 1)
    again, twice = tarred(dict(reversed(entries().items())))
    assert again.getvalue() == out.getvalue()
    assert digest == twice == hashlib.sha256(out.getvalue()).hexdigest()
    assert out.getvalue()[257:263] == b"ustar\0"


def test_eod_08_the_official_samples(shared_data):
    samples, schema = shared_data / "pl/samples", schema_in(shared_data / "pl/xsd/ndap")
    with (samples / "paczka-archiwalna-wzor.tar").open("rb") as file:
        report = check_package(file, "wzor.tar", schema)
    assert (report.valid, report.findings, report.documents) == (True, [], 4)
    broken = (samples / "paczka-bledy/metadane-bez-typ.xml").read_bytes()
    files = {**entries(), "metadane/GP.6730.1.2026/d1-w.txt.xml": broken}
    assert ("d1-w.txt.xml", "element_missing") in reasons(files)
    assert ("d1-w.txt.xml", "schema") in reasons(files, schema=schema)


def test_own_rules_and_the_schema_agree(shared_data):
    """Every single element of a full document taken away, doubled or emptied: one verdict."""
    schema = schema_in(shared_data / "pl/xsd/ndap")
    data = write(
        document(
            "d1",
            b"x",
            version=1,
            description="opis",
            relations=(("odnosiSieDo", "d2"),),
            qualification=("B10", "2026-11-27", "Urząd"),
        )
    )
    count = len(list(etree.fromstring(data).iter()))
    for number in range(1, count):
        for change in ("remove", "double", "empty", "rename"):
            root = etree.fromstring(data)
            element = list(root.iter())[number]
            if change == "remove":
                element.getparent().remove(element)
            elif change == "double":
                element.addnext(etree.fromstring(etree.tostring(element)))
            elif change == "empty" and not len(element):
                element.text = ""
            elif change == "rename":
                element.tag = "{http://www.mswia.gov.pl/standardy/ndap}inny"
            ours = not list(checking.check_document(root, "x"))
            assert ours is schema.validate(root), (change, etree.tostring(root).decode())


def test_eod_08_every_document_has_metadata_and_the_other_way_round():
    files = entries()
    del files["metadane/GP.6730.1.2026/d1-w.txt.xml"]
    assert reasons(files) == [
        ("d1-w.txt", "metadata_missing"),
        ("u1-upp.xml.xml", "evidence_without_relation"),
    ]
    files = entries()
    del files["dokumenty/GP.6730.1.2026/d1-w.txt"]
    assert reasons(files) == [("d1-w.txt.xml", "document_missing")]


def test_eod_08_receipt_without_relation_is_refused():
    assert reasons(entries(upp_relation=False)) == [("u1-upp.xml.xml", "evidence_without_relation")]


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("dokumenty/GP.6730.1.2026/d1-w.txt", b"inny", ("d1-w.txt.xml", "size_differs")),
        ("README.txt", b"x", ("README.txt", "outside_folders")),
        ("metadane/GP.6730.1.2026/a.txt", b"x", ("a.txt", "metadata_not_xml")),
        ("sprawy/a/b.xml", write(CASE), ("b.xml", "case_file_nested")),
        ("sprawy/b.xml", b"<a><b></a>", ("b.xml", "xml_broken")),
        ("sprawy/b.xml", b"<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", ("b.xml", "doctype_refused")),
        ("sprawy/b.xml", b"<dokument/>", ("b.xml", "root_wrong")),
        ("sprawy/b.xml", write(document("z", b"")), ("b.xml", "case_not_collection")),
    ],
)
def test_what_is_refused_and_where(name, data, expected):
    assert expected in reasons({**entries(), name: data})


def test_case_of_a_document_must_be_there():
    files = entries()
    del files["sprawy/GP.6730.1.2026.xml"]
    assert ("d1-w.txt.xml", "case_missing") in reasons(files)
    assert ("paczka.tar", "no_documents") in reasons({"sprawy/GP.6730.1.2026.xml": write(CASE)})


def test_two_documents_with_one_identifier():
    files = entries()
    files["metadane/GP.6730.1.2026/u1-upp.xml.xml"] = write(
        document("d1", UPP, relations=(("odnosiSieDo", "d1"),))
    )
    assert reasons(files) == [("u1-upp.xml.xml", "identifier_doubled")]


def hostile_tar(*infos):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, changes in infos:
            info = tarfile.TarInfo(name)
            for key, value in changes.items():
                setattr(info, key, value)
            archive.addfile(info, io.BytesIO(b"x" * info.size))
    return out.getvalue()


@pytest.mark.parametrize(
    ("infos", "reason"),
    [
        ([("../../etc/passwd", {})], "name_unsafe"),
        ([("/etc/passwd", {})], "name_unsafe"),
        ([("dokumenty/..\\..\\a", {})], "name_unsafe"),
        ([("C:/a", {})], "name_unsafe"),
        ([("dokumenty//a", {})], "name_unsafe"),
        ([("dokumenty/a\x01", {})], "name_unsafe"),
        ([("dokumenty/" + "a" * 1000, {})], "name_unsafe"),
        ([("dokumenty/a", {"type": tarfile.SYMTYPE, "linkname": "/etc/passwd"})], "link_or_device"),
        ([("dokumenty/a", {"type": tarfile.LNKTYPE, "linkname": "b"})], "link_or_device"),
        ([("dokumenty/a", {"type": tarfile.CHRTYPE})], "link_or_device"),
        ([("dokumenty/a", {"type": tarfile.FIFOTYPE})], "link_or_device"),
        ([("dokumenty/a", {}), ("dokumenty/A", {})], "name_doubled"),
    ],
)
def test_hostile_tar_is_refused(infos, reason):
    report = check_package(io.BytesIO(hostile_tar(*infos)), "zly.tar")
    assert ([finding.reason for finding in report.findings], report.valid) == ([reason], False)


def zipped(change=lambda info: None, data=b"x", name="dokumenty/a.txt", kind=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", kind) as archive:
        info = zipfile.ZipInfo(name)
        info.compress_type = kind
        change(info)
        archive.writestr(info, data)
    return out.getvalue()


def test_zip_package_is_read_as_well():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in entries().items():
            archive.writestr(name, data)
    out.seek(0)
    assert check_package(out, "paczka.zip").findings == []


def test_hostile_zip_is_refused():
    link = zipped(lambda info: setattr(info, "external_attr", (stat.S_IFLNK | 0o777) << 16))
    bomb = zipped(data=b"\0" * 50_000_000)
    encrypted = bytearray(zipped())
    encrypted[6] |= 1
    encrypted[bytes(encrypted).index(b"PK\x01\x02") + 8] |= 1
    broken = bytearray(zipped(data=b"abcdefgh", kind=zipfile.ZIP_STORED))
    broken[broken.index(b"abcdefgh")] ^= 255
    for data, reason in (
        (link, "link_or_device"),
        (bomb, "bomb"),
        (bytes(encrypted), "encrypted"),
        (bytes(broken), "archive_broken"),
        (zipped(name="../a"), "name_unsafe"),
        (zipped()[:-30], "archive_broken"),
    ):
        report = check_package(io.BytesIO(data), "zly.zip")
        assert [finding.reason for finding in report.findings] == [reason]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.7", b"\x1f\x8b" + b"0" * 500])
def test_what_is_no_archive(data):
    report = check_package(io.BytesIO(data), "plik")
    (found,) = report.findings
    assert found.reason in ("not_an_archive", "archive_broken", "archive_compressed")


def test_cut_tar_is_refused():
    data = tarred(entries())[0].getvalue()
    report = check_package(io.BytesIO(data[:700]), "ciety.tar")
    assert [finding.reason for finding in report.findings] == ["archive_broken"]


def test_every_reason_has_words():
    used = set()
    for module in (checking, container, __import__(checking.check_document.__module__, fromlist=["x"])):
        used |= set(re.findall(r'(?:Finding|_refuse)\([^"\n]*?, ?"(\w+)"', inspect.getsource(module)))
    assert used <= set(WORDS), used - set(WORDS)
    assert len(used) > 20


def test_file_names_are_lawful_and_short():
    name = document_name("a" * 32, "Pismo * z\\ukośnikiem / i : ą.pdf")
    assert name == "a" * 32 + "-Pismo-z-ukośnikiem-i-ą.pdf"
    assert len(document_name("a" * 32, "ż" * 300 + ".pdf")) <= 60


def test_handover_list_by_the_schema(shared_data):
    schema = etree.XMLSchema(etree.parse(str(shared_data / "pl/xsd/ndap/SpisZdawczo-odbiorczy.xsd")))
    row = HandedOver(
        "GP.6730.1.2026", "Warunki", "Tytuł\nw dwóch", date(2026, 1, 2), date(2026, 3, 4), 7, "x"
    )
    root = etree.fromstring(handover_list([row, row]))
    assert schema.validate(root), schema.error_log
    assert [element.text for element in root.iterfind("{*}Sprawa/{*}LiczbaPorzadkowa")] == ["1", "2"]
    with pytest.raises(ValueError):
        handover_list([])


def test_command_tells_what_and_where(tmp_path, shared_data):
    good, bad = tmp_path / "dobra.tar", tmp_path / "zla.tar"
    good.write_bytes(tarred(entries())[0].getvalue())
    bad.write_bytes(tarred(entries(upp_relation=False))[0].getvalue())
    run = CliRunner().invoke
    answer = run(archive_package, ["check", str(good), "--xsd", str(shared_data / "pl/xsd/ndap"), "--json"])
    assert (answer.exit_code, json.loads(answer.output)["valid"]) == (0, True)
    answer = run(archive_package, ["check", str(bad)])
    assert answer.exit_code == 2
    # In Polish without a site too.
    assert (
        "metadane/GP.6730.1.2026/u1-upp.xml.xml: błąd: Urzędowe poświadczenie musi wskazywać dokument, którego dotyczy."
        in answer.output
    )
    assert run(archive_package, ["check", str(good), "--xsd", str(tmp_path)]).exit_code == 2


def test_findings_without_end_are_bounded_and_the_others_counted(tmp_path):
    """1,200 rows of a list have a sign that is none (a warning) and a wrong ordinal (a fault)."""
    row = "<Sprawa><LiczbaPorzadkowa>0</LiczbaPorzadkowa><ZnakSprawy>{place}</ZnakSprawy><HasloKlasyfikacyjne>x</HasloKlasyfikacyjne><TytulSprawy>x</TytulSprawy><DataWszczecia>2014-01-02</DataWszczecia><DataZakonczenia>2014-01-02</DataZakonczenia><LiczbaDokumentow>1</LiczbaDokumentow></Sprawa>"
    body = "".join(row.format(place=place) for place in range(1200))
    path = tmp_path / "spis.xml"
    path.write_text(
        f'<SpisZdawczoOdbiorczy xmlns="http://www.mswia.gov.pl/standardy/ndap">{body}</SpisZdawczoOdbiorczy>'
    )
    with path.open("rb") as file:
        report = check_list(file, "spis.xml")
    assert (len(report.findings), len(report.faults), report.valid) == (2000, 1000, False)
    assert (report.faults_more, report.warnings_more, report.more) == (200, 200, 400)
    answer = CliRunner().invoke(archive_package, ["check", str(path)])
    assert answer.exit_code == 2
    assert "…: i jeszcze 400 (błędów 200, ostrzeżeń 200)" in answer.output
    told = json.loads(CliRunner().invoke(archive_package, ["check", str(path), "--json"]).output)
    assert (len(told["findings"]), told["more"]) == (2000, 400)


HOSTS = {
    "http://ead.nb.admin.ch/web/standards/xmetadiss_13/iso639-2.xsd": "iso639-2.xsd",
    "http://www.codesynthesis.com/projects/xsstl/xsstl/iso3166-country-code.xsd": None,
}
COUNTRIES = b"""<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema"
    targetNamespace="http://www.codesynthesis.com/xmlns/xsstl">
  <xsd:simpleType name="ISO3166CountyCode"><xsd:restriction base="xsd:string">
    <xsd:pattern value="[A-Z]{2}"/></xsd:restriction></xsd:simpleType>
</xsd:schema>"""


class Nearby(etree.Resolver):
    """The two schemas NES names on the web: languages from the folder, countries by their form."""

    def __init__(self, folder):
        super().__init__()
        self.folder = folder

    def resolve(self, url, public_id, context):
        if url not in HOSTS:
            return None
        name = HOSTS[url]
        data = (self.folder / name).read_bytes() if name else COUNTRIES
        return self.resolve_string(data, context, base_url=url)


# The ten dates of NES 2.0.
COURT_WORDS = (
    "opublikowany", "utworzony", "data na piśmie", "uzyskany", "doręczony", "wysłany", "zatwierdzony", "podpisany",
    "zmodyfikowany", "data rejestracji",
)  # fmt: skip


def schema_of_nes(shared_data):
    """The official schema of NES 2.0, as libxml2 reads it."""
    folder = shared_data / "pl" / "xsd" / "ndap"
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Nearby(folder))
    # libxml2 refuses the schema's choice between two contents of which one holds the other: the wider stays.
    data = (folder / "nes_20.xsd").read_bytes()
    narrow = b'<xsd:group ref="ndap:TypA" minOccurs="1" maxOccurs="1"/>'
    assert data.count(narrow) == 1
    return etree.XMLSchema(etree.fromstring(data.replace(narrow, b""), parser))


def test_court_metadata_by_the_schema_of_nes(shared_data):
    schema = schema_of_nes(shared_data)
    relations = (("maDekretacje", "x"), ("maCzesc", "y"), ("odnosiSieDo", "z"))
    signature = document("s1", b"x", kind="podpis elektroniczny", relations=(("jestWersja", "d1"),))
    signed = document(
        "d1",
        b"wniosek",
        relations=(("maWersje", "d1-podpis-1"), ("maWersje", "d1-podpis-2")),
        signatures=("d1-podpis-1",),
        signed_by=(Subject(name="Gmina Lipnowo", employee="Piotr Wilk", post="Kierownik"),),
        told_to_court=tuple((word, "2026-11-23") for word in COURT_WORDS),
    )
    told = etree.fromstring(nes.write(signed))
    assert [each.text for each in told.iterfind("{*}relacja/{*}typRelacji")] == ["ma podpis", "ma wersję"]
    assert [each.text for each in told.iterfind("{*}data/{*}typDaty")] == list(COURT_WORDS)
    assert "podpisał" in [each.text for each in told.iterfind("{*}tworca/{*}funkcja")]
    for made in (document("d1", b"wniosek", version=1, relations=relations), CASE, signature, signed):
        schema.assertValid(etree.fromstring(nes.write(made)))
    told = etree.fromstring(nes.write(signature))
    assert told.findtext("{*}relacja/{*}typRelacji") == "jest podpisem"
    assert told.findtext("{*}dostep/{*}dostepnosc") == "niepubliczny"


def test_a_court_package_is_told_from_an_archive_package():
    files = {
        "dokumenty/GP.6730.1.2026/d1-w.txt": b"wniosek",
        "metadane/GP.6730.1.2026/d1-w.txt.xml": nes.write(document("d1", b"wniosek")),
        "sprawy/GP.6730.1.2026.xml": nes.write(CASE),
    }
    assert reasons(files) == [("paczka.tar", "court_metadata")]
    files["dokumenty/GP.6730.1.2026/d2.txt"] = b"x"
    assert reasons(files) == [("d2.txt", "metadata_missing"), ("paczka.tar", "court_metadata")]


def test_application_by_the_schemas_of_the_archive(shared_data):
    rows = [
        HandedOver("OR.0002.3.2014", "Sesje", "III sesja", date(2014, 2, 3), date(2014, 3, 28), 42),
        HandedOver("OR.0002.4.2014", "Sesje", "IV sesja", date(2014, 1, 9), date(2014, 5, 30), 37),
    ]
    made = application("AR.7130.1.2026", datetime(2026, 11, 28, 6, 0, tzinfo=UTC), rows, "opis")
    for name in ("ezd_request.xsd", "transfer_request.xsd"):
        schema = etree.XMLSchema(etree.parse(str(shared_data / "pl" / "xsd" / "ndap" / name)))
        schema.assertValid(etree.fromstring(made))
    details = etree.fromstring(made).find("szczegoly_spisu_zo")
    assert details.findtext("najwczesniejsza_data_w_spisie") == "2014-01-09"
    assert details.findtext("najpozniejsza_data_w_spisie") == "2014-05-30"
    assert (details.findtext("ilosc_materialow"), details.findtext("ilosc_pozycji")) == ("79", "2")
    with pytest.raises(ValueError, match="case"):
        application("x", datetime.now(UTC), [])


def test_lists_from_anywhere_are_checked(shared_data, tmp_path):
    folder = shared_data / "pl"
    sample = (folder / "samples" / "spis-zdawczo-odbiorczy-wzor.xml").read_bytes()
    schema = schema_in(folder / "xsd" / "ndap", (SCHEMA,))
    assert check_list(io.BytesIO(sample), "s.xml", schema).findings == []
    report = check_list(io.BytesIO(sample), "s.xml")
    assert (report.cases, report.documents, report.schema) == (2, 79, False)
    for old, new, reason in (
        (b">2<", b">3<", "ordinal_wrong"),
        (b"OR.0002.4.2014", b"OR.0002.3.2014", "sign_doubled"),
        (b"OR.0002.4.2014", b"bez znaku", "sign_unusual"),
        (b"2014-05-30", b"2014-03-01", "ends_before_start"),
        (b"2014-05-30", b"30.05.2014", "date_malformed"),
        (b">37<", b">-1<", "number_wrong"),
        (b">37<", b">0<", "case_without_documents"),
        (b"<Uwagi>", b"<Inne>x</Inne><Uwagi>", "element_unexpected"),
        (b"ndap", b"other", "root_wrong"),
        (b"<TytulSprawy>IV sesja Rady Gminy</TytulSprawy>", b"", "element_missing"),
    ):
        assert old in sample
        found = check_list(io.BytesIO(sample.replace(old, new)), "s.xml").findings
        assert reason in [each.reason for each in found], (old, found)
    assert [each.reason for each in check_list(io.BytesIO(b"<a"), "s.xml").findings] == ["xml_broken"]
    empty = b'<SpisZdawczoOdbiorczy xmlns="http://www.mswia.gov.pl/standardy/ndap"/>'
    assert [e.reason for e in check_list(io.BytesIO(empty), "s.xml").findings] == ["list_without_cases"]
    path = tmp_path / "spis.xml"
    path.write_bytes(sample.replace(b">2<", b">7<"))
    done = CliRunner().invoke(archive_package, ["check", str(path), "--json"])
    assert (done.exit_code, [each["reason"] for each in json.loads(done.output)["findings"]]) == (
        2,
        ["ordinal_wrong"],
    )

"""Packages as other systems and packers make them; metadata written here by hand from the schema, not by our writer."""

from click.testing import CliRunner
from infostrada.site.records.archive.package.check import check_package
from infostrada.site.records.archive.package.check import schema_in
from infostrada.site.records.archive.package.command import archive_package

import gzip
import hashlib
import io
import lzma
import pytest
import struct
import tarfile
import zipfile
import zlib


NS = "http://www.mswia.gov.pl/standardy/ndap"
SIGN = "OŚ-I.6220.7.2025"
TEXT = b"Wniosek o wydanie decyzji\n"
DOCUMENT = """<?xml version="1.0" encoding="{encoding}"?>
<!-- made by hand -->
<{p}dokument xmlns{colon}="{ns}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="{ns} m.xsd">
  <{p}data><{p}typ>stworzony</{p}typ><{p}czas>{time}</{p}czas></{p}data>
  <{p}dostep><{p}dostepnosc>wszystko</{p}dostepnosc></{p}dostep>
  <{p}format><{p}typ>{media}</{p}typ>{size}</{p}format>
  <{p}grupowanie><{p}typ>Znak sprawy</{p}typ><{p}kod>OŚ-I.<!-- uwaga -->6220.7.2025</{p}kod><{p}opis>Sprawa</{p}opis></{p}grupowanie>
  <{p}identyfikator><{p}typ>{kind}</{p}typ><{p}wartosc> {identifier} </{p}wartosc></{p}identyfikator>
  <{p}jezyk kod="pol">polski</{p}jezyk>
  <{p}tworca><{p}funkcja>stworzyl</{p}funkcja><{p}podmiot><{p}osoba><{p}nazwisko>Żółć</{p}nazwisko></{p}osoba></{p}podmiot></{p}tworca>
  <{p}typ><{p}kategoria>{category}</{p}kategoria></{p}typ>
  <{p}tytul><{p}oryginalny jezyk="pol">Wniosek</{p}oryginalny></{p}tytul>
</{p}dokument>"""


def metadata(prefix="", encoding="UTF-8", time="2025-03-05T09:12:00.5+01:00", size=len(TEXT), **more):
    mark = f"{prefix}:" if prefix else ""
    told = f'<{mark}wielkosc jednostka="bajt">{size}</{mark}wielkosc>' if size is not None else ""
    given = {
        "media": "text/plain",
        "kind": "Identyfikator dokumentu",
        "identifier": "1",
        "category": "Text",
        **more,
    }
    return DOCUMENT.format(
        p=mark, colon=f":{prefix}" if prefix else "", ns=NS, encoding=encoding, time=time, size=told, **given
    ).encode(encoding)  # fmt: skip


def files(data=None, **more):
    case = metadata(
        size=None, media="Multipart/Header-Set", kind="Znak sprawy", identifier=SIGN, category="Collection"
    )
    return {
        f"dokumenty/{SIGN}/wniosek.txt": TEXT,
        f"metadane/{SIGN}/wniosek.txt.xml": data or metadata(**more),
        "sprawy/1.xml": case,
    }


def tar(members, form=tarfile.USTAR_FORMAT, before="", folders=()):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as made:
        for name in folders:
            info = tarfile.TarInfo(name)
            info.type = tarfile.DIRTYPE
            made.addfile(info)
        for name, data in members.items():
            info = tarfile.TarInfo(f"{before}{name}")
            info.size = len(data)
            made.addfile(info, io.BytesIO(data))
    return out.getvalue()


def oldest(members):
    """The tar of Unix V7: no mark, only a checksum."""
    data = bytearray(tar({name.replace("Ś", "S"): data for name, data in members.items()}))
    at = 0
    while any(data[at : at + 512]):
        data[at + 257 : at + 512] = bytes(255)
        data[at + 148 : at + 156] = b" " * 8
        data[at + 148 : at + 156] = b"%06o\0 " % sum(data[at : at + 512])
        at += 512 + (int(data[at + 124 : at + 135], 8) + 511) // 512 * 512
    return bytes(data)


def zipped(members, before="", method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, data in members.items():
            made.writestr(f"{before}{name}", data)
    return out.getvalue()


def in_code_page(told_beside, encoding="cp852"):
    """A zip without the mark of UTF-8: names in CP852 of Windows; Info-ZIP tells them beside, or writes UTF-8 all the same."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, data in files().items():
            # As many bytes as the name will have, in both of its places.
            info = zipfile.ZipInfo(name.replace("Ś", "S" * len("Ś".encode(encoding))))
            if told_beside:
                field = struct.pack("<BI", 1, zlib.crc32(name.encode(encoding))) + name.encode()
                info.extra = struct.pack("<HH", 0x7075, len(field)) + field
            made.writestr(info, data)
    return out.getvalue().replace(b"O" + b"S" * len("Ś".encode(encoding)) + b"-I", "OŚ-I".encode(encoding))


def told(data, name="paczka.tar"):
    report = check_package(io.BytesIO(data), name)
    return [(finding.reason, finding.where) for finding in report.findings if finding.blocking]


@pytest.mark.parametrize(
    "data",
    [
        tar(files()),
        tar(files(), tarfile.PAX_FORMAT),
        tar(files(), tarfile.GNU_FORMAT),
        tar(files(), before="./", folders=["./", "./dokumenty", "./metadane"]),
        tar(files(), folders=["dokumenty/", "metadane/", "sprawy/"]),
        oldest(files()),
        zipped(files()),
        zipped(files(), "./"),
        zipped(files(), method=zipfile.ZIP_LZMA),
        in_code_page(told_beside=True),
        in_code_page(told_beside=False, encoding="utf-8"),
        tar(files(metadata("ndap"))),
        tar(files(metadata("m", "windows-1250"))),
        tar(files(metadata("", "UTF-16"))),
        tar(files(time="2025")),
        tar(files(time="2025-03+01:00")),
        tar(files(time="2025-03-05Z")),
        tar(files(size=None)),
    ],
)
def test_valid_whoever_packed_it(data):
    assert told(data) == []


def test_the_official_schema_agrees_with_the_metadata_made_by_hand(shared_data):
    schema = schema_in(shared_data / "pl/xsd/ndap")
    for data in (tar(files()), tar(files(metadata("ndap", "windows-1250")))):
        assert check_package(io.BytesIO(data), "p.tar", schema).findings == []


NAMED = f"metadane/{SIGN}/wniosek.txt.xml"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (gzip.compress(tar(files())), [("archive_compressed", "paczka.tar")]),
        (lzma.compress(tar(files())), [("archive_compressed", "paczka.tar")]),
        (b"7z\xbc\xaf\x27\x1c" + bytes(600), [("archive_compressed", "paczka.tar")]),
        (b"", [("not_an_archive", "paczka.tar")]),
        (bytes(10240), [("no_documents", "paczka.tar")]),
        (zipped({}), [("no_documents", "paczka.tar")]),
        (tar(files(), before="paczka-2025/"), [("top_folder", "paczka-2025/")]),
        (zipped(files(), "./eksport/"), [("top_folder", "eksport/")]),
        (tar({**files(), "__MACOSX/._sprawy": b"x"}), [("outside_folders", "__MACOSX/._sprawy")]),
        (tar({**files(), "Thumbs.db": b"x"}), [("outside_folders", "Thumbs.db")]),
        (tar({**files(), "dokumenty/../x": b""}), [("name_unsafe", "paczka.tar")]),
        (tar({**files(), "./../x": b""}), [("name_unsafe", "paczka.tar")]),
        (zipped({name.replace("/", "\\"): data for name, data in files().items()}), [("name_unsafe", "paczka.tar")]),
        (tar(files(metadata(size=5))), [("size_differs", NAMED)]),
        (tar(files(metadata().replace(b"<data>", b"<dane>").replace(b"</data>", b"</dane>"))),
         [("element_unexpected", NAMED), ("element_missing", NAMED)]),
        (tar(files(metadata().replace(NS.encode(), b"urn:inny"))), [("root_wrong", NAMED)]),
        (tar(files(b'<!DOCTYPE d [<!ENTITY a "b">]>' + metadata().partition(b"?>")[2].strip())), [("doctype_refused", NAMED)]),
        (tar(files(metadata().replace("Ż".encode(), b"\xaf"))), [("xml_broken", NAMED)]),
        (tar(files(time="2025-02-30")), [("date_malformed", NAMED)]),
        (in_code_page(told_beside=False), [("name_not_utf8", "dokumenty/Où-I.6220.7.2025/wniosek.txt")]),
    ],
)  # fmt: skip
def test_what_is_wrong_and_where(data, expected):
    found = told(data)
    missing = [one for one in found if one[0] in ("metadata_missing", "document_missing")]
    assert [one for one in found if one not in missing] == expected


def test_a_digest_beside_the_package_is_compared(tmp_path):
    package = tmp_path / "paczka.tar"
    package.write_bytes(tar(files()))
    beside = tmp_path / "paczka.tar.sha256"
    beside.write_text(f"{hashlib.sha256(package.read_bytes()).hexdigest().upper()} *paczka.tar\r\n")
    good = CliRunner().invoke(archive_package, ["check", str(package)])
    assert good.exit_code == 0, good.output
    beside.write_text("0" * 64)
    bad = CliRunner().invoke(archive_package, ["check", str(package)])
    assert bad.exit_code == 2 and "paczka.tar.sha256: błąd" in bad.output

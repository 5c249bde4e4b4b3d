"""Batches of scans: labels the product prints are read again, each scan comes to its letter once, nothing is lost."""

from contextlib import contextmanager
from exchange import Client
from infostrada.site.records.correspondence.labels import code_of
from infostrada.site.records.correspondence.labels import Label
from infostrada.site.records.correspondence.labels import labels_pdf
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.scanning import child
from infostrada.site.records.scanning import operations
from infostrada.site.records.scanning import settings
from infostrada.site.records.scanning.job import ReadFolder
from infostrada.site.records.scanning.rules import Part
from infostrada.site.records.scanning.rules import parts_of
from io import BytesIO
from pathlib import Path
from pikepdf import Dictionary
from pikepdf import Encryption
from pikepdf import Name
from pikepdf import String
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from pypdf import PdfReader
from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from world import LETTER
from world import PASSWORD

import hashlib
import os
import pikepdf
import pypdfium2
import pytest
import subprocess
import sys
import time
import tracemalloc


UNIT = "gmina-lipnowo"
YEAR = 2026


# pure


def test_pages_go_to_the_label_before_them():
    first, second = "RPW-1-2026-gmina-lipnowo", "RPW-2-2026-gmina-lipnowo"
    assert parts_of([[first], [], [first], [second]]) == [
        Part([0, 1, 2], 1, 2026, "gmina-lipnowo"), Part([3], 2, 2026, "gmina-lipnowo"),
    ]  # fmt: skip
    assert parts_of([["PATCH-T"], [first], ["PATCH-T"], [], [second]]) == [
        Part([1], 1, 2026, "gmina-lipnowo"), Part([3], reason="scan_no_label"), Part([4], 2, 2026, "gmina-lipnowo"),
    ]  # fmt: skip
    assert parts_of([["5901234123457", first], [second, first]], "X") == [
        Part([0], 1, 2026, "gmina-lipnowo"), Part([1], reason="scan_two_labels"),
    ]  # fmt: skip
    assert parts_of([["karta"], [first]], "karta") == [Part([1], 1, 2026, "gmina-lipnowo")]
    assert parts_of([["RPW-0-2026-x"], ["RPW-1-26-x"], ["W-1-2026-x"]])[0].reason == "scan_no_label"
    assert parts_of([]) == []


# with files


def scanned(*pages, resolution=200):
    """A batch as a scanner makes it: pictures of pages, each with a label of the product, another code or nothing."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    for place, code in enumerate(pages):
        if code and code.startswith("RPW"):
            sticker = labels_pdf([Label("Gmina Lipnowo", "RPW 1/2026", code)])
            picture = pypdfium2.PdfDocument(sticker)[0].render(scale=resolution / 72).to_pil()
            canvas.drawInlineImage(picture, 100 * mm, 250 * mm, 89 * mm, 36 * mm)
        elif code:
            Code128(code, barHeight=15 * mm, barWidth=0.4 * mm).drawOn(canvas, 30 * mm, 150 * mm)
        canvas.drawString(72, 72, f"strona {place + 1}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def label(number, unit=UNIT, year=YEAR):
    return code_of("RPW", number, year, unit)


def test_a_batch_is_read_a_few_pages_at_a_time(monkeypatch):
    """PDFium keeps what it has read until a document is closed; opened anew, it reads the same."""
    batch = BytesIO(scanned(label(1), None, label(2)))
    opened = []
    real = pypdfium2.PdfDocument
    monkeypatch.setattr(child.pypdfium2, "PdfDocument", lambda source: opened.append(1) or real(source))
    whole = child.codes_of(batch)
    assert (len(opened), whole) == (1, [[label(1)], [], [label(2)]])
    monkeypatch.setattr(child, "KEPT_BYTES", 1)
    assert (child.codes_of(batch), len(opened)) == (whole, 4)


SPLIT = """
import sys
from infostrada.site.records.scanning.child import split
from infostrada.site.records.scanning.rules import Part
from pathlib import Path
peak = lambda: next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
before = peak()
with open(sys.argv[1], "rb") as batch:
    split(batch, [Part(list(range(16)), reason="x")], Path(sys.argv[2]))
print(peak() - before)
"""


def test_scans_are_written_page_by_page(tmp_path):
    """A batch of 32 MB, of which memory never holds more than some pages of 2 MB (kilobytes of proc(5))."""
    large = pikepdf.new()
    pixels = os.urandom(2_000_000)
    for number in range(16):
        large.add_blank_page()
        picture = large.make_stream(bytes([number]) + pixels[1:])
        large.pages[-1].obj.Resources = Dictionary(XObject=Dictionary(Im=picture))
    large.save(tmp_path / "paczka.pdf", compress_streams=False)
    done = subprocess.run(
        [sys.executable, "-c", SPLIT, str(tmp_path / "paczka.pdf"), str(tmp_path)],
        capture_output=True, text=True, check=True, timeout=300,
    )  # fmt: skip
    assert int(done.stdout) < 16_000
    with pikepdf.open(tmp_path / "0.pdf") as made:
        bytes_of = [page.obj.Resources.XObject.Im.read_raw_bytes() for page in made.pages]
    assert bytes_of == [bytes([number]) + pixels[1:] for number in range(16)]


def test_a_scan_has_what_its_pages_inherit_and_nothing_else(tmp_path):
    """Turned pages stay turned (ISO 32000-1, 7.7.3.4); a batch locked only against changes is read; no title leaks."""
    source = pikepdf.new()
    for width in (200, 300, 400):
        source.add_blank_page(page_size=(width, width))
        page = source.pages[-1].obj
        page.Contents = source.make_stream(f"0 0 m {width} 0 l S".encode())
        for name in {"/Resources", "/Rotate"} & set(page.keys()):
            del page[name]
    source.Root.Pages.Resources = Dictionary(ProcSet=pikepdf.Array([Name.PDF]))
    source.Root.Pages.Rotate = 90
    source.docinfo["/Title"] = "Tajne"
    batch = BytesIO()
    source.save(
        batch,
        encryption=Encryption(owner="a", user=""),
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
    child.split(batch, [Part([0, 2], reason="x"), Part([1], reason="x")], tmp_path)
    for name, widths in (("0.pdf", [200, 400]), ("1.pdf", [300])):
        with pikepdf.open(tmp_path / name) as made:
            assert not made.is_encrypted and "/Info" not in made.trailer
            pages = [page.obj for page in made.pages]
            assert [int(page.MediaBox[2]) for page in pages] == widths
            assert all(page.Rotate == 90 and "/ProcSet" in page.Resources for page in pages)
            assert [page.Contents.read_bytes() for page in pages] == [
                f"0 0 m {width} 0 l S".encode() for width in widths
            ]


@pytest.fixture
def watch(office, tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "intake", lambda: tmp_path / "intake")
    settings.keep_watch(office.unit, settings.Watch("lipnowo"))
    return settings.watch_of(office.unit)


def lay(watch, name, data):
    file = settings.folder_of(watch) / name
    file.write_bytes(data)
    os.utime(file, (time.time() - 60, time.time() - 60))
    return file


class Job:
    id = "j"


def run(office, stop_before_moving=False):
    for _progress in ReadFolder().run(Job(), {"unit": office.unit.unit_id}):
        if stop_before_moving:
            return


def letters(office, count):
    with office.acting("ewa.kancelaria"):
        return [register_letter(office.unit, LETTER, []) for _each in range(count)]


def test_batch_comes_to_its_letters_once(office, watch):
    first, second = letters(office, 2)
    year = first.year
    file = lay(watch, "paczka.pdf", scanned(label(1, year=year), None, "PATCH-T", label(2, year=year), label(9, year=year),
                                            label(1, "inny-urzad", year)))  # fmt: skip
    for killed in (True, True, False):  # after the commit, before the batch is put away; then once to the end
        run(office, killed)
        assert file.exists() is killed
    assert [len(PdfReader(BytesIO(each.data)).pages) for each in first.files] == [2]
    assert [len(PdfReader(BytesIO(each.data)).pages) for each in second.files] == [1]
    assert "strona 4" in PdfReader(BytesIO(second.files[0].data)).pages[0].extract_text()
    assert first.files[0].filename == f"skan-1-{year}-1.pdf"
    here = settings.folder_of(watch)
    assert [each.name for each in (here / "przyjete").iterdir()] == ["paczka.pdf"]
    (batch,) = operations.batches(office.unit)
    assert (batch.pages, batch.scans, batch.rejected, batch.reason) == (6, 2, 2, "")
    assert {each.reason for each in operations.refused_scans(office.unit)} == {
        "scan_unknown_letter", "scan_other_office",
    }  # fmt: skip
    kept = sorted((here / "odrzucone").glob("*.pdf"))
    assert [len(PdfReader(each).pages) for each in kept] == [1, 1]
    assert kept[0].with_name(f"{kept[0].name}.txt").read_text().strip() == "scan_unknown_letter"
    lay(watch, "paczka.pdf", scanned(label(2, year=year), None))  # another batch of the same name
    run(office)
    assert len(second.files) == 2
    assert len(list((here / "przyjete").iterdir())) == 2


def test_bad_batches_go_to_the_rejected(office, watch, tmp_path):
    (letter,) = letters(office, 1)
    good = scanned(label(1, year=letter.year))
    locked = BytesIO()
    with pikepdf.open(BytesIO(good)) as source:
        source.save(locked, encryption=Encryption(owner="a", user="b"))
    scripted = BytesIO()
    with pikepdf.open(BytesIO(good)) as source:
        action = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
        source.Root.OpenAction = action
        source.pages[0].obj.AA = Dictionary(O=action)
        source.pages[0].obj.Annots = source.make_indirect(
            pikepdf.Array([Dictionary(Subtype=Name.Link, A=action)])
        )
        source.attachments["zly.exe"] = b"MZ" * 1000
        source.save(scripted)
    outside = tmp_path / "tajne.pdf"
    outside.write_bytes(good)
    lay(watch, "1-smiec.pdf", b"%PDF-1.7 nic z tego")
    lay(watch, "2-pusty.pdf", b"")
    lay(watch, "3-haslo.pdf", locked.getvalue())
    lay(watch, "4-skrypt.pdf", scripted.getvalue())
    here = settings.folder_of(watch)
    (here / "5-dowiazanie.pdf").symlink_to(outside)
    (here / "6-pisany.pdf").write_bytes(good)
    os.utime(here / "6-pisany.pdf", (time.time() + 900, time.time() + 900))  # a scanner is still at it
    lay(watch, "7-inny.txt", good)
    run(office)
    reasons = {each.name: each.reason for each in operations.batches(office.unit)}
    assert reasons == {
        "1-smiec.pdf": "scan_broken", "2-pusty.pdf": "scan_broken", "3-haslo.pdf": "scan_encrypted",
        "4-skrypt.pdf": "",
    }  # fmt: skip
    assert len(list((here / "odrzucone").glob("*.txt"))) == 3
    assert sorted(each.name for each in here.glob("*.*")) == [
        "5-dowiazanie.pdf",
        "6-pisany.pdf",
        "7-inny.txt",
    ]
    (scan,) = letter.files
    with pikepdf.open(BytesIO(scan.data)) as made:
        text = b" ".join(str(each).encode() for each in made.objects)
        assert b"JavaScript" not in text and b"alert" not in text
        assert not made.attachments and "/OpenAction" not in made.Root
    assert scan.sha256 == hashlib.sha256(scan.data).hexdigest()
    office_of_hand = [each.getSize() for each in letter.files]
    run(office)
    assert [each.getSize() for each in letter.files] == office_of_hand


def test_a_scan_of_two_gigabytes_is_refused_unread(office, watch):
    """2 GB that take no room on the disk: read, they would take seconds and memory."""
    file = lay(watch, "film.pdf", b"%PDF-1.7")
    os.truncate(file, 2 * 2**30)
    os.utime(file, (time.time() - 60, time.time() - 60))
    with memory_of_python() as held:
        run(office)
    assert held() < 1_000_000
    assert [(each.name, each.reason) for each in operations.batches(office.unit)] == [
        ("film.pdf", "file_too_large")
    ]
    rejected = settings.folder_of(watch) / "odrzucone"
    assert (rejected / "film.pdf").stat().st_size == 2 * 2**30
    assert (rejected / "film.pdf.txt").read_text() == "file_too_large\n"
    (rejected / "film.pdf").unlink()


def test_large_scans_pass_through_as_the_registry_allows(office, watch):
    """In pieces: Python never holds a scan of 16 MB."""
    (letter,) = letters(office, 1)
    large = BytesIO()
    with pikepdf.open(BytesIO(scanned(label(1, year=letter.year)))) as source:
        source.pages[0].obj.Resources.XObject = Dictionary(Im=source.make_stream(os.urandom(16_000_000)))
        source.save(large)
    limit = "infostrada.security.upload_limit"
    usual = api.portal.get_registry_record(limit)
    for allowed, given in ((12, 0), (20, 1)):
        api.portal.set_registry_record(limit, allowed)
        lay(watch, "duza.pdf", large.getbuffer())
        with memory_of_python() as held:
            run(office)
        assert held() < 5_000_000
        assert len(letter.files) == given
    api.portal.set_registry_record(limit, usual)
    (scan,) = letter.files
    with scan.open() as stored:
        assert hashlib.file_digest(stored, "sha256").hexdigest() == scan.sha256
    assert scan.getSize() > 16_000_000
    assert [each.reason for each in operations.refused_scans(office.unit)] == []
    kept = list((settings.folder_of(watch) / "odrzucone").glob("*.pdf"))
    assert [each.stat().st_size > 16_000_000 for each in kept] == [True]


@contextmanager
def memory_of_python():
    """The most bytes Python held at once inside, above what it held before."""
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        yield lambda: tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()


def test_only_folders_of_the_intake(office, watch, tmp_path):
    for name in ("../x", "/etc", "a/b", "", "Ą", ".", "odrzucone/.."):
        with pytest.raises(InvalidData) as caught:
            settings.keep_watch(office.unit, settings.Watch(name))
        assert caught.value.faults[0].reason == "folder_malformed"
    (tmp_path / "intake" / "link").symlink_to(tmp_path)
    with pytest.raises(InvalidData) as caught:
        settings.keep_watch(office.unit, settings.Watch("link"))
    assert caught.value.faults[0].reason == "folder_unusable"
    assert settings.watch_of(office.unit) == watch
    settings.drop_watch(office.unit)
    assert settings.watched() == {} and Path(tmp_path / "intake" / "lipnowo").is_dir()


def test_intake_over_rest(site, tmp_path, monkeypatch):
    registry = Client(site.absolute_url(), "ewa.kancelaria", PASSWORD)
    url = f"{UNIT}/@scans"
    assert registry.send("POST", url, {}).status_code == 409
    assert registry.send("PUT", url, {"folder": "x"}).status_code in (401, 403)
    assert Client(site.absolute_url(), "adam.obcy", PASSWORD).send("GET", url).status_code in (401, 403)
    told = registry.send("GET", url, record="scans_get").json()
    assert (told["folder"], told["waiting"], told["batches"]) == (None, 0, [])
    monkeypatch.setattr(settings, "intake", lambda: tmp_path / "intake")
    operator = Client(site.absolute_url(), SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
    kept = operator.send("PUT", url, {"folder": "lipnowo"}, record="scans_put").json()
    assert (kept["folder"], kept["waiting"]) == ("lipnowo", 0)
    ordered = registry.send("POST", url, {}, record="scans_post")
    assert (ordered.status_code, bool(ordered.json()["job"])) == (202, True)
    assert operator.send("DELETE", url, record="scans_delete").status_code == 204
    assert operator.send("GET", url).json()["folder"] is None

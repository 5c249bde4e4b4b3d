"""BIP-06: what lies in files beside the words a reader sees."""

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from infostrada.site.bip.command import bip
from infostrada.site.bip.gate import reading
from infostrada.site.bip.gate.reading import scan_file
from infostrada.site.bip.gate.reading import scan_stored
from tests.site.bip.gate import files

import click.testing
import io
import json
import pytest
import zipfile


def kinds(name, data):
    return [item.kind for item in scan_file(name, data)]


def test_bip_06_pesel_under_a_black_bar():
    found = {item.kind: item for item in scan_file("d.pdf", files.blackened())}
    assert set(found) == {"pesel", "hidden_text"}
    box = found["hidden_text"].boxes[0]
    # The bar: from 70 to 330 points, 842 - 733 to 842 - 715 from the top.
    assert 70 <= box.left < box.right <= 330 and 109 <= box.top < box.bottom <= 127
    assert found["pesel"].page == 1


@pytest.mark.parametrize(
    "content",
    [
        files.line(f"PESEL {files.PESEL}", before="1 1 1 rg"),
        files.line(f"PESEL {files.PESEL}", before="3 Tr"),
        files.line(f"PESEL {files.PESEL}", x=700),
    ],
    ids=["white on white", "not drawn", "beside the page"],
)
def test_text_nobody_sees(content):
    assert "hidden_text" in kinds("d.pdf", files.saved(files.pdf(content)))


def test_text_on_a_grey_field_is_seen():
    content = files.bar(60, 700, 400, 60, "0.8 g") + files.line("Widoczny tekst")
    assert kinds("d.pdf", files.saved(files.pdf(content))) == []


def test_turned_and_cut_pages_keep_places():
    made = files.pdf(files.line(f"PESEL {files.PESEL}"))
    made.pages[0].Rotate = 90
    made.pages[0].CropBox = [50, 600, 595, 842]
    (found,) = scan_file("d.pdf", files.saved(made))
    box = found.boxes[0]
    # Turned clockwise the line runs down the page, so its box is higher than wide.
    assert found.kind == "pesel" and box.bottom - box.top > box.right - box.left > 5
    assert box.left >= 0 and box.right <= 242 and box.bottom <= 545


def test_layers_notes_attachments_and_metadata():
    assert kinds("l.pdf", files.layered()) == ["pesel", "hidden_text", "hidden_layer"]
    found = scan_file("a.pdf", files.annotated())
    assert {"annotation", "form_value", "author", "active_content", "attachment"} <= {
        item.kind for item in found
    }
    assert ("pesel", "a.pdf > wniosek.txt") in [(item.kind, item.where) for item in found]


def test_an_earlier_state_of_the_file():
    assert kinds("r.pdf", files.resaved()) == ["earlier_revision"]


def test_a_drawing_like_a_signature():
    (found,) = scan_file("s.pdf", files.signed())
    assert (found.kind, found.severity) == ("signature", "low")


def test_scans_and_locks():
    assert kinds("s.pdf", files.scanned()) == ["no_text_layer"]
    import pikepdf

    locked = {"owner": "x", "user": ""}
    barred = pikepdf.Permissions(extract=False)
    data = files.saved(files.pdf(files.line("Tekst")), encryption=pikepdf.Encryption(**locked, allow=barred))
    assert kinds("l.pdf", data) == ["copy_lock"]
    closed = files.saved(files.pdf(files.line("Tekst")), encryption=pikepdf.Encryption(owner="x", user="y"))
    assert kinds("l.pdf", closed) == ["unreadable"]


def _hidden(made):
    run = made.add_paragraph().add_run(f"PESEL {files.PESEL}")
    run.font.hidden = True


def test_word_hidden_text_and_author():
    assert kinds("w.docx", files.word(_hidden, author="Jan Referent")) == ["author", "hidden_text", "pesel"]


def _deleted(made):
    paragraph = made.add_paragraph("Uzgodniono ")
    run = OxmlElement("w:r")
    words = OxmlElement("w:delText")
    words.text = "z Janem Nowakiem"
    run.append(words)
    change = OxmlElement("w:del")
    change.set(qn("w:author"), "Referent")
    change.append(run)
    paragraph._p.append(change)


def test_word_tracked_changes_and_comments():
    data = files.word(_deleted)
    assert kinds("w.docx", data) == ["tracked_changes", "person"]

    def commented(made):
        run = made.add_paragraph().add_run("Treść")
        made.add_comment(run, text="tel. 601 202 303", author="J", initials="J")

    assert sorted(kinds("w.docx", files.word(commented))) == ["comments", "phone"]


def odt(content, meta=""):
    spaces = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml", f"<office:document-content {spaces}>{content}</office:document-content>"
        )
        archive.writestr("meta.xml", f"<office:document-meta {spaces}>{meta}</office:document-meta>")
    return out.getvalue()


def test_opendocument():
    change = "<text:tracked-changes><text:changed-region><text:deletion><text:p>stare</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    note = "<text:p>Treść<office:annotation><dc:creator>J</dc:creator><text:p>uwaga</text:p></office:annotation></text:p>"
    data = odt(change + note, "<dc:creator>Jan Referent</dc:creator>")
    assert sorted(set(kinds("d.odt", data))) == ["author", "comments", "tracked_changes"]


def test_hidden_sheets_cells_and_comments():
    found = scan_file("x.xlsx", files.sheet())
    assert [item.kind for item in found] == [
        "author", "hidden_sheet", "comments", "phone", "hidden_sheet", "pesel", "person",
    ]  # fmt: skip
    assert "x.xlsx (robocze!B2)" in [item.where for item in found]


def test_where_a_picture_was_taken():
    assert kinds("i.jpg", files.located()) == ["gps", "author"]
    assert kinds("i.jpg", files.picture()) == []
    inside = files.word(lambda made: made.add_picture(io.BytesIO(files.located())))
    assert kinds("w.docx", inside) == ["gps", "author"]


def test_archives_are_opened_and_bounded():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a/pismo.txt", f"PESEL {files.PESEL}")
    (found,) = scan_file("z.zip", out.getvalue())
    assert (found.kind, found.where) == ("pesel", "z.zip > a/pismo.txt")
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"0" * 101_000_000)
    assert kinds("z.zip", bomb.getvalue()) == ["unreadable"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.pdf", b"%PDF-1.4 broken"),
        ("x.docx", b"PK\x03\x04rest"),
        ("x.bin", b"\0\1\2"),
        ("x.jpg", b"\xff\xd8\xff\xe0"),
    ],
)
def test_what_nobody_can_read_is_a_finding(name, data):
    assert kinds(name, data) == ["unreadable"]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [("d.pdf", files.blackened(), 1), ("a.txt", b"Obwieszczenie", 0), ("x.pdf", b"%PDF-1.4 broken", 2)],
)
def test_command(tmp_path, name, data, code):
    path = tmp_path / name
    path.write_bytes(data)
    done = click.testing.CliRunner().invoke(bip, ["scan", str(path), "--json"])
    assert done.exit_code == code
    (report,) = json.loads(done.output)
    assert bool(report["findings"]) is (code != 0)
    assert files.PESEL not in done.output


class Large:
    """A stored file that nobody may read."""

    def getSize(self):
        return reading.LARGEST + 1


def test_a_file_above_the_bound_is_not_read_and_a_person_has_to_look():
    assert [item.kind for item in scan_stored("d.pdf", Large())] == ["unreadable"]

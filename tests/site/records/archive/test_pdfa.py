"""Files that declare PDF/A, each breaking one rule of the standard; one keeps them all."""

from infostrada.site.records.archive.preservation import reading
from infostrada.site.records.archive.preservation.pdfa import FAULTS
from infostrada.site.records.archive.preservation.reading import read_format
from infostrada.site.records.browser.pdfa import FAULTS as WORDS
from infostrada.site.records.browser.preview import shown_part
from infostrada.site.records.files import RecordFile
from infostrada.site.records.preview import rendering
from infostrada.site.records.preview.rendering import preview_of
from PIL import ImageCms

import io
import pikepdf
import pytest


XMP = "{http://www.aiim.org/pdfa/ns/id/}"
TEXT = b"BT /F1 12 Tf 72 720 Td (Decyzja) Tj ET"


class Made:
    """A file of one page in PDF/A, made step by step."""

    def __init__(self, part="1", conformance="B"):
        self.pdf = pikepdf.new()
        self.pdf.add_blank_page()
        self.page, self.part = self.pdf.pages[0], part
        with self.pdf.open_metadata() as held:
            held[f"{XMP}part"], held[f"{XMP}conformance"] = part, conformance
        profile = self.pdf.make_stream(
            ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), N=3
        )
        intent = {"/Type": "/OutputIntent", "/S": "/GTS_PDFA1", "/OutputConditionIdentifier": "sRGB"}
        self.pdf.Root.OutputIntents = pikepdf.Array(
            [self.dictionary(**intent, **{"/DestOutputProfile": profile})]
        )

    def dictionary(self, **told):
        names = {name: pikepdf.Name(value) if isinstance(value, str) and value.startswith("/") else value
                 for name, value in told.items()}  # fmt: skip
        return pikepdf.Dictionary(names)

    def text(self, content=TEXT, embedded=False, **font):
        """A line of text in a font that is, or is not, in the file."""
        made = self.dictionary(**{"/Type": "/Font", "/Subtype": "/TrueType", "/BaseFont": "/Lato"})
        if embedded:
            program = self.pdf.make_stream(b"true")
            made.FontDescriptor = self.dictionary(**{"/Type": "/FontDescriptor", "/FontFile2": program})
        self.page.Resources = self.dictionary(**{"/Font": self.dictionary(**{"/F1": made})})
        self.page.Contents = self.pdf.make_stream(content)
        return self

    def bytes(self, identified=True, **saved):
        out = io.BytesIO()
        self.pdf.save(out, static_id=True, **saved)
        data = out.getvalue()
        # Programs write an identifier always; without one it is written over under its own length.
        return data if identified else data.replace(b"/ID [", b"/IX [")


def faults(made, **saved):
    told = read_format(io.BytesIO(made.bytes(**saved)), True)
    assert told.word.startswith(f"pdf/a-{made.part}")
    return list(told.faults)


@pytest.mark.parametrize("part", ["1", "2", "3"])
def test_a_file_that_keeps_the_rules(part):
    assert faults(Made(part).text(embedded=True)) == []


@pytest.mark.parametrize(
    ("action", "fault"),
    [
        ({"/S": "/JavaScript", "/JS": "app.alert(1)"}, "pdfa_script"),
        ({"/S": "/Launch", "/F": "calc.exe"}, "pdfa_launch"),
        ({"/S": "/GoTo"}, None),
    ],
)
def test_actions(action, fault):
    made = Made("2")
    made.pdf.Root.OpenAction = made.dictionary(**action)
    assert faults(made) == [fault] * bool(fault)
    # Hidden behind another action.
    made.pdf.Root.OpenAction = made.dictionary(
        **{"/S": "/GoTo", "/Next": pikepdf.Array([made.dictionary(**action)])}
    )
    assert faults(made) == [fault] * bool(fault)


def test_what_nothing_leads_to_is_not_of_the_file():
    made = Made()
    made.pdf.make_indirect(made.dictionary(**{"/S": "/Launch"}))
    assert faults(made) == []


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (TEXT, ["pdfa_font"]),
        # Invisible text over a scan needs no font; a font no text is shown in needs none either.
        (b"BT 3 Tr /F1 12 Tf (Decyzja) Tj ET", []),
        (b"q BT 3 Tr /F1 12 Tf (Decyzja) Tj ET Q BT /F1 12 Tf (x) Tj ET", ["pdfa_font"]),
        (b"q BT /F1 12 Tf ET Q BT (x) Tj ET", []),
        (b"BT /F1 12 Tf ET", []),
    ],
)
def test_fonts_that_are_not_embedded(content, expected):
    assert faults(Made().text(content)) == expected


def test_a_font_of_the_pages_above_and_of_a_form():
    made = Made().text()
    made.pdf.Root.Pages.Resources = made.page.Resources
    del made.page.Resources
    assert faults(made) == ["pdfa_font"]
    made = Made().text()
    form = made.pdf.make_stream(TEXT, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
    form.Resources, form.BBox = made.page.Resources, pikepdf.Array([0, 0, 9, 9])
    made.page.Resources = made.dictionary(**{"/XObject": made.dictionary(**{"/X": form})})
    made.page.Contents = made.pdf.make_stream(b"/X Do")
    assert faults(made) == ["pdfa_font"]


def test_no_output_intent():
    made = Made()
    made.pdf.Root.OutputIntents[0].S = pikepdf.Name.GTS_PDFX
    assert faults(made) == ["pdfa_output_intent"]
    del made.pdf.Root.OutputIntents
    assert faults(made) == ["pdfa_output_intent"]


@pytest.mark.parametrize(
    ("part", "inside", "expected"),
    [
        ("1", Made("1"), ["pdfa_embedded"]),
        ("2", Made("1"), []),
        ("2", Made("3"), ["pdfa_embedded"]),
        ("2", None, ["pdfa_embedded"]),
        ("3", None, []),
    ],
)
def test_files_inside(part, inside, expected):
    made = Made(part)
    made.pdf.attachments["zalacznik"] = inside.bytes() if inside else b"zwykly tekst"
    assert faults(made) == expected


def test_compressed_by_lzw():
    made = Made("2").text(embedded=True)
    # TIFF's example of LZW (PDF 32000-1, 7.4.4.2): 45 45 45 45 45 65 45 45 45 66.
    packed = bytes([0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01])
    made.page.Resources.XObject = made.dictionary(
        **{"/X": made.pdf.make_stream(packed, Filter=pikepdf.Name.LZWDecode)}
    )
    kept = {"stream_decode_level": pikepdf.StreamDecodeLevel.none, "compress_streams": False}
    assert faults(made, **kept) == ["pdfa_lzw"]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ({"/ca": 0.5}, True),
        ({"/CA": 0}, True),
        ({"/ca": 1, "/BM": "/Normal", "/SMask": "/None"}, False),
        ({"/BM": "/Multiply"}, True),
        ({"/SMask": pikepdf.Dictionary(S=pikepdf.Name.Alpha)}, True),
    ],
)
def test_transparency_is_against_the_first_part_alone(state, expected):
    for part, told in (("1", expected), ("2", False)):
        made = Made(part)
        made.page.Resources = made.dictionary(
            **{"/ExtGState": made.dictionary(**{"/G": made.dictionary(**state)})}
        )
        assert faults(made) == ["pdfa_transparency"] * told


def test_a_page_and_a_picture_with_transparency():
    made = Made()
    made.page.Group = made.dictionary(**{"/S": "/Transparency"})
    assert faults(made) == ["pdfa_transparency"]
    made = Made()
    mask = made.pdf.make_stream(b"\xff", Subtype=pikepdf.Name.Image)
    picture = made.pdf.make_stream(b"\xff", Subtype=pikepdf.Name.Image, SMask=mask)
    made.page.Resources = made.dictionary(**{"/XObject": made.dictionary(**{"/X": picture})})
    assert faults(made) == ["pdfa_transparency"]


def test_no_identifier():
    assert faults(Made(), identified=False) == ["pdfa_no_id"]


def test_a_file_that_declares_nothing_is_not_judged():
    made = Made("9")
    made.pdf.Root.OpenAction = made.dictionary(**{"/S": "/Launch"})
    assert read_format(io.BytesIO(made.bytes()), True) == ("pdf", ())


def test_a_part_nobody_can_read_is_told():
    made = Made()
    made.page.Resources = made.dictionary(**{"/Font": 7})
    assert faults(made) == ["pdfa_unfinished"]


def test_a_version_tells_what_it_declares(office):
    file = RecordFile(Made("2").text().bytes(), "d.pdf", "application/pdf")
    shown = preview_of(file)
    assert (shown.kind, shown.claim, shown.faults) == ("pages", "pdf/a-2b", ("pdfa_font",))
    told = shown_part(file, "adres", office.unit.REQUEST)["text"]
    assert told.startswith(
        ("PDF/A-2b: declares PDF/A, yet shows text", "PDF/A-2b: deklaruje PDF/A, a pokazuje tekst")
    )
    assert told.endswith(("This is no full validation.", "Nie jest to pełna walidacja."))
    plain = pikepdf.new()
    plain.add_blank_page()
    out = io.BytesIO()
    plain.save(out)
    assert preview_of(RecordFile(out.getvalue(), "d.pdf", "application/pdf")).claim == ""


def test_what_is_too_much_to_look_at_keeps_its_word(monkeypatch):
    """The process that looks came to its bounds, or the file is larger than it takes."""
    made = Made("2")
    with monkeypatch.context() as patched:
        patched.setattr(rendering, "PROGRAM", ("-c", "raise MemoryError"))
        assert faults(made) == ["pdfa_unfinished"]
    monkeypatch.setattr(reading, "MOST_BYTES", 100)
    assert faults(made) == ["pdfa_unfinished"]


def test_every_rule_has_its_words():
    assert set(WORDS) == set(FAULTS)

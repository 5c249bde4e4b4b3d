"""What was burned out of a PDF is nowhere: three readers find no word of it, and the pixels are black."""

from infostrada.site.bip.gate.model import Box
from infostrada.site.bip.gate.reading import scan_file
from infostrada.site.bip.pdf.phrases import places_of
from infostrada.site.bip.pdf.pictures import redact_picture
from infostrada.site.bip.pdf.redact import redact
from pdfminer.high_level import extract_text
from PIL import Image
from pypdf import PdfReader
from tests.site.bip.gate import files

import io
import pikepdf
import pypdfium2
import pytest


TITLE = "Decyzja, wersja jawna"


def made(content, boxes=None, **more):
    data = files.saved(files.pdf(content, files.line("Strona druga bez danych"), **more))
    places = boxes or {1: [box for item in scan_file("d.pdf", data) for box in item.boxes]}
    return data, redact(data, places, TITLE)


def words_of(data):
    """Text of the file by three independent readers."""
    pypdf = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    document = pypdfium2.PdfDocument(data)
    pdfium = " ".join(document[number].get_textpage().get_text_range() for number in range(len(document)))
    return [pypdf, extract_text(io.BytesIO(data)), pdfium]


def inflated(data):
    """All bytes of all streams, unpacked."""
    with pikepdf.open(io.BytesIO(data)) as document:
        out = io.BytesIO()
        document.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)
    return out.getvalue()


def test_words_are_gone_and_the_rest_stays():
    content = files.line(f"Decyzja dla PESEL {files.PESEL} z Torunia") + files.line("zostaje jawny ó", y=600)
    data, done = made(content)
    assert all(files.PESEL in text for text in words_of(data))
    assert done.pages == (1,) and done.words == 1
    for text in words_of(done.data):
        assert files.PESEL not in text.replace("\n", "").replace(" ", "")
        assert "Torunia" in text and "jawny ó" in text and "Strona druga bez danych" in text
    assert files.PESEL.encode() not in inflated(done.data)
    assert scan_file("d.pdf", done.data) == []


def test_pixels_under_the_place_are_one_black():
    content = files.bar(100, 500, 200, 100, "1 0 0 rg") + files.line("Wykres")
    _data, done = made(content, {1: [Box(150, 260, 200, 300)]})
    page = pypdfium2.PdfDocument(done.data)[0].render(scale=1).to_pil().convert("L")
    assert page.crop((152, 262, 198, 298)).getextrema()[1] < 12
    # Red beside the bar is still there.
    assert 40 < page.getpixel((120, 280)) < 120
    assert abs(page.width - 595) <= 1 and abs(page.height - 842) <= 1


def test_pictures_on_the_page_are_burned_too():
    drawing = Image.effect_noise((400, 300), 90).convert("L")
    source = files.pdf("q 400 0 0 300 50 400 cm /I Do Q")
    source.pages[0].Resources.XObject = pikepdf.Dictionary(
        I=source.make_stream(
            drawing.tobytes(),
            Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=400, Height=300,
            ColorSpace=pikepdf.Name.DeviceGray, BitsPerComponent=8,
        )
    )  # fmt: skip
    done = redact(files.saved(source), {1: [Box(100, 200, 300, 300)]}, TITLE)
    assert drawing.tobytes()[:4000] not in inflated(done.data)
    page = pypdfium2.PdfDocument(done.data)[0].render(scale=1).to_pil().convert("L")
    assert page.crop((105, 205, 295, 295)).getextrema()[1] < 12


@pytest.mark.parametrize("name", ["blackened", "layered", "annotated", "resaved"])
def test_what_nobody_sees_goes_without_being_named(name):
    done = redact(getattr(files, name)(), {}, TITLE)
    assert all(files.PESEL not in text for text in words_of(done.data))
    assert files.PESEL.encode() not in inflated(done.data)
    assert scan_file("d.pdf", done.data) == []


def test_nothing_else_goes_along():
    _data, done = made(files.line(f"PESEL {files.PESEL}"))
    with pikepdf.open(io.BytesIO(done.data)) as document:
        assert set(document.Root.keys()) <= {"/Type", "/Pages", "/Lang", "/ViewerPreferences"}
        assert str(document.docinfo["/Title"]) == TITLE
        assert set(document.docinfo.keys()) <= {"/Title"}


def test_form_values_stay_readable_and_turn_into_the_picture():
    source = files.pdf(files.line("Wniosek"))
    field = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Square,
        Rect=[100, 100, 200, 200],
        C=[1, 0, 0],
        IC=[1, 0, 0],
    )
    source.pages[0].Annots = pikepdf.Array([source.make_indirect(field)])
    done = redact(files.saved(source), {}, TITLE)
    assert done.pages == (1,)
    with pikepdf.open(io.BytesIO(done.data)) as document:
        assert "/Annots" not in document.pages[0]


def test_turned_pages_are_burned_where_they_are_seen():
    source = files.pdf(files.line(f"PESEL {files.PESEL} reszta"))
    source.pages[0].Rotate = 90
    data = files.saved(source)
    boxes = [box for item in scan_file("d.pdf", data) for box in item.boxes]
    done = redact(data, {1: boxes}, TITLE)
    assert all(files.PESEL not in text and "reszta" in text for text in words_of(done.data)[::2])
    page = pypdfium2.PdfDocument(done.data)[0]
    assert [round(side) for side in page.get_size()] == [842, 595]


def test_phrases_are_found_whatever_their_case_and_over_line_ends():
    data = files.saved(files.pdf(files.line("dla Marii", y=700) + files.line("KOWALCZYK z Lipna", y=680)))
    found = list(places_of(data, "marii kowalczyk"))
    assert [page for page, _box in found] == [1, 1]
    done = redact(data, {1: [box for _page, box in found]}, TITLE)
    assert all("KOWALCZYK" not in text and "Lipna" in text for text in words_of(done.data))
    assert not list(places_of(data, "mari"))


def test_a_picture_loses_its_fields_and_its_place():
    data = redact_picture(files.located(), [Box(10, 10, 30, 20)])
    assert scan_file("i.jpg", data) == []
    shown = Image.open(io.BytesIO(data)).convert("L")
    assert shown.getpixel((20, 15)) < 30 and shown.getpixel((50, 30)) > 220


def test_no_pdf_is_refused():
    with pytest.raises(ValueError, match="not a readable PDF"):
        redact(b"%PDF-1.4 broken", {}, TITLE)

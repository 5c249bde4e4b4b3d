"""Prints of electronic letters: what the certified one says (KPA art. 39³), the note on one that came."""

from datetime import date
from datetime import datetime
from datetime import UTC
from infostrada.site.records.actor import Actor
from infostrada.site.records.signatures.printing import BrokenPdfError
from infostrada.site.records.signatures.printing import certified_print
from infostrada.site.records.signatures.printing import Facts
from infostrada.site.records.signatures.printing import signature_note
from infostrada.site.records.signatures.printing import statement_on
from infostrada.site.records.signatures.report import Report
from infostrada.site.records.signatures.report import SignatureReport
from io import BytesIO
from pypdf import PdfReader
from pypdf import PdfWriter

import pytest


AT = datetime(2026, 11, 28, 12, 30, tzinfo=UTC)
CLERK = Actor("anna", "Anna Nowak", "Inspektor")
SIGNED = SignatureReport("valid", "signature_good", "PIOTR WILK", "CUZ Sigillum", signed_at=AT)
REPORT = Report("pades", "valid", "signature_good", (SIGNED,), "ab" * 32, AT, "lista")
FACTS = Facts(
    "Gmina Lipnowo", "GP.6730.1.2026", "Decyzja <o> warunkach & zabudowy", "3f8a1c0e5b7d49e2a6c4d8f0b1e3a597", 2, "cd" * 32,
    Actor("piotr", "Piotr Wilk", "Kierownik"), "z up. Wójta (upoważnienie 7/2026 z 02.01.2026 r.)", (REPORT,),
)  # fmt: skip


def pages(count):
    writer, out = PdfWriter(), BytesIO()
    for _each in range(count):
        writer.add_blank_page(200, 200)
    writer.write(out)
    return out.getvalue()


def words(data):
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(data)).pages)


def test_certified_print_names_the_signatory_and_the_letter():
    made = certified_print(pages(2), FACTS, CLERK, AT)
    assert len(PdfReader(BytesIO(made)).pages) == 3
    said = words(made)
    for part in (
        "wydane w postaci elektronicznej i podpisane", "art. 39³", "z up. Wójta", "Piotr Wilk, Kierownik", "PIOTR WILK", "ważny",
        FACTS.identifier, "wersja 2", FACTS.sign, "Decyzja <o> warunkach & zabudowy", "Liczba stron pisma: 2",
        "Anna Nowak, Inspektor, 28.11.2026 12:30",
    ):  # fmt: skip
        assert part.replace(" ", "") in said.replace(" ", ""), part


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"zwykly tekst", pages(1)[:200]])
def test_broken_pages_are_refused(data):
    with pytest.raises(BrokenPdfError):
        certified_print(data, FACTS, CLERK, AT)


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        ("valid", "podpis ważny"),
        ("invalid", "podpis nieważny"),
        ("untrusted", "brak możliwości weryfikacji"),
        ("unverifiable", "brak możliwości weryfikacji"),
    ],
)
def test_note_says_what_the_signature_is_worth(verdict, said):
    note = words(signature_note("12/2026", "wniosek.pdf", REPORT._replace(verdict=verdict), CLERK, AT))
    for part in (f"Wynik weryfikacji: {said}", "28.11.2026", "Anna Nowak", "RPW 12/2026", "wniosek.pdf"):
        assert part in note, part


def test_statement_is_a_dated_row():
    assert statement_on(date(2026, 1, 1)).basis.startswith("art. 39³")
    assert statement_on(date(2000, 1, 1)) is None

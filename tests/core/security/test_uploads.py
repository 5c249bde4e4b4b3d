from infostrada.core.security.uploads import examine

import pytest


# First bytes from the formats' own specifications.
PDF = b"%PDF-1.7\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
DOCX = b"PK\x03\x04\x14\0\x06\0"
EXE = b"MZ\x90\0\x03"


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("pismo.pdf", PDF),
        ("PISMO.PDF", PDF),
        ("mapa.png", PNG),
        ("wniosek.docx", DOCX),
        ("zdjęcie.webp", b"RIFF\x24\0\0\0WEBPVP8 "),
        ("dane.csv", "gmina;ludność\n".encode("cp1250")),
        ("wiadomość.eml", b"From: a@example.org\r\n"),
        ("utf16.txt", "ą".encode("utf-16")),
        ("nieznany.dwg", b"AC1032\0\0"),
        ("bez-rozszerzenia", b"\0\1\2"),
        ("pusty.txt", b""),
    ],
)
def test_honest_files_come_in(name, head):
    assert examine(name, head, len(head), 1000) is None


@pytest.mark.parametrize(
    ("name", "head", "reason"),
    [
        ("pismo.pdf", DOCX, "file_content_differs"),
        ("pismo.docx", PDF, "file_content_differs"),
        ("zdjęcie.jpg", PNG, "file_content_differs"),
        ("dane.csv", b"a;b\0c", "file_content_differs"),
        ("faktura.exe", EXE, "file_type_dangerous"),
        ("faktura.pdf.exe", PDF, "file_type_dangerous"),
        ("faktura.pdf", EXE, "file_type_dangerous"),
        ("skrypt.txt", b"#!/bin/sh\n", "file_type_dangerous"),
        ("strona.HTML", b"<html>", "file_type_dangerous"),
        ("makro.js", b"alert(1)", "file_type_dangerous"),
    ],
)
def test_others_do_not(name, head, reason):
    assert examine(name, head, len(head), 1000).reason == reason


def test_size_is_bounded():
    assert examine("pismo.pdf", PDF, 1000, 1000) is None
    assert examine("pismo.pdf", PDF, 1001, 1000).reason == "file_too_large"

"""The list of parcels not opened, and the words that tell of them; expected kinds are from Dz.U. 2011 nr 14 poz. 67."""

from infostrada.site.records.bundle.codec import Decoder
from infostrada.site.records.bundle.codec import encode
from infostrada.site.records.correspondence.content import Unopened
from infostrada.site.records.correspondence.envelope import as_text
from infostrada.site.records.correspondence.envelope import Kind
from infostrada.site.records.correspondence.envelope import kind_faults
from infostrada.site.records.correspondence.envelope import kind_told_by
from infostrada.site.records.correspondence.envelope import kinds_from
from infostrada.site.records.correspondence.envelope import USUAL

import pytest


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("Wójt Gminy Lipnowo, DO RĄK WŁASNYCH", "Do rąk własnych"),
        ("do rak wlasnych", "Do rąk własnych"),
        ("Starosta, do rąk wł.", "Do rąk własnych"),
        ("Przetarg nieograniczony ZP.271.4, nie otwierać przed 12.12", "Oferta w zamówieniu publicznym"),
        ("OFERTA – nabór na stanowisko inspektora", "Oferta w naborze na stanowisko"),
        ("oferta na stanowisko urzędnicze", "Oferta w naborze na stanowisko"),
        ("ZASTRZEŻONE", "Informacje niejawne"),
        ("Oświadczenie  majątkowe radnego", "Oświadczenie majątkowe"),
        ("Urząd Gminy, ul. Wiślana 4", None),
        ("nieofertowe", None),
        ("OFERTA na budowę drogi gminnej", "Oferta w zamówieniu publicznym"),
        ("Zamówienie publiczne ZP.271.9", "Oferta w zamówieniu publicznym"),
        ("Ściśle tajne", "Informacje niejawne"),
        ("Konkurs na stanowisko dyrektora szkoły", "Oferta w naborze na stanowisko"),
        # Everyday post that says nearly the same.
        ("Oferta handlowa: meble biurowe", None),
        ("Zamówienie prenumeraty na rok 2027", None),
        ("Oferta pracy dla praktykantów", None),
        ("Nabór na kurs języka migowego", None),
        ("Redakcja Tajniki Ogrodu", None),
        ("", None),
    ],
)
def test_words_on_the_envelope_tell_the_kind(words, title):
    kind = kind_told_by(words, USUAL)
    assert (kind and kind.title) == title


def test_list_is_written_as_it_is_read():
    assert kinds_from(as_text(USUAL)) == list(USUAL)
    assert kinds_from(" Testamenty :  testament ,  ostatnia  wola \n\nInne") == [
        Kind("Testamenty", ("testament", "ostatnia wola")),
        Kind("Inne"),
    ]
    assert kind_faults(USUAL) == []


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ([Kind("", ("a",))], [("kinds:1", "required")]),
        ([Kind("Oferta"), Kind("OFERTA")], [("kinds:2", "kind_doubled")]),
        ([Kind("x" * 201)], [("kinds:1", "too_long")]),
        ([Kind("a: b")], [("kinds:1", "kind_malformed")]),
        ([Kind("Oferta", (" ",))], [("kinds:1", "kind_malformed")]),
        ([Kind("Oferta", ("w",) * 31)], [("kinds:1", "too_many")]),
        ([Kind(f"R{number}") for number in range(51)], [("kinds", "too_many")]),
    ],
)
def test_faults_of_a_list(kinds, expected):
    assert [(fault.field, fault.reason) for fault in kind_faults(kinds)] == expected


def test_bundles_written_before_lack_it():
    shape = {"unopened": Unopened | None}
    assert Decoder().members(shape, {}) == {"unopened": None}
    kept = Unopened("Oferta", "przetarg", "closed", "Anna", "Inspektor", None, "komisja")
    assert Decoder().members(shape, {"unopened": encode(kept)}) == {"unopened": kept}

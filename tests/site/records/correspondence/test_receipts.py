"""Receipts of an office: the form of the official sample, names of any Unicode, digests."""

from datetime import datetime
from datetime import timedelta
from datetime import timezone
from datetime import UTC
from infostrada.site.records.correspondence.receipts import Receipt
from infostrada.site.records.correspondence.receipts import receipt_xml
from lxml import etree


AT = datetime(2026, 3, 5, 9, 12, tzinfo=timezone(timedelta(hours=1)))
GIVEN = Receipt(
    identifier="UPP-3f8a",
    recipient="Urząd Miejski we Wzorcowie",
    recipient_id="/wzorcowo/SkrytkaESP",
    sender="Zoë Łącka-Żuk \x07& <synowie>",
    sender_id="AE:PL-12345-67890-ABCDE-12",
    delivered_at=AT,
    made_at=AT + timedelta(seconds=5),
    document="DOK-1",
    notes=(("Numer RPW", "12/2026"),),
    digests=(("pismo.pdf", "ab" * 32),),
)


def shape(element):
    """Names of elements and attributes, without what they say."""
    return (etree.QName(element).text, sorted(element.attrib), [shape(child) for child in element])


def test_form_of_the_official_sample(shared_data):
    """samples/upp-wzor.xml: the same elements in the same order in the same namespace."""
    sample = etree.parse(shared_data / "pl" / "samples" / "upp-wzor.xml").getroot()
    made = etree.fromstring(receipt_xml(GIVEN._replace(digests=())))
    assert shape(made) == shape(sample)
    assert made.find(".//{*}DataDoreczenia").text == "2026-03-05T09:12:00.000"
    kinds = [each.get("TypIdentyfikatora") for each in made.iter("{*}IdentyfikatorPodmiotu")]
    assert kinds == ["ESP", "ADE"]


def test_texts_are_kept_and_controls_left_out():
    made = etree.fromstring(receipt_xml(GIVEN))
    assert made.findtext(".//{*}Nadawca/{*}Nazwa") == "Zoë Łącka-Żuk & <synowie>"
    notes = [
        (each.get("TypInformacjiUzupelniajacej"), each.text)
        for each in made.iter("{*}InformacjaUzupelniajaca")
    ]
    assert notes == [("Numer RPW", "12/2026"), ("SHA-256 pismo.pdf", "ab" * 32)]


def test_a_certificate_of_delivery_has_the_parts_its_visualisation_shows():
    """UPD: who made it, who took the letter, when; the names the schema's published visualisation reads."""
    given = GIVEN._replace(
        kind="UPD", case_sign="GP.6730.1.2026", delivered_at=datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    )
    (made,) = etree.fromstring(receipt_xml(given))
    told = [(etree.QName(each).localname, each.findtext("{*}Nazwa") or each.text) for each in made][:7]
    assert told == [
        ("IdentyfikatorPoswiadczenia", "UPP-3f8a"),
        ("PodmiotWystawiajacyPoswiadczenie", "Zoë Łącka-Żuk & <synowie>"),
        ("Adresat", "Urząd Miejski we Wzorcowie"),
        # The clock of the office, whatever zone the evidence told the moment in.
        ("DataOdbioru", "2026-07-02T00:30:00.000"),
        ("DataUtworzeniaPoswiadczenia", "2026-03-05T09:12:05.000"),
        ("IdentyfikatorSprawy", "GP.6730.1.2026"),
        ("IdentyfikatorDokumentu", "DOK-1"),
    ]

"""Files inside messages that came with a message are taken out, as deep and as many as the bounds say."""

from email.message import EmailMessage
from infostrada.site.records.correspondence.eml import MOST_ATTACHMENTS
from infostrada.site.records.correspondence.eml import read_mail
from infostrada.site.records.correspondence.intake import register_mail
from infostrada.site.records.correspondence.nested import DEEPEST
from infostrada.site.records.upload import Upload

import pytest


def message(subject, *attached):
    """A message with files, (name, bytes), and messages."""
    made = EmailMessage()
    made["From"], made["Subject"] = "Jan Kos <jan@example.pl>", subject
    made.set_content("W załączeniu.")
    for each in attached:
        if isinstance(each, EmailMessage):
            made.add_attachment(each)
        else:
            made.add_attachment(each[1], maintype="application", subtype="octet-stream", filename=each[0])
    return made


def told(made):
    read = read_mail(made.as_bytes())
    return read, [each.filename for each in read.attachments]


def test_files_follow_the_message_they_came_in():
    inner = message(
        "Zgoda", ("zgoda.pdf", b"%PDF"), message("Mapa", ("mapa.tif", b"II*"), ("pusty.txt", b""))
    )
    read, names = told(message("Wniosek", inner, ("wniosek.odt", b"PK")))
    assert names == ["Zgoda.eml", "zgoda.pdf", "Mapa.eml", "mapa.tif", "wniosek.odt"]
    assert [each.data for each in read.attachments][1::2] == [b"%PDF", b"II*"]
    assert (read.empty, read.closed, read.note) == (("pusty.txt",), (), "Puste załączniki: pusty.txt")


def test_a_message_sent_as_plain_bytes_is_a_message_by_its_name():
    data = message("Zgoda", ("zgoda.pdf", b"%PDF")).as_bytes()
    assert told(message("Wniosek", ("fw.EML", data)))[1] == ["fw.EML", "zgoda.pdf"]
    # Nothing in it is a message: it stays the file it is.
    assert told(message("Wniosek", ("fw.eml", b"\x00\x01"), ("fw.msg", b"tekst")))[1] == ["fw.eml", "fw.msg"]


def test_no_deeper_than_the_bound():
    made = message("0", ("0.txt", b"0"))
    for depth in range(1, DEEPEST + 2):
        made = message(str(depth), (f"{depth}.txt", b"x"), made)
    read, names = told(made)
    assert "1.txt" in names and "0.txt" not in names and read.closed == ("0.eml",)
    assert "Załączników wiadomości 0.eml nie wyjęto osobno" in read.note


@pytest.mark.parametrize(("more", "closed"), [(0, ()), (1, ("Dużo.eml",))])
def test_no_more_than_the_bound(more, closed):
    """A message inside with too many files stays closed; the message it came with is read all the same."""
    inside = [(f"{number}.txt", b"x") for number in range(MOST_ATTACHMENTS - 2 + more)]
    read, names = told(message("Wniosek", message("Dużo", *inside), ("a.pdf", b"%PDF")))
    assert (read.closed, len(names)) == (closed, 2 if closed else MOST_ATTACHMENTS)
    whole = [(f"{number}.txt", b"x") for number in range(MOST_ATTACHMENTS + 1)]
    assert told(message("Wniosek", message("Dużo", *whole)))[0].closed == ("Dużo.eml",)


def test_the_letter_has_the_files_of_the_message_inside(office):
    made = message("Wniosek", message("Zgoda", ("zgoda.pdf", b"%PDF-1.7")))
    with office.acting("ewa.kancelaria"):
        letter = register_mail(office.unit, Upload("w.eml", made.as_bytes()), {"city": "Lipnowo"})
    assert [file.filename for file in letter.files] == ["w.eml", "Zgoda.eml", "zgoda.pdf"]
    assert (letter.attachment_count, letter.files[2].data) == (2, b"%PDF-1.7")

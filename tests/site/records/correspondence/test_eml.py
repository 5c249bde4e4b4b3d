"""Messages of e-mail from strangers, and which channels are effective (EOD-14)."""

from datetime import date
from email.message import EmailMessage
from infostrada.site.records.correspondence import eml
from infostrada.site.records.correspondence.channels import verdict
from infostrada.site.records.correspondence.eml import BadMailError
from infostrada.site.records.correspondence.eml import read_mail
from infostrada.site.records.correspondence.rules import scan_of
from infostrada.site.records.upload import Upload

import io
import pytest
import random


def message(**headers):
    mail = EmailMessage()
    for name, value in {
        "From": "Maria Żółć <maria@example.pl>",
        "Subject": "Wniosek o wydanie zaświadczenia",
        "Date": "Thu, 26 Nov 2026 23:30:00 +0000",
        **headers,
    }.items():
        if value is not None:
            mail[name] = value
    mail.set_content("Dzień dobry")
    return mail


def test_what_the_register_needs():
    mail = message()
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="załącznik żółty.pdf")
    mail.add_attachment(message(Subject="W środku"), filename="inna.eml")
    read = read_mail(mail.as_bytes())
    assert (read.sender_name, read.sender_email) == ("Maria Żółć", "maria@example.pl")
    assert read.subject == "Wniosek o wydanie zaświadczenia"
    # Half past midnight in Poland: the next day.
    assert read.sent_on == date(2026, 11, 27)
    assert [(one.filename, one.content_type) for one in read.attachments] == [
        ("załącznik żółty.pdf", "application/pdf"),
        ("inna.eml", "message/rfc822"),
    ]
    assert read.attachments[0].data == b"%PDF"


@pytest.mark.parametrize(
    ("raw", "subject", "email", "sent"),
    [
        (b"From: x\r\nSubject: =?utf-8?B?xx?=\r\n\r\n", "=?utf-8?B?xx?=", "", None),
        (
            b"From: a@b.pl\r\nSubject: =?nieznane?Q?a?=\r\nDate: nigdy\r\n\r\n",
            "a",
            "a@b.pl",
            None,
        ),
        (b"Subject: dwa\r\n wiersze\x07\r\n\r\ntekst", "dwa wiersze", "", None),
        (b"From: <a@b.pl>, <c@d.pl>\r\nDate: Wed, 99 Foo 2026\r\n\r\n", "", "a@b.pl", None),
        (b"From: a@b.pl\r\nSubject: \xb3\xf3d\xbc\r\n\r\n", None, "a@b.pl", None),
        (b"From: a@b.pl\r\nDate: Thu, 26 Nov 2026 10:00:00\r\n\r\n", "", "a@b.pl", date(2026, 11, 26)),
    ],
)
def test_damaged_headers_become_texts(raw, subject, email, sent):
    read = read_mail(raw)
    assert read.sender_email == email
    assert read.sent_on == sent
    if subject is not None:
        assert read.subject == subject
    read.subject.encode("utf-8")


@pytest.mark.parametrize("raw", [b"", b"\0\1\2", b"%PDF-1.7 nie wiadomosc", b"zwykly tekst"])
def test_what_is_no_message(raw):
    with pytest.raises(BadMailError) as problem:
        read_mail(raw)
    assert str(problem.value) == "mail_broken"


def test_bounds(monkeypatch):
    deep = b"From: a@b.pl\r\n"
    for level in range(60):
        deep += b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (level, level)
    with pytest.raises(BadMailError, match="mail_too_deep"):
        read_mail(deep + b"Content-Type: text/plain\r\n\r\nx")
    many = message()
    for number in range(50):
        many.add_attachment(b"x", maintype="text", subtype="csv", filename=f"{number}.csv")
    with pytest.raises(BadMailError, match="too_many_files"):
        read_mail(many.as_bytes())
    monkeypatch.setattr(eml, "LARGEST", 10)
    with pytest.raises(BadMailError, match="file_too_large"):
        read_mail(message().as_bytes())
    with pytest.raises(BadMailError, match="file_too_large"):
        eml.mail_of(Upload("a.eml", Unread(b"x" * 11)))


class Unread(io.BytesIO):
    """An upload nobody may read: it is known to be too large."""

    def read(self, size=-1):
        raise AssertionError("was read")


def test_random_damage_is_read_or_refused_never_an_error():
    mail = message()
    mail.add_attachment(b"%PDF" * 50, maintype="application", subtype="pdf", filename="ż.pdf")
    whole, dice = mail.as_bytes(), random.Random(4)
    for _round in range(400):
        data = bytearray(whole)
        for _change in range(dice.randint(1, 12)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        try:
            read_mail(bytes(data[: dice.randint(1, len(data))]))
        except BadMailError:
            continue


DAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("method", "matter", "day", "effective", "proof"),
    [
        ("e-Doręczenia", "application", DAY, True, "receipt"),
        ("ePUAP", "application", DAY, False, "upp"),
        ("ePUAP", "petition", DAY, True, "upp"),
        ("ePUAP", "court_complaint", DAY, True, "upp"),
        ("ePUAP", "application", date(2025, 12, 31), True, "upp"),
        ("ePUAP", "between_authorities", date(2029, 9, 30), True, "upp"),
        ("ePUAP", "between_authorities", date(2029, 10, 1), False, "upp"),
        ("e-mail", "application", DAY, False, "none"),
        ("e-mail", "public_information", DAY, True, "none"),
        ("e-mail", "petition", DAY, True, "none"),
        ("list polecony", "application", DAY, True, "stamp"),
        ("ustnie do protokołu", "application", DAY, True, "protocol"),
        ("", "application", DAY, None, ""),
    ],
)
def test_eod_14_effective_channels(method, matter, day, effective, proof):
    found = verdict(method, matter, day)
    assert (found.effective, found.proof) == (effective, proof)


@pytest.mark.parametrize(
    ("noted", "method", "files", "expected"),
    [
        ("", "list polecony", 0, "none"),
        ("", "list polecony", 1, "full"),
        ("partial", "list polecony", 1, "partial"),
        ("", "e-Doręczenia", 0, "electronic"),
        ("none", "osobiście", 2, "none"),
    ],
)
def test_eod_11_how_far_a_letter_is_in_the_system(noted, method, files, expected):
    assert scan_of(noted, method, files) == expected

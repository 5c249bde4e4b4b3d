"""A message of e-mail as it is shown beside its letter."""

from email.message import EmailMessage
from infostrada.site.records.preview.mail import mail_text

import pytest


HEAD = b"From: =?utf-8?q?Wojciech_=C5=BBak?= <zak@example.pl>\r\nSubject: =?utf-8?b?xYHEhWthIHByenkgZHJvZHpl?=\r\n"


def test_headers_and_the_plain_part():
    data = (
        HEAD
        + b"Content-Type: text/plain; charset=iso-8859-2\r\n\r\nProsz\xea o kosiark\xea.\r\nTrzy dni.\r\n"
    )
    assert mail_text(data, 1000) == (
        "Od: Wojciech Żak <zak@example.pl>\nTemat: Łąka przy drodze\n\nProszę o kosiarkę.\nTrzy dni."
    )
    assert mail_text(data, 10) == "Od: Wojcie"


def test_what_came_with_it_is_named():
    """A message inside a message as well, whose own files are seen when it is shown."""
    inner = EmailMessage()
    inner["Subject"] = "Zgoda współwłaścicielki"
    inner.set_content("Zgadzam się.")
    inner.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="zgoda żony.pdf")
    outer = EmailMessage()
    outer["From"] = "a@b.pl"
    outer.set_content("W załączeniu.")
    outer.add_attachment(inner)
    outer.add_attachment("nr", subtype="csv", filename="działki.csv")
    said = mail_text(outer.as_bytes(), 1000)
    assert said == "Od: a@b.pl\nZałączniki: Zgoda współwłaścicielki, działki.csv\n\nW załączeniu."
    assert "\nZałączniki: zgoda żony.pdf\n" in mail_text(inner.as_bytes(), 1000)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Fri, 3 Jul 2026 21:05:00 +0000", "03.07.2026, 23:05"),
        ("Thu, 26 Nov 2026 23:30:00 -0000", "27.11.2026, 00:30"),
        ("Thu, 26 Nov 2026 09:00:00 +0100", "26.11.2026, 09:00"),
    ],
)
def test_a_date_by_the_office_s_clock_and_as_it_was_written(written, said):
    data = HEAD + f"Date: {written}\r\n\r\nx".encode()
    assert f"\nData: {said} (w nagłówku: {written})\n" in mail_text(data, 1000)


def test_a_date_nobody_can_read_stands_as_it_was_written():
    assert "\nData: czw., 26 lis 2026\n" in mail_text(HEAD + b"Date: czw., 26 lis 2026\r\n\r\nx", 1000)


def test_html_without_its_scripts():
    data = (
        HEAD
        + b"Content-Type: text/html\r\n\r\n<style>p {}</style><p>Dzie&#324; dobry</p><script>x()</script><p>Nowak</p>"
    )
    assert mail_text(data, 1000).endswith("\n\nDzień dobry\nNowak")


@pytest.mark.parametrize(
    "body",
    [
        b"Content-Type: text/plain; charset=no-such\r\n\r\n\xff\xfe",
        b"Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\n--",
        b"Content-Type: text/html\r\n\r\n",
        b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!",
    ],
)
def test_a_damaged_part_is_left_out(body):
    assert mail_text(HEAD + body, 1000).startswith("Od: Wojciech Żak")


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", b"no headers at all"])
def test_what_is_no_message_has_no_text(data):
    assert mail_text(data, 1000) == ""

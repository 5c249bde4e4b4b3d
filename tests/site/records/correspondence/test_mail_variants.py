"""Messages as Outlook, Gmail, Thunderbird, Apple Mail, Exchange and mail servers write them."""

from asn1crypto import cms
from datetime import date
from datetime import datetime
from datetime import UTC
from infostrada.site.records.correspondence.eml import BadMailError
from infostrada.site.records.correspondence.eml import read_mail
from infostrada.site.records.correspondence.intake import _sender

import base64
import outlook
import pytest
import struct


def mail(*lines, body=b"Tresc"):
    head = b"\r\n".join(line if isinstance(line, bytes) else line.encode() for line in lines)
    return head + b"\r\n\r\n" + body


def parts(*pieces, kind="mixed", head=("From: a@b.pl", "Subject: S")):
    body = b"".join(b"--=_B\r\n" + piece + b"\r\n" for piece in pieces) + b"--=_B--\r\n"
    return mail(*head, "MIME-Version: 1.0", f'Content-Type: multipart/{kind};\r\n boundary="=_B"', body=body)


def part(kind, *lines, body=b"x"):
    return mail(f"Content-Type: {kind}", *lines, body=body)


def names(data):
    return [(one.filename, one.data) for one in read_mail(data).attachments]


ZOLC = "Zażółć gęślą jaźń"
B64 = base64.b64encode(ZOLC.encode()).decode()


def test_signs_that_cannot_be_kept_are_marked():
    assert read_mail(mail("From: a@b.pl", "Subject: =?utf-8?Q?a=EF=BF=BE=00b?=")).subject == "a\ufffd b"


@pytest.mark.parametrize(
    "written",
    [
        f"=?UTF-8?B?{B64}?=",
        f"=?utf-8*pl?b?{B64}?=",
        # A letter of two bytes cut in half between two words, as older Outlooks do.
        f"=?utf-8?B?{base64.b64encode(ZOLC.encode()[:3]).decode()}?=\r\n =?utf-8?B?{base64.b64encode(ZOLC.encode()[3:]).decode()}?=",
        "=?iso-8859-2?Q?Za=BF=F3=B3=E6_g=EA=B6l=B1_ja=BC=F1?=",
        "=?windows-1250?Q?Za=BF=F3=B3=E6_g=EA=9Cl=B9_ja=9F=F1?=",
        # Charsets nobody knows, or that are not as told.
        "=?x-unknown?Q?Za=BF=F3=B3=E6_g=EA=9Cl=B9_ja=9F=F1?=",
        f"=?us-ascii?B?{B64}?=",
        ZOLC.encode(),
        ZOLC.encode("cp1250"),
        ZOLC.encode("iso8859-2"),
    ],
)  # fmt: skip
def test_subjects(written):
    written = written if isinstance(written, bytes) else written.encode()
    assert read_mail(mail("From: a@b.pl", b"Subject: " + written)).subject == ZOLC


@pytest.mark.parametrize(
    ("written", "said"),
    [
        # Folded between a plain and an encoded word, as every program does with a long subject.
        ("Wniosek o wydanie\r\n =?UTF-8?Q?za=C5=9Bwiadczenia?=\r\n dla Anny", "Wniosek o wydanie zaświadczenia dla Anny"),
        ("=?utf-8?q?Zg=C5=82oszenie_=E2=80=93?=\r\n dz. nr 12/3", "Zgłoszenie – dz. nr 12/3"),
        ("=?utf-8?q?Prze?=\r\n\t=?utf-8?q?budowa?=\r\n\tdrogi", "Przebudowa drogi"),
    ],
)  # fmt: skip
def test_folded_subjects(written, said):
    assert read_mail(mail("From: a@b.pl", f"Subject: {written}")).subject == said


@pytest.mark.parametrize(
    ("written", "name", "address"),
    [
        ('"Nowak, Jan" <jan@x.pl>', "Nowak, Jan", "jan@x.pl"),
        ("=?utf-8?Q?Nowak=2C_Jan?= <jan@x.pl>", "Nowak, Jan", "jan@x.pl"),
        ('"=?utf-8?B?xbvDs8WCxIc=?= Jan" <jan@x.pl>', "Żółć Jan", "jan@x.pl"),
        ("Nowak, Jan <jan@x.pl>", "Nowak, Jan", "jan@x.pl"),
        (
            "Urząd Gminy\r\n =?utf-8?Q?w_=C5=81=C4=99czycy?= <ug@x.pl>".encode(),
            "Urząd Gminy w Łęczycy",
            "ug@x.pl",
        ),
        ("jan@x.pl (Jan Nowak)", "Jan Nowak", "jan@x.pl"),
        ("Wspólnota; Mieszkaniowa <jan@x.pl>".encode(), "Wspólnota; Mieszkaniowa", "jan@x.pl"),
        ('"Jan "Nowak" <jan@x.pl>', None, "jan@x.pl"),
        ("Jan Nowak </O=URZAD/OU=EXCHANGE/CN=JNOWAK>", None, ""),
        ("=?utf-8?Q?Za=C5=82=C4=85cznik_=3Cx=40y=2Epl=3E?= <jan@x.pl>", "Załącznik <x@y.pl>", "jan@x.pl"),
        ("(" * 3000 + "jan@x.pl", None, "jan@x.pl"),
        ("jan@żółw.pl".encode(), "", "jan@żółw.pl"),
    ],
)
def test_senders(written, name, address):
    written = written if isinstance(written, bytes) else written.encode()
    read = read_mail(mail(b"From: " + written, "Subject: S"))
    assert read.sender_email == address
    assert name is None or read.sender_name == name


def test_surname_first_is_a_person_too():
    assert _sender("Nowak, Jan Adam", "") == {"sender_given_names": "Jan Adam", "sender_surname": "Nowak"}
    assert _sender("Nowak, Kancelaria 24", "") == {"sender_org_name": "Nowak, Kancelaria 24"}


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Thu, 26 Nov 2026 23:30:00 +0000 (UTC)", date(2026, 11, 27)),
        ("26 Nov 2026 23:30 -0500", date(2026, 11, 27)),
        ("Thu, 26 Nov 2026 23:30:00 EST", date(2026, 11, 27)),
        # A zone nobody knows: the day stands as written.
        ("Thu, 26 Nov 2026 23:30:00 CEST", date(2026, 11, 26)),
        # RFC 5322, 3.3: universal time of a computer that does not tell where it stands.
        ("Thu, 26 Nov 2026 23:30:00 -0000", date(2026, 11, 27)),
        ("Thu, 26 Nov 26 23:30:00 +0100", date(2026, 11, 26)),
        ("czw., 26 lis 2026 10:00", None),
        ("Thu, 31 Dec 9999 23:59:59 -1200", None),
        ("", None),
    ],
)
def test_days(written, day):
    assert read_mail(mail("From: a@b.pl", f"Date: {written}")).sent_on == day


NAME = "Załącznik nr 1.pdf"
QUOTED = "Za%C5%82%C4%85cznik%20nr%201.pdf"


@pytest.mark.parametrize(
    "written",
    [
        f"Content-Disposition: attachment; filename*=UTF-8''{QUOTED}",
        f"Content-Disposition: attachment; filename*0*=UTF-8''{QUOTED[:11]};\r\n filename*1*={QUOTED[11:]}",
        # Programs that do both: the plain one is for those who know no better.
        f"Content-Disposition: attachment; filename=\"Zalacznik.pdf\"; filename*=utf-8''{QUOTED}",
        f'Content-Disposition: attachment; filename="=?UTF-8?B?{base64.b64encode(NAME.encode()).decode()}?="',
        "Content-Disposition: attachment; filename*=iso-8859-2'pl'Za%B3%B1cznik%20nr%201.pdf",
        "Content-Disposition: attachment; filename*=x-none''Za%B3%B9cznik%20nr%201.pdf",
        f'Content-Disposition: attachment; filename="{NAME}"'.encode(),
        f'Content-Disposition: attachment; filename="{NAME}"'.encode("cp1250"),
    ],
)
def test_names_of_attachments(written):
    assert names(parts(part("application/octet-stream", written))) == [(NAME, b"x")]


SIGNED = cms.ContentInfo(
    {
        "content_type": "signed_data",
        "content": {
            "version": "v1", "digest_algorithms": [], "signer_infos": [],
            "encap_content_info": {"content_type": "data", "content": parts(part("text/plain"), part("application/pdf; name=umowa.pdf"))},
        },
    }
).dump()  # fmt: skip
INNER = mail("From: c@d.pl", "X-Long: " + "bardzo " * 40, "Subject: W srodku")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        # Gmail and Thunderbird: the text in two forms with its pictures, then the files.
        (parts(part('multipart/related; boundary="R"', body=b'--R\r\nContent-Type: multipart/alternative; boundary="A"\r\n\r\n'
                    b"--A\r\nContent-Type: text/plain\r\n\r\nx\r\n--A\r\nContent-Type: text/html\r\n\r\n<p>\r\n--A--\r\n"
                    b"--R\r\nContent-Type: image/png\r\nContent-ID: <logo>\r\nContent-Disposition: inline\r\n\r\nPNG\r\n--R--"),
               part("application/pdf", "Content-Disposition: attachment; filename=a.pdf")),
         [("zalacznik-1.png", b"PNG"), ("a.pdf", b"x")]),
        # Scanners and fax servers: the whole message is the file.
        (mail("From: a@b.pl", "Subject: Skan", "Content-Type: application/pdf; name=skan.pdf", body=b"%PDF"), [("skan.pdf", b"%PDF")]),
        (mail("From: a@b.pl", "Content-Type: application/pdf", body=b"%PDF"), [("zalacznik-1.pdf", b"%PDF")]),
        (mail("From: a@b.pl", "Content-Type: text/html", body=b"<p>tylko html</p>"), []),
        (mail("From: a@b.pl", "Subject: pusto", body=b""), []),
        # Two of one name, one empty, a name that leads elsewhere (made harmless when it is stored).
        (parts(part("text/csv; name=a.csv", body=b"1"), part("text/csv; name=a.csv", body=b"2"), part("text/csv; name=b.csv", body=b"")),
         [("a.csv", b"1"), ("a.csv", b"2")]),
        # Forwarded as a file, in base64 against the rules, and as Outlook names it.
        (parts(part("message/rfc822", body=INNER)), [("W srodku.eml", INNER)]),
        (parts(part("message/rfc822", body=mail("Subject: Fwd: dz. 12/3 \\ plan"))),
         [("Fwd- dz. 12-3- plan.eml", mail("Subject: Fwd: dz. 12/3 \\ plan"))]),
        (parts(part("message/rfc822", body=mail("From: c@d.pl"))), [("wiadomosc.eml", mail("From: c@d.pl"))]),
        (parts(part("message/rfc822; name=fw.eml", "Content-Transfer-Encoding: base64", body=base64.encodebytes(INNER))), [("fw.eml", INNER)]),
        # A bounce, a receipt of reading: what servers say stays in the message.
        (parts(part("text/plain"), part("message/delivery-status", body=b"Status: 5.1.1\r\n\r\nFinal-Recipient: rfc822; x@y.pl"),
               part("text/rfc822-headers", body=b"Subject: s"), kind="report; report-type=delivery-status"),
         [("zalacznik-1", b"Subject: s")]),
        (parts(part("text/plain"), part("message/disposition-notification", body=b"Disposition: manual-action; displayed"), kind="report"), []),
        (parts(part("text/plain"), part("text/calendar; method=REQUEST", body=b"BEGIN:VCALENDAR"), kind="alternative"),
         [("zaproszenie.ics", b"BEGIN:VCALENDAR")]),
        # Signed beside the message, signed around it, encrypted, OpenPGP.
        (parts(part("text/plain"), part("application/pkcs7-signature; name=smime.p7s", body=b"0"), kind="signed"), [("smime.p7s", b"0")]),
        (mail("From: a@b.pl", "Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m",
              "Content-Transfer-Encoding: base64", body=base64.encodebytes(SIGNED)), [("smime.p7m", SIGNED), ("umowa.pdf", b"x")]),
        (mail("From: a@b.pl", "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m", body=b"0\x80"),
         [("smime.p7m", b"0\x80")]),
        (parts(part("application/pgp-encrypted", body=b"Version: 1"), part("application/octet-stream; name=encrypted.asc"), kind="encrypted"),
         [("zalacznik-1.pgp", b"Version: 1"), ("encrypted.asc", b"x")]),
    ],
)  # fmt: skip
def test_what_is_sent_with_a_message(data, expected):
    assert names(data) == expected


def test_empty_attachments_are_named():
    """A name in two pieces of RFC 2231, with signs beyond the first plane."""
    name = "Content-Disposition: attachment; filename*0*=UTF-8''za%C5%82%C4%85cznik%20; filename*1*=%F0%9F%8C%B3.txt"
    told = read_mail(
        parts(part("application/octet-stream", name, body=b""), part("text/csv; name=a.csv", body=b"1"))
    )
    assert (told.empty, [each.filename for each in told.attachments]) == (("załącznik 🌳.txt",), ["a.csv"])


WHOLE = mail("From: a@b.pl", "Subject: S", body=b"From tego dnia\r\n\r\nFrom 2026 r. bez naglowka\r\n")


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + WHOLE,
        b"\r\n\r\n" + WHOLE,
        WHOLE.replace(b"\r\n", b"\n"),
        WHOLE.replace(b"\r\n", b"\r"),
        b"From a@b.pl Thu Nov 26 10:00:00 2026\n" + WHOLE,
        b"%d      \n" % len(WHOLE) + WHOLE + b'<?xml version="1.0"?><plist/>',
        WHOLE.replace(b"Subject", b"X-Long: " + b"y" * 300_000 + b"\r\nSubject"),
    ],
)
def test_what_programs_put_around_a_message(data):
    read = read_mail(data)
    assert (read.sender_email, read.subject, read.attachments) == ("a@b.pl", "S", ())


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"From a@b.pl Thu Nov 26 10:00:00 2026\n" + WHOLE + b"\n\nFrom c@d.pl Thu Nov 26 10:00:00 2026\n" + WHOLE, "mail_several"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "mail_broken"),
        (WHOLE.decode().encode("utf-16"), "mail_broken"),
    ],
)  # fmt: skip
def test_what_is_refused(data, reason):
    with pytest.raises(BadMailError, match=reason):
        read_mail(data)


# 26 November 2026, 23:30 UTC, in tenths of microseconds since 1601.
SENT = (
    int((datetime(2026, 11, 26, 23, 30, tzinfo=UTC) - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds())
    * 10**7
)
TOP = {0x001A: "IPM.Note", 0x0037: f"{ZOLC} \u0130", 0x0042: "Żółć Jan", 0x5D02: "jan@x.pl"}
HEADERS = 'From: "Kancelaria" <biuro@x.pl>\r\nDate: Thu, 26 Nov 2026 10:00:00 +0100\r\nSubject: inny\r\n'


def attached(name, data, kind="001F"):
    return {**outlook.texts({0x3707: name}, kind), "__substg1.0_37010102": data}


def test_a_message_outlook_saved():
    large = bytes(range(256)) * 40
    tree = {
        **outlook.texts(TOP),
        **outlook.properties({(0x0039, 0x40): SENT, (0x0E07, 3): 1}),
        "__attach_version1.0_#00000000": attached("załącznik.pdf", large),
        "__attach_version1.0_#00000001": attached("pusty.txt", b""),
        # A message within the message has no bytes of its own.
        "__attach_version1.0_#00000002": {
            **outlook.texts({0x3001: "Fw"}),
            "__substg1.0_3701000D": {"x": b"y"},
        },
    }
    read = read_mail(outlook.compound(tree))
    assert (read.sender_name, read.sender_email, read.sent_on) == ("Żółć Jan", "jan@x.pl", date(2026, 11, 27))
    assert (read.subject, read.content_type) == (TOP[0x0037], "application/vnd.ms-outlook")
    assert [(one.filename, one.data, one.content_type) for one in read.attachments] == [
        ("załącznik.pdf", large, "application/pdf")
    ]
    # Of an older Outlook: texts in a code page, addresses of Exchange, the headers of the Internet.
    older = outlook.texts({**TOP, 0x0037: ZOLC, 0x5D02: "/O=URZAD/CN=JAN", 0x007D: HEADERS}, "001E")
    read = read_mail(outlook.compound(older))
    assert (read.sender_name, read.sender_email, read.sent_on) == (
        "Kancelaria",
        "biuro@x.pl",
        date(2026, 11, 26),
    )
    assert (read.subject, read.attachments) == (ZOLC, ())


@pytest.mark.parametrize(
    "data",
    [
        outlook.compound({"WordDocument": b"x"}),
        outlook.compound(outlook.texts(TOP))[:1000],
        outlook.compound(outlook.texts({**TOP, 0x001A: "IPF.Note"})),
    ],
)
def test_other_and_damaged_compound_files(data):
    with pytest.raises(BadMailError, match="mail_broken"):
        read_mail(data)


RENDERED = (0x00069002, bytes(14))
LONG = "umowa najmu – załącznik.docx"
ATTRIBUTES = (
    (0x00089006, b"\1\0\0\0"),
    RENDERED,
    (0x00018010, "umowan~1.doc\0".encode("cp1250")),
    (0x0006800F, b"DOCX"),
    (
        0x00069005,
        outlook.mapi(
            (0x0003, 0x0E20, b"\4\0\0\0"),
            (0x000B, 0x7FFE, b"\1\0\0\0"),
            # A property with a name of its own, then one of several numbers.
            (0x001F, 0x8001, bytes(16) + b"\1\0\0\0" + struct.pack("<I", 6) + "aż\0".encode("utf-16-le") + b"\0\0"
             + outlook.long_value("x\0".encode("utf-16-le"))),
            (0x1003, 0x6000, struct.pack("<III", 2, 7, 8)),
            (0x001F, 0x3707, outlook.long_value(f"{LONG}\0".encode("utf-16-le"))),
        ),
    ),
    RENDERED,
    (0x00018010, "żółty.txt\0".encode("cp1250")),
    (0x0006800F, b"tekst"),
    # A message attached to the message is one more such stream.
    RENDERED,
    (0x00069005, outlook.mapi((0x000D, 0x3701, outlook.long_value(
        bytes(16) + outlook.tnef(RENDERED, (0x00018010, b"w.txt\0"), (0x0006800F, b"w")))))),
)  # fmt: skip
WINMAIL = outlook.tnef(*ATTRIBUTES)


def test_attachments_in_a_winmail_dat():
    data = parts(part("application/ms-tnef; name=winmail.dat", body=WINMAIL))
    assert names(data) == [
        ("winmail.dat", WINMAIL),
        (LONG, b"DOCX"),
        ("żółty.txt", b"tekst"),
        ("w.txt", b"w"),
    ]
    assert read_mail(data).note == ""


def test_what_lies_behind_a_damage_is_told():
    """Cut off anywhere but between two attributes, where nothing shows that there was more."""
    ends = {len(outlook.tnef(*ATTRIBUTES[:count])) for count in range(len(ATTRIBUTES) + 1)}
    for cut in range(1, len(WINMAIL) + 1):
        read = read_mail(parts(part("application/ms-tnef; name=winmail.dat", body=WINMAIL[:cut])))
        assert read.attachments[0].filename == "winmail.dat"
        assert read.damaged == (() if cut in ends else ("winmail.dat",)), cut
        assert ("winmail.dat" in read.note) is (cut not in ends)


def test_what_stands_before_a_damage_is_kept_and_a_damaged_message_inside_is_told_too():
    cut = WINMAIL.index(b"tekst") + len(b"tekst") + 2
    begun = read_mail(parts(part("application/ms-tnef; name=winmail.dat", body=WINMAIL[:cut] + b"\1\2\3")))
    assert [one.filename for one in begun.attachments] == ["winmail.dat", LONG, "żółty.txt"]
    assert begun.damaged == ("winmail.dat",)
    inner = outlook.tnef(RENDERED, (0x00018010, b"w.txt\0"), (0x0006800F, b"w"))[:-4]
    outer = outlook.tnef(
        RENDERED, (0x00069005, outlook.mapi((0x000D, 0x3701, outlook.long_value(bytes(16) + inner))))
    )
    assert read_mail(parts(part("application/ms-tnef; name=winmail.dat", body=outer))).damaged == (
        "winmail.dat",
    )
    assert read_mail(parts(part("application/octet-stream; name=WINMAIL.DAT", body=b"nic"))).damaged == (
        "WINMAIL.DAT",
    )
    filled = WINMAIL + b"\r\n\0\0"
    assert read_mail(parts(part("application/ms-tnef; name=winmail.dat", body=filled))).damaged == ()

"""A working e-mail goes into its case without the RPW, whole and with its attachments (e-mail triage, 2)."""

from email.message import EmailMessage
from infostrada.core import numbers
from infostrada.core.calendar import polish_today
from infostrada.core.errors import Forbidden
from infostrada.site.records.correspondence.mail_filing import file_mail
from infostrada.site.records.correspondence.operations import rpw
from infostrada.site.records.documents.operations import new_version
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import state_of
from letters import make_matter

import pytest


def _message():
    mail = EmailMessage()
    mail["From"] = "Żaneta Ćwikła <zaneta@example.pl>"
    mail["Subject"] = "Uwagi do projektu"
    mail["Date"] = "Mon, 23 Nov 2026 10:00:00 +0100"
    mail.set_content("W załączeniu uwagi.")
    mail.add_attachment(
        b"\x00\x01uwagi", maintype="application", subtype="octet-stream", filename="uwagi ąę.bin"
    )
    return Upload("uwagi.eml", mail.as_bytes(), "message/rfc822")


MESSAGE = _message()


def test_straight_into_the_case(office):
    matter = make_matter(office)
    with office.acting("adam.obcy"), pytest.raises(Forbidden):
        file_mail(matter.case, MESSAGE)
    with office.acting("anna.urbanista"):
        made = file_mail(matter.case, MESSAGE)
        again = file_mail(matter.case, MESSAGE)
        for upload in (Upload("x.eml", b"\0\0"), Upload("x.eml", b"zwykly tekst")):
            with pytest.raises(InvalidData):
                file_mail(matter.case, upload)
        with pytest.raises(Blocked):
            new_version(made, Upload("inna.eml", b"From: x"))
    assert again == made and made.latest.file.data == MESSAGE.data
    assert (made.title, made.document_kind, state_of(made)) == (
        "Uwagi do projektu",
        "inne pismo/dokument",
        "accepted",
    )
    (attached,) = [each for each in matter.case.objectValues() if each.title.endswith("uwagi ąę.bin")]
    assert (attached.latest.file.data, state_of(attached)) == (b"\x00\x01uwagi", "accepted")
    assert len(matter.case) == 4
    assert matter.case.metryka[-1][2:] == (
        "mail_filed", made.getId(), "Żaneta Ćwikła <zaneta@example.pl>: Uwagi do projektu",
    )  # fmt: skip
    assert numbers.gaps(rpw(office.unit.unit_id, polish_today().year)) == []
    assert matter.case.letters == ()

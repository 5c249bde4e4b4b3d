"""E-mails that need no registering: said with a reason, kept for the office's days, never gone without a trace."""

from datetime import timedelta
from infostrada.core.calendar import polish_today
from infostrada.core.errors import Forbidden
from infostrada.core.record.sql import rows
from infostrada.site.records.correspondence.intake import register_mail
from infostrada.site.records.correspondence.unregistered import store
from infostrada.site.records.correspondence.unregistered.operations import all_noted
from infostrada.site.records.correspondence.unregistered.operations import days_kept
from infostrada.site.records.correspondence.unregistered.operations import erase_due
from infostrada.site.records.correspondence.unregistered.operations import keep_days
from infostrada.site.records.correspondence.unregistered.operations import listed
from infostrada.site.records.correspondence.unregistered.operations import note_unregistered
from infostrada.site.records.correspondence.unregistered.operations import register_after_all
from infostrada.site.records.correspondence.unregistered.rules import days_faults
from infostrada.site.records.correspondence.unregistered.rules import faults_of
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.upload import Upload

import pytest


REGISTRY, CLERK = "ewa.kancelaria", "anna.urbanista"


def message(subject, sender="Sklep Rowerowy <oferty@rowery.example>"):
    text = f"From: {sender}\r\nSubject: {subject}\r\nDate: Mon, 02 Nov 2026 09:00:00 +0100\r\n\r\nTanio!\r\n"
    return Upload("oferta.eml", text.encode())


@pytest.mark.parametrize(
    ("kind", "note", "found"),
    [
        ("spam", "", []),
        ("", "", [("kind", "not_in_list")]),
        ("other", " ", [("note", "required")]),
        ("other", "wiadomość próbna", []),
        ("spam", "x" * 501, [("note", "too_long")]),
    ],
)
def test_what_has_to_be_said(kind, note, found):
    assert list(faults_of(kind, note)) == found


def test_days():
    assert [bool(list(days_faults(days))) for days in (0, 1, 3650, 3651)] == [True, False, False, True]


def test_said_kept_taken_back_and_let_go(office):
    today, unit = polish_today(), office.unit
    with office.acting(CLERK), pytest.raises(Forbidden):
        note_unregistered(unit, message("Rower"), "spam")
    with office.acting(REGISTRY):
        first, broken = all_noted(unit, [message("Rower"), Upload("x.eml", b"\x00\xff")], "advertisement", "")
        assert note_unregistered(unit, message("Rower"), "spam").uid == first.uid
        assert (first.sender, first.subject, first.actor, first.kind) == (
            "Sklep Rowerowy <oferty@rowery.example>", "Rower", REGISTRY, "advertisement",
        )  # fmt: skip
        assert first.keep_until == today + timedelta(days=90) and broken.sender == ""
        for uploads, field in (([], "file"), ([Upload("x.eml", b"")], "file")):
            with pytest.raises(InvalidData) as caught:
                all_noted(unit, uploads, "spam", "")
            assert caught.value.field == field
        letter = register_mail(unit, message("Wniosek"), {"city": "Lipnowo"})
        mistaken = note_unregistered(unit, message("Skarga", "Jan Kos <j@example.pl>"), "spam")
        with pytest.raises(Forbidden):
            keep_days(unit, 5)
        made = register_after_all(unit, mistaken.uid, {"city": "Lipnowo"})
        assert (made.title, made.number) == ("Skarga", letter.number + 1)
        assert register_after_all(unit, mistaken.uid, {"city": "Lipnowo"}) == made
        whole = [one.uid for one in listed(unit, 9)]
        assert set(whole) == {first.uid, broken.uid, mistaken.uid}
        assert whole == [one.uid for one in (*listed(unit, 2), *listed(unit, 9, after=whole[1]))]
    keep_days(unit, 1)
    assert days_kept(unit.unit_id) == 1
    assert erase_due(first.keep_until) == 0 and store.message(first.uid) is not None
    # The days are over: the message goes; its row, its digest and an entry of the journal stay.
    assert erase_due(first.keep_until + timedelta(days=1)) == 3
    assert store.message(first.uid) is None and store.one(unit.unit_id, first.uid).erased_at is not None
    with office.acting(REGISTRY), pytest.raises(Blocked) as refused:
        register_after_all(unit, first.uid, {"city": "Lipnowo"})
    assert refused.value.reason == "mail_erased"
    told = rows(
        "SELECT action, data FROM core.journal WHERE action LIKE 'records.mail.%%' AND data ->> 'mail' = %(uid)s ORDER BY id",
        {"uid": first.uid},
    )
    assert [(row["action"], row["data"]["sha256"]) for row in told] == [
        ("records.mail.unregistered", first.sha256),
        ("records.mail.erased", first.sha256),
    ]
    assert "rowery" not in str(told)

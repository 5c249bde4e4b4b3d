"""Registering letters: number, metadata, files, who may do and see it."""

from infostrada.core import numbers
from infostrada.core.calendar import polish_today
from infostrada.core.errors import Forbidden
from infostrada.core.errors import Unauthorized
from infostrada.site.records import listings
from infostrada.site.records.correspondence.operations import add_attachment
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.correspondence.operations import void_letter
from infostrada.site.records.interfaces import ILetterRegistered
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import state_of
from plone import api
from plone.uuid.interfaces import IUUID
from tests.days import this_year
from world import LETTER
from zope.component import getGlobalSiteManager
from zope.component import getUtility
from zope.component import provideHandler
from zope.intid.interfaces import IIntIds

import hashlib
import pytest
import transaction


PDF = b"%PDF-1.7 wniosek"


def test_letter_gets_the_next_number_of_the_register(office):
    with office.acting("ewa.kancelaria"):
        first = register_letter(office.unit, LETTER, [Upload("wniosek.pdf", PDF)])
        second = register_letter(office.unit, LETTER)
    assert (first.rpw_number, second.rpw_number) == (f"1/{this_year()}", f"2/{this_year()}")
    assert first.sender == "Kowalczyk Maria"
    assert first.received_date == polish_today()
    assert first.access == "not_public"
    assert first.getId() == IUUID(first)


def test_files_keep_their_bytes_and_digest(office):
    with office.acting("ewa.kancelaria"):
        letter = register_letter(office.unit, LETTER, [Upload("C:\\skany\\wniosek?.pdf", PDF)])
        add_attachment(letter, Upload("mapa.png", b"\x89PNG"))
    assert [item.filename for item in letter.files] == ["wniosek_.pdf", "mapa.png"]
    assert letter.files[0].data == PDF
    assert letter.files[0].sha256 == hashlib.sha256(PDF).hexdigest()
    assert letter.files[0].contentType == "application/pdf"
    assert letter.attachment_count == 0


def test_nothing_is_registered_with_faults(office):
    with office.acting("ewa.kancelaria"), pytest.raises(InvalidData) as caught:
        register_letter(office.unit, {**LETTER, "title": "", "city": ""})
    assert [(f.field, f.reason) for f in caught.value.faults] == [
        ("city", "required"),
        ("title", "required"),
    ]
    assert "rpw" not in office.unit["eod"] or not office.unit["eod"]["rpw"].objectIds()


@pytest.mark.parametrize("user_id", ["anna.urbanista", "jan.wojt", "adam.obcy"])
def test_only_the_registry_registers(office, user_id):
    with office.acting(user_id), pytest.raises(Forbidden):
        register_letter(office.unit, LETTER)


def test_nobody_logged_in(office):
    from plone.app.testing import logout

    logout()
    with pytest.raises(Unauthorized):
        register_letter(office.unit, LETTER)


def test_who_reads_a_letter(office):
    with office.acting("ewa.kancelaria"):
        letter = register_letter(office.unit, LETTER)
    may = {
        user_id: api.user.has_permission("View", username=user_id, obj=letter)
        for user_id in (
            "ewa.kancelaria",
            "jan.wojt",
            "zofia.koordynator",
            "anna.urbanista",
            "piotr.kierownik",
            "adam.obcy",
        )
    }
    assert may == {
        "ewa.kancelaria": True,
        "jan.wojt": True,
        "zofia.koordynator": True,
        "anna.urbanista": False,
        "piotr.kierownik": False,
        "adam.obcy": False,
    }


def test_mistake_keeps_its_row_and_number(office):
    with office.acting("ewa.kancelaria"):
        letter = register_letter(office.unit, LETTER)
        void_letter(letter, "Pismo skierowane do innego urzędu")
        assert state_of(letter) == "void"
        page = listings.register("gmina-lipnowo")
        assert [(row["number"], row["state"]) for row in page.rows] == [(1, "void")]
        with pytest.raises(Blocked):
            add_attachment(letter, Upload("a.pdf", PDF))


def test_register_is_paged_by_cursor(office):
    with office.acting("ewa.kancelaria"):
        for number in range(5):
            register_letter(office.unit, {**LETTER, "title": f"Pismo {number}"})
        first = listings.register("gmina-lipnowo", size=3)
        rest = listings.register("gmina-lipnowo", size=3, cursor=first.next_cursor)
    assert [row["number"] for row in first.rows] == [5, 4, 3]
    assert [row["number"] for row in rest.rows] == [2, 1]
    assert rest.next_cursor is None


def test_register_shows_only_what_one_may_read(office):
    with office.acting("ewa.kancelaria"):
        register_letter(office.unit, LETTER)
    with office.acting("anna.urbanista"):
        assert listings.register("gmina-lipnowo").rows == []


def test_listeners_hear_of_a_letter_with_its_number(office):
    heard = []

    def listen(event):
        heard.append((event.object.rpw_number, event.actor.id, event.actor.post))

    provideHandler(listen, (ILetterRegistered,))
    try:
        with office.acting("ewa.kancelaria"):
            register_letter(office.unit, LETTER)
    finally:
        getGlobalSiteManager().unregisterHandler(listen, (ILetterRegistered,))
    assert heard == [(f"1/{this_year()}", "ewa.kancelaria", "Kancelista")]


def test_the_status_menu_cannot_move_a_letter(office):
    with office.acting("ewa.kancelaria"):
        letter = register_letter(office.unit, LETTER)
        with pytest.raises(Exception) as caught:
            api.portal.get_tool("portal_workflow").doActionFor(letter, "void")
    assert type(caught.value).__name__ == "Conflict"
    assert state_of(letter) == "registered"


def test_letters_are_kept_out_of_the_catalog(office):
    with office.acting("ewa.kancelaria"):
        letter = register_letter(office.unit, LETTER)
    transaction.savepoint()
    catalog = api.portal.get_tool("portal_catalog")
    assert catalog._catalog.uids.get("/".join(letter.getPhysicalPath())) is None
    assert numbers.Series("gmina-lipnowo", "rpw", this_year()).kind == "rpw"


def test_letters_take_no_integer_id(office):
    """All letters of the site would share one tree of them, where writers conflict."""
    with office.acting("ewa.kancelaria"):
        letter = register_letter(office.unit, LETTER)
    intids = getUtility(IIntIds)
    assert intids.queryId(letter) is None
    assert intids.queryId(office.unit) is not None

"""Who has to finish or accept a document: the table "my work" reads, kept beside the documents' own rows."""

from infostrada.core.record import pending
from infostrada.core.record.sql import rows
from infostrada.core.record.sql import write
from infostrada.site.migrations.versions.v20261204510_waiting import FILL
from infostrada.site.records.documents.operations import accept_document
from infostrada.site.records.documents.operations import cancel_document
from infostrada.site.records.documents.operations import new_version
from infostrada.site.records.documents.operations import pass_on
from infostrada.site.records.documents.operations import reject_document
from infostrada.site.records.documents.operations import submit_document
from infostrada.site.records.mywork import DRAFTS
from infostrada.site.records.mywork import my_work
from infostrada.site.records.mywork import TO_ACCEPT
from infostrada.site.records.upload import Upload
from letters import make_matter
from plone.uuid.interfaces import IUUID

import pytest


CLERK, MANAGER, HEAD = "anna.urbanista", "piotr.kierownik", "jan.wojt"


@pytest.fixture
def draft(office):
    return make_matter(office).draft


def waits(document):
    """For whom the document waits, and whether to be accepted; the same as the table made anew says."""
    pending.flush()
    kept = rows("SELECT uid, unit, person, accepting, since FROM site.document_waiting ORDER BY uid")
    write("DELETE FROM site.document_waiting")
    write(FILL)
    assert rows("SELECT uid, unit, person, accepting, since FROM site.document_waiting ORDER BY uid") == kept
    return [(row["person"], row["accepting"]) for row in kept if row["uid"] == IUUID(document)]


def test_it_follows_the_document_from_hand_to_hand(office, draft):
    assert waits(draft) == [(CLERK, False)]
    with office.acting(CLERK):
        submit_document(draft, MANAGER)
    assert waits(draft) == [(MANAGER, True)]
    with office.acting(MANAGER):
        pass_on(draft, HEAD)
    assert waits(draft) == [(HEAD, True)]
    with office.acting(HEAD):
        reject_document(draft, "proszę poprawić skalę")
    assert waits(draft) == [(CLERK, False)]
    with office.acting(CLERK):
        new_version(draft, Upload("mapa.pdf", b"%PDF-1.7 n"))
        submit_document(draft, MANAGER)
    with office.acting(MANAGER):
        accept_document(draft)
    assert waits(draft) == []


def test_what_is_given_up_or_gone_waits_for_nobody(office, draft):
    with office.acting(CLERK):
        cancel_document(draft)
    assert waits(draft) == []
    other = make_matter(office).draft
    assert waits(other) == [(CLERK, False)]
    write("DELETE FROM site.document_listing WHERE uid = %(uid)s", {"uid": IUUID(other)})
    assert rows("SELECT FROM site.document_waiting WHERE uid = %(uid)s", {"uid": IUUID(other)}) == []


def test_it_waits_in_the_office_its_row_is_carried_to(draft):
    pending.flush()
    write("UPDATE core.record SET unit = 'inna' WHERE uid = %(uid)s", {"uid": IUUID(draft)})
    assert my_work("gmina-lipnowo", (CLERK,)).totals["drafts"] == 0
    assert [row["uid"] for row in my_work("inna", (CLERK,)).lists["drafts"]] == [IUUID(draft)]


def test_what_waits_is_counted_in_an_index_alone(draft):
    """No row of a document or record is read for the count; of those not shown none is read at all."""
    pending.flush()
    write("ANALYZE site.document_waiting")
    write("SET LOCAL enable_seqscan = off")
    given = {"unit": "gmina-lipnowo", "mine": [CLERK], "person": CLERK}
    for part in (TO_ACCEPT, DRAFTS):
        counted = part.rows.format(place=f"row_number() OVER (ORDER BY {part.order})")
        (plan,) = rows(f"EXPLAIN (FORMAT JSON) {counted} ORDER BY {part.order} LIMIT 1000", given)
        told = str(plan["QUERY PLAN"])
        assert "'Index Only Scan'" in told and "document_waiting_person" in told
        assert "document_listing" not in told and "'record'" not in told
    assert "'Sort'" not in told

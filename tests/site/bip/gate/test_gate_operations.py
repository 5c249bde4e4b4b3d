"""What the gate found is decided about, by two people where personal data is."""

from infostrada.core.errors import Forbidden
from infostrada.core.sql import session
from infostrada.site.bip import operations
from infostrada.site.bip.gate.operations import decide
from infostrada.site.bip.gate.operations import findings_of
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import state_of
from sqlalchemy import text
from tests.site.bip.gate import files
from tests.site.bip.test_bip_operations import DATA
from tests.site.bip.test_bip_pages import Browser

import pytest
import transaction


BODY = "Kontakt: tel. 601 202 303. Decyzja dla Marii Kowalczyk."


@pytest.fixture
def draft(office, section):
    with office.acting("maria.bip"):
        return operations.draft_entry(section, DATA._replace(body=BODY))


def open_keys(entry):
    return {item.finding.kind: item.finding.key for item in findings_of(entry) if item.stops}


def test_a_decided_finding_lets_the_entry_through(office, draft):
    with office.acting("maria.bip"):
        keys = open_keys(draft)
        # A name alone is worth a look and stops nobody.
        assert set(keys) == {"phone"}
        decide(draft, {keys["phone"]: ("false_alarm", "Numer fabryczny wodomierza")})
        assert open_keys(draft) == {}
        operations.publish_entry(draft)
    assert state_of(draft) == "published"
    assert [(item.verdict, item.by.name) for item in draft.decisions] == [("false_alarm", "Maria Redaktor")]
    rows = (
        session()
        .execute(text("SELECT data FROM core.journal WHERE action = 'bip.entry.judged'"))
        .scalars()
        .all()
    )
    assert rows[0]["decisions"][0]["reason"] == "Numer fabryczny wodomierza"


def test_public_personal_data_takes_two(office, draft):
    with office.acting("maria.bip"):
        decide(draft, {open_keys(draft)["phone"]: ("public", "Telefon sołtysa")})
        with pytest.raises(Blocked, match="someone other"):
            operations.publish_entry(draft)
    with office.acting("jan.wojt"):
        operations.publish_entry(draft)


def test_a_certain_number_takes_two_even_as_a_false_alarm(office, section):
    with office.acting("maria.bip"):
        entry = operations.draft_entry(section, DATA._replace(body=f"Numer seryjny {files.PESEL}"))
        decide(entry, {open_keys(entry)["pesel"]: ("false_alarm", "Numer seryjny licznika")})
        with pytest.raises(Blocked):
            operations.publish_entry(entry)
    with office.acting("jan.wojt"):
        operations.publish_entry(entry)


def test_wrong_decisions_settle_nothing(office, draft):
    with office.acting("maria.bip"):
        key = open_keys(draft)["phone"]
        for wrong in (
            {},
            {key: ("maybe", "x")},
            {key: ("public", " ")},
            {"gone": ("public", "x"), key: ("public", "x")},
        ):
            with pytest.raises(InvalidData):
                decide(draft, wrong)
        assert draft.decisions == ()
    with office.acting("anna.urbanista"), pytest.raises(Forbidden):
        decide(draft, {key: ("public", "x")})


def test_another_file_is_judged_anew(office, section):
    first = Upload("pismo.txt", b"tel. 601 202 303", "text/plain")
    with office.acting("maria.bip"):
        entry = operations.draft_entry(section, DATA._replace(files=(first,)))
        decide(entry, {open_keys(entry)["phone"]: ("false_alarm", "x")})
        entry.files = (Upload("pismo.txt", b"inny: tel. 601 202 303", "text/plain").stored(),)
        assert set(open_keys(entry)) == {"phone"}


def test_the_office_itself_is_no_secret(office, section):
    with office.acting("maria.bip"):
        entry = operations.draft_entry(section, DATA._replace(body="Redaktor: 56 123 45 67"))
        assert open_keys(entry) == {}


def test_a_stopped_change_changes_nothing(office, section):
    """The gate looks at what the entry would be; the entry itself is not touched before."""
    with office.acting("maria.bip"):
        entry = operations.draft_entry(section, DATA)
        operations.publish_entry(entry)
        with pytest.raises(operations.PersonalData):
            operations.change_entry(entry, {"body": f"PESEL {files.PESEL}"}, "Sprostowanie")
    assert entry.body == DATA.body and entry.html and files.PESEL not in entry.html
    assert entry.earlier == () and len(entry.changes) == 1


def test_the_button_to_publish_stands_where_publishing_would_succeed(served):
    """Open findings, a decision that needs a second person, no right: no button, and nothing becomes public all the same."""
    section = served.unit["bip"]["petycje"]
    with served.acting("maria.bip"):
        entry = operations.draft_entry(section, DATA._replace(body=BODY))
        key = open_keys(entry)["phone"]
    transaction.commit()
    editor = Browser(entry.absolute_url(), "maria.bip")

    def offered():
        editor.open("/@@check")
        return editor.page.xpath("//form[contains(@action, '@@publish-entry')]//button")

    def refused():
        token = editor.page.xpath("//input[@name='_authenticator']/@value")[0]
        answer = editor.session.post(
            f"{entry.absolute_url()}/@@publish-entry", data={"_authenticator": token}, timeout=60
        )
        transaction.begin()
        return state_of(entry) == "draft" and answer.status_code

    def settle(verdict):
        transaction.begin()
        with served.acting("maria.bip"):
            decide(entry, {key: (verdict, "Telefon sołtysa")})
        transaction.commit()

    assert not offered() and refused() == 400
    settle("public")
    assert not offered() and "inna osoba niż jego autor" in editor.text and refused() == 400
    # The head is the second person: reads what was found and decided, publishes, and decides about nothing.
    head = Browser(entry.absolute_url(), "jan.wojt").open("/@@check")
    assert head.status == 200 and "Telefon sołtysa" in head.text
    assert head.page.xpath("//form[contains(@action, '@@publish-entry')]//button")
    assert not head.page.xpath("//input[@name='verdict' or @name='keys:list']")
    linked = head.open("").page.xpath("//aside//nav//a/@href")
    assert any(link.endswith("/@@check") for link in linked)
    for link in linked:
        assert head.session.get(link, timeout=60).status_code == 200, link
    with served.acting("jan.wojt"), pytest.raises(Forbidden):
        decide(entry, {key: ("false_alarm", "x")})
    settle("false_alarm")
    assert offered()
    served.unit["bip"].manage_permission("infostrada.site: Publish in bulletin", ["Manager"], acquire=0)
    transaction.commit()
    # Without the right the answer is the form to log in, or 403.
    assert not offered() and refused() in (200, 401, 403)
    transaction.begin()
    assert state_of(entry) == "draft"

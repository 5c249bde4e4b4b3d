"""Redaction of an entry's file: over REST, on the page without scripts, before and after publishing."""

from infostrada.core.errors import Forbidden
from infostrada.site.bip import operations
from infostrada.site.bip.gate.model import Box
from infostrada.site.bip.redaction.operations import Bar
from infostrada.site.bip.redaction.operations import public_name
from infostrada.site.bip.redaction.operations import redact_file
from infostrada.site.bip.redaction.operations import Wish
from infostrada.site.bip.scan import in_file
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import state_of
from tests.site.bip.gate import files
from tests.site.bip.test_bip_operations import DATA
from tests.site.bip.test_bip_pages import Browser
from tests.site.records.exchange import Client
from tests.site.records.world import PASSWORD

import pytest
import requests
import transaction


CONTENT = files.line(f"Decyzja dla Marii Kowalczyk, PESEL {files.PESEL}") + files.line(
    "Reszta jest jawna", y=600
)


def upload():
    return Upload("decyzja.pdf", files.saved(files.pdf(CONTENT)), "application/pdf")


@pytest.fixture
def draft(office, section):
    with office.acting("maria.bip"):
        return operations.draft_entry(section, DATA._replace(files=(upload(),)))


def keys(file, *kinds):
    return tuple(item.key for item in in_file(file) if item.kind in kinds)


def test_draft_gets_the_new_file(office, draft):
    (before,) = draft.files
    with office.acting("maria.bip"):
        made = redact_file(draft, before.sha256, Wish(keys(before, "pesel"), phrases=("Marii Kowalczyk",)))
        operations.publish_entry(draft)
    assert draft.files == (made,) and draft.file(before.sha256) is None
    assert made.filename == "decyzja-wersja-jawna.pdf"
    assert in_file(made) == []


def test_public_entry_hides_what_was_there(office, section):
    """BIP-04: the edition with personal data is hidden, its row in the log stays."""
    with office.acting("maria.bip"):
        entry = operations.draft_entry(section, DATA._replace(files=(upload(),)))
    with office.acting("jan.wojt"):
        operations.publish_entry(entry, "Nie zauważono danych")
        (before,) = entry.files
        with pytest.raises(InvalidData):
            redact_file(entry, before.sha256, Wish(keys(before, "pesel")))
        assert entry.files == (before,)
        redact_file(entry, before.sha256, Wish(keys(before, "pesel", "person")), "Dane osobowe w pliku")
    assert [edition.hidden for edition in entry.earlier] == [True]
    assert [change.action for change in entry.changes] == ["published", "changed"]
    assert state_of(entry) == "published" and in_file(entry.files[0]) == []


@pytest.mark.parametrize(
    ("wish", "reason"),
    [
        (Wish(("gone",)), "finding_gone"),
        (Wish(phrases=("Nie ma takich słów",)), "phrase_not_found"),
        (Wish(bars=(Bar(9, Box(1, 1, 5, 5)),)), "page_unknown"),
        (Wish(bars=(Bar(0, Box(1, 1, 5, 5)),)), "box_malformed"),
        (Wish(bars=(Bar(1, Box(1, 1, 1, 5)),)), "box_malformed"),
        (Wish(bars=(Bar(1, Box(1, 1, float("nan"), 5)),)), "box_malformed"),
    ],
)
def test_wrong_wishes_change_nothing(office, draft, wish, reason):
    (before,) = draft.files
    with office.acting("maria.bip"), pytest.raises(InvalidData) as caught:
        redact_file(draft, before.sha256, wish)
    assert caught.value.faults[0].reason == reason
    assert draft.files == (before,)


def test_only_the_bulletins_people(office, draft):
    with office.acting("anna.urbanista"), pytest.raises(Forbidden):
        redact_file(draft, draft.files[0].sha256, Wish())


def test_names_are_marked_once():
    assert (
        public_name("decyzja.pdf", "pdf")
        == public_name("decyzja-wersja-jawna.pdf", "pdf")
        == "decyzja-wersja-jawna.pdf"
    )


@pytest.fixture
def served_draft(served):
    with served.acting("maria.bip"):
        entry = operations.draft_entry(served.unit["bip"]["obwieszczenia"], DATA._replace(files=(upload(),)))
    transaction.commit()
    return entry


def test_editor_without_scripts(served, served_draft):
    editor = Browser(served_draft.absolute_url(), "maria.bip").open("/@@check")
    assert "numer PESEL" in editor.text and files.PESEL not in editor.text
    editor.open(editor.links("decyzja.pdf")[0])
    picture = editor.page.xpath("//figure//img")[0]
    shown = editor.session.get(picture.get("src"), timeout=60)
    assert shown.headers["Content-Type"] == "image/png" and shown.content.startswith(b"\x89PNG")
    assert picture.get("alt") == "Strona 1"
    form = next(form for form in editor.page.forms if form.get("id") == "redaction")
    data = {**dict(form.form_values()), "phrases": "Marii Kowalczyk"}
    editor._read(editor.session.post(form.action, data=data, timeout=60))
    assert editor.status == 200 and "@@check" in editor.url
    transaction.begin()
    assert [item.filename for item in served_draft.files] == ["decyzja-wersja-jawna.pdf"]
    assert in_file(served_draft.files[0]) == []
    assert Browser(served_draft.absolute_url()).open("/@@redact-page/x/1").status in (200, 401, 404)


def test_decisions_on_the_page(served, served_draft):
    editor = Browser(served_draft.absolute_url(), "maria.bip").open("/@@check")
    form = next(form for form in editor.page.forms if "form" in form.classes)
    token = form.fields["_authenticator"]
    nothing = editor.session.post(form.action, data={"_authenticator": token}, timeout=60)
    assert nothing.status_code == 400
    (key,) = keys(served_draft.files[0], "pesel")
    data = {"_authenticator": token, "keys:list": key, "verdict": "public", "reason": "Zgoda strony"}
    editor._read(editor.session.post(form.action, data=data, timeout=60))
    assert "Zgoda strony" in editor.text and "Wszystko rozstrzygnięto" in editor.text


def test_over_rest(functional, served_draft):
    (file,) = served_draft.files
    url = served_draft.absolute_url()
    base = functional["portal"].absolute_url()
    editor = Client(base, "maria.bip", PASSWORD, "bip")
    assert (
        requests.get(f"{url}/@findings", headers={"Accept": "application/json"}, timeout=60).status_code
        == 401
    )
    found = editor.send("GET", f"{url}/@findings", record="findings_get").json()
    assert found["open"] == 1
    key = next(item["key"] for item in found["items"] if item["kind"] == "pesel")
    decision = {"decisions": [{"key": key, "verdict": "public", "reason": "Zgoda strony"}]}
    assert editor.send("POST", f"{url}/@decisions", decision, record="decisions_post").json()["open"] == 0
    body = {"file": file.sha256, "findings": [key], "phrases": ["Marii Kowalczyk"]}
    made = editor.send("POST", f"{url}/@redactions", body, record="redactions_post")
    assert made.status_code == 201 and made.json()["filename"] == "decyzja-wersja-jawna.pdf"
    wrong = editor.send("POST", f"{url}/@redactions", {"file": file.sha256, "boxes": [{"page": "x"}]})
    assert wrong.status_code == 400
    assert editor.send("GET", f"{url}/@findings").json() == {"items": [], "open": 0}
    gone = editor.send("POST", f"{url}/@decisions", decision)
    assert gone.status_code == 400 and gone.json()["reason"] == "finding_gone"

"""Every act on a closed case, an accepted document or one in another's hands is refused, and nothing is changed."""

from exchange import Client
from exchange import FOLDER
from infostrada.core.openapi.found import found
from infostrada.site.records.cases.interfaces import ICase
from infostrada.site.records.documents.interfaces import IDocument
from infostrada.site.records.rest import ActService
from letters import make_matter
from world import make_office
from world import PASSWORD

import json
import pytest
import transaction


# What is done with a case after it was closed, and with a document after it was accepted.
OF_CLOSED_CASES = ("@case-end", "@continuation", "@reopening", "@ties")
OF_ACCEPTED_DOCUMENTS = ("@signatures", "@seal")


@pytest.fixture
def matter(site):
    made = make_matter(make_office(site))
    transaction.commit()
    return made


@pytest.fixture
def clerk(site):
    return Client(site.absolute_url(), "anna.urbanista", PASSWORD)


@pytest.fixture
def manager(site):
    return Client(site.absolute_url(), "piotr.kierownik", PASSWORD)


def acts(interface):
    """Names of the services that act on such records, with a body that was taken when an example was recorded."""
    for item in found():
        if item.context is interface and item.method == "POST" and issubclass(item.factory, ActService):
            yield from ((item.name, body) for body in _recorded(item.name))


def _recorded(name):
    for file in sorted((FOLDER / "records").glob("*.req")):
        head, _blank, body = file.read_text("utf-8").partition("\n\n")
        method, target, _version = head.splitlines()[0].split(" ", 2)
        answer = file.with_suffix(".resp").read_text("utf-8").split(" ", 2)[1]
        if method == "POST" and target.endswith(f"/{name}") and answer.startswith("2"):
            yield json.loads(body) if body.strip() else {}
            return


def address(client, obj):
    return f"{client.base}/{'/'.join(obj.getPhysicalPath()[2:])}"


def refused(client, obj, act, codes):
    """Whether the act is refused in one of these ways; says what was answered when not."""
    name, body = act
    answer = client.send("POST", f"{address(client, obj)}/{name}", body)
    return answer.status_code in codes or f"{name}: {answer.status_code} {answer.text[:300]}"


def test_no_act_of_an_open_case_is_done_on_a_closed_one(matter, clerk, manager):
    case = address(clerk, matter.case)
    assert (
        clerk.send("POST", f"{address(clerk, matter.draft)}/@acceptance", {"step": "cancel"}).status_code
        == 200
    )
    assert clerk.send("POST", f"{case}/@closing", {"decision": matter.decision.UID()}).status_code == 200
    assert manager.send("POST", f"{case}/@case-end", {}).status_code == 200
    walked = [act for act in acts(ICase) if act[0] not in OF_CLOSED_CASES]
    assert {"@clock", "@officer", "@participants", "@procedure", "@closing"} <= {
        name for name, _body in walked
    }
    shown = [manager.send("GET", f"{case}{part}").json() for part in ("", "/@participants", "/@clock")]
    for client in (clerk, manager):
        assert {refused(client, matter.case, act, {403, 409}) for act in walked} == {True}
    assert [
        manager.send("GET", f"{case}{part}").json() for part in ("", "/@participants", "/@clock")
    ] == shown


def test_no_act_changes_an_accepted_document(matter, clerk, manager):
    decision = address(clerk, matter.decision)
    walked = [act for act in acts(IDocument) if act[0] not in OF_ACCEPTED_DOCUMENTS]
    assert {"@versions", "@check-out", "@acceptance"} <= {name for name, _body in walked}
    shown = clerk.send("GET", decision).json()
    for client in (clerk, manager):
        assert {refused(client, matter.decision, act, {403, 409}) for act in walked} == {True}
    assert clerk.send("GET", decision).json() == shown


def test_no_act_changes_a_document_in_another_hand(matter, clerk, manager):
    draft = address(clerk, matter.draft)
    assert manager.send("POST", f"{draft}/@check-out", {}).status_code == 200
    shown = clerk.send("GET", draft).json()
    for act in acts(IDocument):
        codes = {423} if act[0] in ("@versions", "@check-out") else {403, 409, 423}
        assert refused(clerk, matter.draft, act, codes) is True
    assert clerk.send("GET", draft).json() == shown

"""A case closed with its sub-cases: everything against it first, then a job that can be killed."""

from exchange import Client
from infostrada.core.calendar import polish_today
from infostrada.core.jobs import runner
from infostrada.site.records.cases import tree
from infostrada.site.records.cases.chronicle import Chronicle
from infostrada.site.records.cases.chronicle import LEAF
from infostrada.site.records.cases.operations.ending import close_case
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.cases.papers import LARGE
from infostrada.site.records.cases.papers import mattering
from infostrada.site.records.cases.rules import Paper
from infostrada.site.records.cases.tree import close_tree
from infostrada.site.records.cases.tree import CloseTree
from infostrada.site.records.cases.tree import ending_of
from infostrada.site.records.cases.tree import size_of
from infostrada.site.records.cases.tree import tree_blockers
from infostrada.site.records.documents.content import Document
from infostrada.site.records.documents.operations import accept_document
from infostrada.site.records.documents.operations import add_document
from infostrada.site.records.documents.operations import Draft
from infostrada.site.records.problems import Blocked
from infostrada.site.records.store import file_object
from infostrada.site.records.tasks.operations import ask
from infostrada.site.records.tasks.rules import Order
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import state_of
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.uuid.interfaces import IUUID
from test_desk_pages import Browser
from types import SimpleNamespace
from world import PASSWORD

import pytest
import transaction


UNIT = "gmina-lipnowo"


def test_a_chronicle_is_a_list_that_only_grows():
    held, plain = Chronicle(), list(range(2 * LEAF + 3))
    assert (len(held), list(held)) == (0, [])
    for line in plain:
        held.append(line)
    assert (len(held), list(held)) == (len(plain), plain)
    assert (held[0], held[-1], held[LEAF], held[-2]) == (plain[0], plain[-1], LEAF, plain[-2])
    assert held[-5:] == plain[-5:] and held[LEAF - 1 : LEAF + 2] == plain[LEAF - 1 : LEAF + 2]
    with pytest.raises(IndexError):
        held[len(plain)]
    assert [len(leaf) for leaf in held.leaves] == [LEAF, LEAF, 3]


def planted(unit, depth=2, width=2):
    """A case with `width` sub-cases, each with as many, `depth` deep; its decision is accepted."""
    with api.env.adopt_user(username="anna.urbanista"):
        root = open_case(unit, Opening("Całość", "gp", "6730"))
        decision = add_document(root, Draft("Decyzja", "decyzja"), Upload("d.txt", b"d"))
        level = [root]
        for _depth in range(depth):
            level = [
                open_case(unit, Opening("Część", "gp", "6730", whole=whole))
                for whole in level
                for _number in range(width)
            ]
    with api.env.adopt_user(username="piotr.kierownik"):
        accept_document(decision)
    return root, decision, level


def test_blockers_of_the_whole_tree_come_first(office):
    root, decision, leaves = planted(office.unit)
    with office.acting("anna.urbanista"):
        draft = add_document(leaves[0], Draft("Projekt", "opinia"), Upload("p.txt", b"p"))
        task = ask(leaves[1], Order("piotr.kierownik", "do opinii"))
        assert size_of(root) == (6, 2)
        found = tree_blockers(root, ending_of(IUUID(decision), None))
        assert [(item.reason, item.uid, item.title) for item in found] == [
            ("document_not_final", IUUID(draft), f"{leaves[0].sign}: Projekt"),
            ("task_open", IUUID(task), f"{leaves[1].sign}: do opinii"),
        ]
        with pytest.raises(Blocked) as refused:
            close_tree(root, ending_of(None, None))
        assert [item.reason for item in refused.value.blockers] == [
            "decision_missing",
            "document_not_final",
            "task_open",
        ]
        with pytest.raises(Blocked) as alone:
            close_case(root, decision=IUUID(decision))
        assert [item.reason for item in alone.value.blockers] == ["part_open", "part_open"]


def test_a_killed_job_goes_on_and_settles_every_part_once(office, monkeypatch):
    monkeypatch.setattr(tree, "BATCH", 2)
    root, decision, leaves = planted(office.unit)
    params = {
        "case": IUUID(root),
        "decision": IUUID(decision),
        "settled_on": polish_today().isoformat(),
        "note": "x",
    }
    with office.acting("anna.urbanista"):
        first = CloseTree().run(SimpleNamespace(checkpoint=None), params)
        before = next(first)
        assert (before.done, before.total) == (2, 7)
        next(first)  # done, but its checkpoint is lost with the process
        del first
        again = list(CloseTree().run(SimpleNamespace(checkpoint=before.checkpoint), params))
        assert (again[-1].done, again[-1].total) == (7, 7)
    parts = [root, *leaves]
    assert {state_of(part) for part in parts} == {"settled"}
    assert [sum(step.action == "case_settled" for step in part.metryka) for part in parts] == [1] * 5
    assert leaves[0].decision_uid == IUUID(decision)
    assert leaves[0].resolution_note == f"x ({root.sign})"


def test_what_comes_up_meanwhile_stops_the_job(office, monkeypatch):
    monkeypatch.setattr(tree, "BATCH", 2)
    root, decision, leaves = planted(office.unit)
    params = {
        "case": IUUID(root),
        "decision": IUUID(decision),
        "settled_on": polish_today().isoformat(),
        "note": "",
    }
    with office.acting("anna.urbanista"):
        going = CloseTree().run(SimpleNamespace(checkpoint=None), params)
        next(going)
        still_open = next(leaf for leaf in leaves if state_of(leaf) != "settled")
        add_document(still_open, Draft("Nowe", "opinia"), Upload("n.txt", b"n"))
        with pytest.raises(Blocked):
            list(going)
    assert state_of(root) != "settled"


def test_documents_of_a_large_case_are_not_woken(office, monkeypatch):
    root, decision, _leaves = planted(office.unit, depth=0)
    wanted = mattering(root, IUUID(decision), polish_today())
    author = decision.author
    for _number in range(LARGE):
        made = Document(title="Załącznik")
        made.document_kind, made.versions, made.author = "opinia", decision.versions, author
        made.filed_at = decision.filed_at
        filed = file_object(root, made, "records_document")
        filed.workflow_history = decision.workflow_history.copy()
        filed.reindexObject()
    with monkeypatch.context() as patched:
        patched.setattr("infostrada.site.records.cases.papers.documents_of", None)
        found = mattering(root, IUUID(decision), polish_today())
    assert (
        wanted
        == found
        == [Paper(IUUID(decision), "Decyzja", "accepted", polish_today(), accepted_on=polish_today())]
    )
    with office.acting("anna.urbanista"):
        draft = add_document(root, Draft("Projekt", "opinia"), Upload("p.txt", b"p"))
        assert {paper.uid for paper in mattering(root, None, polish_today())} == {IUUID(draft)}


def test_by_browser_and_by_rest(site):
    root, decision, leaves = planted(site[UNIT], depth=1)
    transaction.commit()
    base = site.absolute_url()
    rest = Client(base, "anna.urbanista", PASSWORD)
    url = f"{root.absolute_url()}/@closing"
    seen = rest.send("GET", f"{url}?tree=1&decision={IUUID(decision)}", record="closing_tree_get").json()
    assert (seen["parts"], seen["documents"], seen["blockers"]) == (2, 1, [])
    refused = rest.send("POST", url, {"tree": True})
    assert (refused.status_code, refused.json()["blockers"][0]["reason"]) == (409, "decision_missing")
    body = {"tree": True, "decision": IUUID(decision), "note": "zakończono"}
    ordered = rest.send("POST", url, body, record="closing_tree_post")
    assert ordered.status_code == 202, ordered.text
    person = Browser(base, "anna.urbanista").open(root.absolute_url() + "/view")
    assert "sprawy podrzędne: 2" in person.text
    person.fill("close-tree", decision=IUUID(decision))
    assert person.answer.url.startswith(f"{base}/@@job/"), person.text[:900]
    while runner.run_next():
        pass
    transaction.begin()
    assert {state_of(part) for part in (root, *leaves)} == {"settled"}
    operator = Client(base, SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
    assert operator.send("GET", f"@jobs/{ordered.json()['job']}").json()["state"] == "done"

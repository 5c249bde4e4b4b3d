"""The end of large cases: a tree of 1,650 sub-cases with 18,000 documents, a case of 20,000 documents.

A large case goes into another class, too. The cases are opened by the operation a clerk uses; their documents are filed without events, but share one file and
one history, with rows of the product's own `row_of`. Building stops at a time limit and the figures then name what there was. The
tree is closed by the product's own worker; afterwards every case and a sample of objects are checked.
"""

from collections.abc import Iterator
from pathlib import Path
from tests.benchmarks.figure import Figure
from tests.live import Live
from tests.live import start
from tests.live import stop
from typing import Any

import json
import requests
import statistics
import subprocess
import sys
import tempfile
import time


RECORDS = Path(__file__).parents[1] / "site" / "records"
CASES, PAPERS, LARGE = 1_650, 18_000, 20_000
LIMIT, ENDING = 300, 900
PASSWORD = "Kancelaria-2026!"
BUILD = """
import json, sys, time, transaction
sys.path.insert(0, sys.argv[1])
from infostrada.core.record.row import row_of
from infostrada.core.record.writing import write_rows
from infostrada.core.server.plone import open_site
from infostrada.site.records.cases.operations.opening import open_case, Opening
from infostrada.site.records.documents.content import Document
from infostrada.site.records.documents.operations import accept_document, add_document, Draft
from infostrada.site.records.store import new_uid
from infostrada.site.records.upload import Upload
from plone import api
from plone.uuid.interfaces import ATTRIBUTE_NAME, IUUID
from world import make_office

cases, papers, large, limit = map(int, sys.argv[2:6])
until = time.monotonic() + limit

def fill(case, model, count):
    (workflow,) = api.portal.get_tool("portal_workflow").getWorkflowsFor(model)
    rows, sets = [], {}
    for number in range(count):
        made = Document(title=f"Dokument {number}")
        made.document_kind, made.versions, made.author = "opinia", model.versions, model.author
        made.filed_at, made.dated = model.filed_at, model.dated
        made.portal_type, made.id, made.__ac_local_roles__ = "records_document", new_uid(), {}
        setattr(made, ATTRIBUTE_NAME, made.id)
        case._setOb(made.id, made)
        filed = case._getOb(made.id)
        filed.workflow_history = model.workflow_history.copy()
        workflow.updateRoleMappingsFor(filed)
        rows.append(row_of(filed, sets))
    write_rows(rows, {row.uid for row in rows})

with open_site() as (app, portal):
    office = make_office(portal)
    with api.env.adopt_user(username="anna.urbanista"):
        whole = open_case(office.unit, Opening("Całość", "gp", "6730"))
        decision = add_document(whole, Draft("Decyzja", "decyzja"), Upload("d.txt", b"decyzja"))
        big = open_case(office.unit, Opening("Duża sprawa", "gp", "6730"))
    with api.env.adopt_user(username="piotr.kierownik"):
        accept_document(decision)
    transaction.commit()
    parts, filed, above = [], 0, whole
    while len(parts) < cases and time.monotonic() < until:
        with api.env.adopt_user(username="anna.urbanista"):
            for number in range(50):
                if len(parts) % 55 == 0:
                    above = whole
                part = open_case(office.unit, Opening("Część", "gp", "6730", whole=above))
                if len(parts) % 55 == 0:
                    above = part
                parts.append(IUUID(part))
                share = papers * len(parts) // cases - filed
                fill(part, decision, share)
                filed += share
                if len(parts) == cases:
                    break
        transaction.commit()
        portal._p_jar.cacheMinimize()
    heaped = 0
    while heaped < large and time.monotonic() < until + limit:
        fill(big, decision, 500)
        heaped += 500
        transaction.commit()
        portal._p_jar.cacheMinimize()
    print(json.dumps({"whole": whole.absolute_url_path(), "big": big.absolute_url_path(), "parts": len(parts),
        "papers": filed, "heaped": heaped, "decision": IUUID(decision)}))
"""
MOVE = """
import json, sys, time, transaction
sys.path.insert(0, sys.argv[1])
from infostrada.core.record.repair.compare import agreeing
from infostrada.core.record.row import row_of
from infostrada.core.server.plone import open_site
from infostrada.site.records.cases.content import documents_of
from infostrada.site.records.cases.operations.handing import hand_over
from infostrada.site.records.cases.reclassify import reclassify
from infostrada.site.units.lookup import structure_of, unit_of
from plone import api
from plone.uuid.interfaces import IUUID

def fresh(app):
    transaction.abort()
    app._p_jar.cacheMinimize()
    return app.unrestrictedTraverse(sys.argv[2].lstrip("/"))

with open_site() as (app, portal):
    with api.env.adopt_user(username="piotr.kierownik"):
        case, began = fresh(app), time.monotonic()
        reclassify(case, "6733", "pomiar")
        transaction.commit()
        moved = time.monotonic() - began
        case = fresh(app)
        (finance,) = [org.org_id for org in structure_of(unit_of(case)).objectValues() if getattr(org, "symbol", "") == "FN"]
        case, began = fresh(app), time.monotonic()
        hand_over(case, "anna.urbanista", "pomiar", finance)
        transaction.commit()
        given = time.monotonic() - began
        case = fresh(app)
        made = [row_of(document, {}) for document in documents_of(case)]
        right = len(agreeing(made))
        case, began = fresh(app), time.monotonic()
        for document in documents_of(case):
            # With an index named the documents are not said to have been modified: their rows alone are made anew.
            document.reindexObject(idxs=["Title"])
        transaction.commit()
        each = time.monotonic() - began
    print(json.dumps({"moved": moved, "given": given, "each": each, "made": len(made), "right": right}))
"""
MARKED = """
import json, sys
from infostrada.core.server.plone import open_site
from infostrada.core.sql import reader
OPEN = \"\"\"
    SELECT count(*) FROM core.record JOIN core.access_member AS member USING (access)
    WHERE record.type IN ('records_case', 'records_document') AND member.principal LIKE 'user:unit:%:head'
\"\"\"
with open_site():
    with reader() as connection:
        (marked,) = connection.execute("SELECT count(*) FROM site.case_listing WHERE special <> ''").fetchone()
        (seen,) = connection.execute(OPEN).fetchone()
    print(json.dumps({"marked": marked, "seen": seen}))
"""
CHECK = """
import json, sys
from infostrada.core.server.plone import open_site
from infostrada.core.sql import reader
from infostrada.site.records.find import record_at
from infostrada.site.records.workflow import state_of
with open_site() as (app, portal):
    with reader() as connection:
        states = dict(connection.execute(
            "SELECT state, count(*) FROM core.record WHERE type = 'records_case' GROUP BY state").fetchall())
        some = [uid for (uid,) in connection.execute(
            "SELECT uid FROM site.case_listing WHERE whole IS NOT NULL ORDER BY md5(uid) LIMIT 50")]
    objects = [record_at(uid) for uid in some]
    print(json.dumps({"states": states, "settled": sum(state_of(one) == "settled" for one in objects),
        "told": sum(one.metryka[-1].action == "case_settled" for one in objects), "sample": len(some)}))
"""


def measure() -> Iterator[Figure]:
    """Seconds to close the tree, milliseconds to give a task in a large case and to show it."""
    with tempfile.TemporaryDirectory(prefix="infostrada-bench-") as folder:
        Path(folder).chmod(0o755)
        live = start(Path(folder) / "var", "--profile", "bare")
        try:
            built = _script(live, BUILD, str(CASES), str(PAPERS), str(LARGE), str(LIMIT))
            session = _session(live)
            yield from _large(live, session, built)
            yield from _moved(live, built)
            yield from _tree(live, session, built)
            yield from _marked(live, session, built)
        finally:
            stop(live)


def _large(live: Live, session: requests.Session, built: dict[str, Any]) -> Iterator[Figure]:
    url, words = f"{live.url}{_path(built['big'])}", f"a case of {built['heaped']} documents"
    order = {"assignee": "piotr.kierownik", "disposition": "do opinii"}
    asked = [_timed(lambda: session.post(f"{url}/@tasks", json=order, timeout=120), 201) for _ in range(9)]
    shown = [
        _timed(lambda: session.get(f"{url}/view", headers={"Accept": "text/html"}, timeout=120))
        for _ in range(5)
    ]
    told = [_timed(lambda: session.get(url, timeout=120)) for _ in range(5)]
    yield Figure(f"dekretacja on {words}, median", statistics.median(asked), "s", 0.5, 0.2)
    yield Figure(f"  page of {words}, median", statistics.median(shown), "s")
    yield Figure(f"  JSON of {words}, median", statistics.median(told), "s")


def _moved(live: Live, built: dict[str, Any]) -> Iterator[Figure]:
    """A large case goes into another class; against its documents made anew one by one, as it was done before."""
    words, found = f"a case of {built['heaped']} documents", _script(live, MOVE, built["big"])
    assert found["right"] == found["made"] == built["heaped"], found
    yield Figure(f"moving {words} to another class", found["moved"], "s")
    yield Figure(f"giving {words} to another department", found["given"], "s")
    yield Figure("  its documents made anew one by one", found["each"], "s")


def _tree(live: Live, session: requests.Session, built: dict[str, Any]) -> Iterator[Figure]:
    url = f"{live.url}{_path(built['whole'])}/@closing"
    words = f"{built['parts']} sub-cases, {built['papers']} documents"
    seen = _timed(lambda: session.get(f"{url}?tree=1&decision={built['decision']}", timeout=120))
    began = time.monotonic()
    ordered = session.post(url, json={"tree": True, "decision": built["decision"]}, timeout=120)
    assert ordered.status_code == 202, ordered.text
    seconds = _worked(live, session, ordered.json()["job"], began)
    found = _script(live, CHECK)
    assert found["states"]["settled"] == built["parts"] + 1, found
    assert found["settled"] == found["told"] == found["sample"], found
    yield Figure(f"closing a tree of {words}", seconds, "s", 180, 60)
    yield Figure("  everything against closing it", seen, "s")


def _marked(live: Live, session: requests.Session, built: dict[str, Any]) -> Iterator[Figure]:
    """Both cases hold special categories of data from now on: nobody else's lists show them, their parts and documents."""
    order = {"act": "mark", "kinds": ["health"], "reason": "pomiar"}
    large = f"{live.url}{_path(built['big'])}/@special-data"
    yield Figure(
        f"marking a case of {built['heaped']} documents as special",
        _timed(lambda: session.post(large, json=order, timeout=120)),
        "s",
    )
    began = time.monotonic()
    answer = session.post(f"{live.url}{_path(built['whole'])}/@special-data", json=order, timeout=120)
    assert answer.status_code == 200, answer.text
    at_once = time.monotonic() - began
    seconds = _worked(live, session, answer.json()["job"], began)
    found = _script(live, MARKED)
    # The old sign of the case that went to another class is a row of its own, not marked.
    assert (found["marked"], found["seen"]) == (built["parts"] + 2, 1), found
    words = f"{built['parts']} sub-cases, {built['papers']} documents"
    yield Figure(f"marking a tree of {words} as special", seconds, "s")
    yield Figure("  until the whole case itself is closed to other posts", at_once, "s")


def _worked(live: Live, session: requests.Session, job: str, began: float) -> float:
    """Seconds since `began` until the product's own worker had done the job."""
    url, state = f"{live.url}/@jobs/{job}", "queued"
    while state in ("queued", "running") and time.monotonic() - began < ENDING:
        state = session.get(url, timeout=60).json()["state"]
        time.sleep(0.5)
    assert state == "done", session.get(url, timeout=60).text
    return time.monotonic() - began


def _timed(send: Any, status: int = 200) -> float:
    began = time.monotonic()
    answer = send()
    taken = time.monotonic() - began
    assert answer.status_code == status, answer.text[:2000]
    return taken


def _path(path: str) -> str:
    """Path of an object below the site, which is served at the root."""
    return "/" + path.lstrip("/").partition("/")[2]


def _session(live: Live) -> requests.Session:
    session = requests.Session()
    session.headers["Accept"] = "application/json"
    login = {"login": "anna.urbanista", "password": PASSWORD}
    token = session.post(f"{live.url}/@login", json=login, timeout=60).json()["token"]
    session.headers["Authorization"] = f"Bearer {token}"
    return session


def _script(live: Live, text: str, *words: str) -> Any:
    command = [sys.executable, "-W", "ignore", "-c", text, str(RECORDS), *words]
    done = subprocess.run(command, env=live.env, capture_output=True, text=True, check=False, timeout=2_000)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])

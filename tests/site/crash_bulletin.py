"""What the crash test of the bulletin does inside the site: run as a program beside it.

One process loads the product once and forks a child for each kill, before any connection is opened: starting Plone
twenty times would take minutes and prove nothing more.
"""

from datetime import date
from infostrada.core.journal.compensation import compensate
from infostrada.core.journal.repository import serials
from infostrada.core.record.repair.reconcile import reconcile
from infostrada.core.server.plone import open_site
from infostrada.site.bip import log
from infostrada.site.bip.chain.rules import verify
from infostrada.site.bip.operations import draft_entry
from infostrada.site.bip.operations import EntryData
from infostrada.site.bip.operations import open_bulletin
from infostrada.site.bip.operations import publish_entry
from infostrada.site.bip.registers.imports import job
from infostrada.site.bip.registers.imports import store
from infostrada.site.bip.registers.kinds import KINDS
from infostrada.site.bip.registers.rows import counted
from infostrada.site.bip.registers.rows import public_rows
from infostrada.site.records.workflow import state_of
from infostrada.site.units import operations as units
from tests.core.crash.writer import die
from tests.core.crash.writer import POINTS
from tests.core.crash.writer import Shot
from tests.warm import load

import json
import os
import signal
import sys
import transaction


UNIT = "gmina-upadkow"
BATCH = 6
ROUNDS = int(sys.argv[1]) if __name__ == "__main__" else 0
# Every second round a batch is kept and every sixth dies after its commit: the import outlives all rounds.
ROWS = BATCH * (ROUNDS * 3 // 4 + 1)
KILLED = "killed"
SHEET = "Numer;Data zawarcia;Miejsce zawarcia;Strony;Przedmiot;Wartość (zł)\n" + "".join(
    f"{n}/2026;{date(2026, 1 + n % 12, 1 + n % 28)};Lipnowo;Gmina, Firma {n};Dostawa {n};{n},50\n"
    for n in range(ROWS)
)


def prepare(site):
    """A bulletin with drafts to publish and a file to import, checked already."""
    unit = units.create_unit(site, units.UnitData(UNIT, "Gmina Upadków", "commune"))
    units.open_unit(unit)
    section = open_bulletin(unit)["obwieszczenia"]
    for number in range(ROUNDS):
        draft_entry(section, EntryData(f"Wpis {number}", "information", "Urząd", date(2026, 11, 2)))
    options = {"author": "Skarbnik", "publish": True, "dry_run": False}
    number = store.put(UNIT, "contract", "umowy.csv", SHEET.encode(), options, "test")
    transaction.commit()
    state = {"stage": "checking", "made": 0}
    job.check(store.get(number, UNIT), section.aq_parent["umowy"], state)
    transaction.commit()
    assert state["stage"] == "making"
    return {"import": str(number), "state": state}


def publish(site, number, point):
    """Publish one draft and be shot at the named point of its commit."""
    entry = sorted(site[UNIT]["bip"]["obwieszczenia"].objectValues(), key=lambda each: each.title)[number]
    if state_of(entry) == "draft":
        publish_entry(entry)
        shoot(point)


def go_on(site, told, point, batch):
    """Take the import up as a worker does after a kill, and be shot at a point of a batch."""
    known = store.get(told["import"], UNIT)
    state = {**told["state"], "made": known.made_count}
    section = site[UNIT]["bip"]["umowy"]
    for count, _progress in enumerate(job.make(known, section, state, resumed=True)):
        if count == batch:
            shoot(point)
        transaction.commit()


def shoot(point):
    if POINTS[point] is None:
        die()
    transaction.get().join(Shot(*POINTS[point]))
    transaction.commit()


def seen(site, number):
    """What a visitor sees of the register after a kill: all entries, or none."""
    known = store.get(number, UNIT)
    return {"state": known.state, "listed": counted(KINDS["contract"], UNIT)}


def settle(site):
    """Repair the index and answer lost commits as the worker does, then say what both stores hold."""
    compensate(serials(site.getPhysicalRoot()), patience=-1)
    transaction.commit()
    for _report in reconcile(site, grace=0):
        pass
    transaction.commit()
    bulletin = site[UNIT]["bip"]
    entries = list(bulletin["obwieszczenia"].objectValues())
    contracts = list(bulletin["umowy"].objectValues())
    listed = list(public_rows(KINDS["contract"], UNIT))
    newest = {}
    for row in log.whole(UNIT):
        newest[row["uid"]] = row["action"]
    return {
        "published": [state_of(entry) == "published" for entry in entries],
        "logged": [newest.get(entry.UID()) == "published" for entry in entries],
        "whole": all(_whole(entry) for entry in (*entries, *contracts)),
        "numbers": sorted(int(entry.particulars["number"].split("/")[0]) for entry in contracts),
        "listed": sorted(int(row.number.split("/")[0]) for row in listed),
        "log": verify(log.whole(UNIT)).fault,
        "told": sorted(newest[entry.UID()] == "published" for entry in contracts),
    }


def _whole(entry):
    """Published with everything that belongs to it, or a draft with nothing of it."""
    visible = any(
        role["name"] == "Anonymous" and role["selected"] for role in entry.rolesOfPermission("View")
    )
    told = (entry.published_at is not None, entry.published_by is not None, bool(entry.changes), visible)
    return set(told) == {state_of(entry) == "published"}


def child(act, *given):
    """Do something in a process of its own; returns what it says, or `KILLED`."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        with open_site() as (_app, site):
            said = act(site, *given)
        os.write(writing, json.dumps(said).encode())
        os.close(writing)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        said = pipe.read()
    _pid, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL, status
        return KILLED
    assert os.WEXITSTATUS(status) == 0, status
    return json.loads(said)


def main():
    """Kills while entries are published, as many while a register is imported; prints what was left."""
    load()
    job.BATCH = BATCH
    told = child(prepare)
    points = list(POINTS)
    killed = [child(publish, number, points[number % len(points)]) for number in range(ROUNDS)]
    shown, died, number = set(), [], 0
    while (known := child(seen, told["import"]))["state"] != "done":
        shown.add(known["listed"])
        # After the kills nobody shoots any more.
        batch = number % 2 if number < ROUNDS else ROWS
        died.append(child(go_on, told, points[number % len(points)], batch))
        number += 1
    counts = {"killed": killed.count(KILLED), "died": died.count(KILLED), "shown": sorted(shown)}
    print(json.dumps({**counts, "rounds": ROUNDS, "rows": ROWS, **child(settle)}))


def check(left):
    """Nothing is left by half: both stores and the public log say the same of every entry."""
    rounds, numbers = left["rounds"], list(range(left["rows"]))
    assert (left["killed"], left["died"]) == (rounds, rounds)
    assert left["published"] == left["logged"]
    # Only the last point lies behind both commits.
    assert left["published"] == [number % len(POINTS) == len(POINTS) - 1 for number in range(rounds)]
    assert left["whole"] and left["log"] == ""
    assert left["shown"] == [0]
    assert left["numbers"] == left["listed"] == numbers
    assert left["told"] == [True] * len(numbers)


if __name__ == "__main__":
    main()

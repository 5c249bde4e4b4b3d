"""What the crash test of a bundle's import does inside the site: run as a program beside it, a child for each kill.

An office with letters, a case and a document of two versions goes into a new office under new identifiers.
Each child takes the import up as the worker's job and the command do and is shot at a named point of a batch.
"""

from collections import Counter
from infostrada.core import numbers
from infostrada.core.config import settings
from infostrada.core.journal.compensation import compensate
from infostrada.core.journal.repository import serials
from infostrada.core.journal.sealer import seal
from infostrada.core.journal.verifier import verify
from infostrada.core.record.repair.reconcile import reconcile
from infostrada.core.record.sql import rows
from infostrada.site.records.bundle import importing
from infostrada.site.records.bundle.archive import open_bundle
from infostrada.site.records.bundle.checking import check as lines_of
from infostrada.site.records.bundle.exporting import export
from infostrada.site.records.bundle.target import Target
from infostrada.site.records.cases.metryka import metryka
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.deed import deed
from infostrada.site.records.documents.operations import add_document
from infostrada.site.records.documents.operations import Draft
from infostrada.site.records.documents.operations import new_version
from infostrada.site.records.find import record_at
from infostrada.site.records.upload import Upload
from infostrada.site.units import operations as units
from infostrada.site.units.lookup import structure_of
from pathlib import Path
from tests.core.crash.writer import POINTS
from tests.site.crash_bulletin import child
from tests.site.crash_bulletin import KILLED
from tests.site.crash_bulletin import shoot
from tests.site.records.world import LETTER
from tests.site.records.world import make_office
from tests.warm import load

import io
import json
import psycopg
import sys
import tempfile
import transaction


LETTERS_OF = "SELECT uid FROM core.record WHERE unit = %(unit)s AND type = 'records_letter'"
UNIT, FROM = "gmina-paczek", "gmina-zrodlo"
BATCH = 2
ROUNDS = int(sys.argv[1]) if __name__ == "__main__" else 0
# Half of the rounds keep a batch and a sixth die behind their commit: the letters outlive all rounds.
LETTERS = BATCH * (ROUNDS * 3 // 4 + 2)
BROUGHT = """
    SELECT uid FROM core.journal AS brought
    WHERE unit = %(unit)s AND action = 'records.bundle.record' AND NOT EXISTS (
        SELECT FROM core.journal AS lost
        WHERE lost.action = 'journal.commit_lost' AND lost.data ->> 'key' = CAST(brought.key AS text))
"""
COUNTED = (
    "SELECT type, count(*) AS made FROM core.record WHERE unit = %(unit)s AND type LIKE 'records%%'"
    " AND type NOT IN ('records_store', 'records_desk', 'records_plan') GROUP BY type"
)


def prepare(site, path):
    """The office the records come from, its bundle in a file, and the empty office they go to."""
    office = make_office(site, FROM, people=False)
    case = open_case(office.unit, Opening("Warunki zabudowy", "gp", "6730", term="inquiry"))
    decision = add_document(case, Draft("Decyzja", "decyzja"), Upload("decyzja.txt", b"pierwsza"))
    new_version(decision, Upload("decyzja.txt", b"druga"), comment="poprawka")
    for number in range(LETTERS):
        register_letter(
            office.unit, {**LETTER, "title": f"Pismo {number}"}, [Upload("a.txt", f"treść {number}".encode())]
        )
    unit = units.create_unit(site, units.UnitData(UNIT, "Gmina Paczek", "commune"))
    units.create_org(structure_of(unit), title="Planowanie", symbol="GP")
    transaction.commit()
    with Path(path).open("wb") as out:
        export(office.unit, out)
    with Path(path).open("rb") as file:
        refused = [line for line in lines_of(open_bundle(file), _target(site)) if line.action == "refused"]
    assert refused == [], refused
    return {"case": case.UID(), "steps": len(metryka(case)), "made": _counted(FROM)}


def _target(site):
    return Target(site[UNIT], uids="map")


def _counted(unit):
    return {row["type"]: row["made"] for row in rows(COUNTED, {"unit": unit})}


def go_on(site, path, point, batch):
    """Take the import up and be shot at a point of its next batch but `batch`; says what it made to its end."""
    importing.BATCH = BATCH
    made = kept = 0
    with Path(path).open("rb") as file:
        for step in importing.run(open_bundle(file), _target(site), deed(site[UNIT])):
            if step.records > made:
                if point is not None and kept == batch:
                    shoot(point)
                kept += 1
            made = step.records
            transaction.commit()
    return made


def finish(site, path, told):
    """Import to the end, import once more, repair what the worker repairs; say what both stores hold then."""
    end, once_more = go_on(site, path, None, 0), go_on(site, path, None, 0)
    compensate(serials(site.getPhysicalRoot()), patience=-1)
    transaction.commit()
    chain = _chain()
    for _report in reconcile(site, grace=0):
        pass
    transaction.begin()
    case = record_at(_target(site).uid(told["case"]))
    found = rows(LETTERS_OF, {"unit": UNIT})
    letters = [record_at(row["uid"]) for row in found]
    series = numbers.Series(UNIT, "rpw", letters[0].year)
    return {
        "end": end,
        "once_more": once_more,
        "made": _counted(UNIT),
        "steps": len(metryka(case)),
        "gaps": numbers.gaps(series),
        "register": sorted(row.value for row in numbers.register(series) if row.state != "cancelled"),
        "letters": sorted(letter.number for letter in letters),
        "texts": sorted(file.data.decode() for letter in letters for file in letter.files),
        "exported": {name: member["lines"] for name, member in _exported(site).items()},
        "chain": chain,
        "journal": _journal(),
    }


def _chain():
    """Is the office's journal sealed to its end and sound?"""
    with psycopg.connect(settings().conninfo, autocommit=True) as connection:
        seal(connection)
        (found,) = verify(connection, UNIT)
    return {"sound": found.sound, "unsealed": len(found.unsealed), "rows": found.rows > 0}


def _journal():
    """How often the journal says that a record was brought over, rows of lost commits left out: once each."""
    counted = Counter(row["uid"] for row in rows(BROUGHT, {"unit": UNIT}))
    return {"records": len(counted), "most": max(counted.values())}


def _exported(site):
    out = io.BytesIO()
    export(site[UNIT], out)
    return open_bundle(out).manifest["members"]


def main():
    """Kill the import again and again, let it end, print what was left."""
    load()
    with tempfile.NamedTemporaryFile(suffix=".zip") as file:
        told = child(prepare, file.name)
        points = list(POINTS)[::-1]
        said = [child(go_on, file.name, points[n % len(points)], n % 2) for n in range(ROUNDS)]
        left = child(finish, file.name, told)
    died = Counter(map(str, said))[KILLED]
    print(json.dumps({**left, "died": died, "rounds": ROUNDS, "before": told}))


def check(left):
    """Everything came over once: records, numbers, files and the metryka; a further import makes nothing."""
    before = left["before"]
    assert left["died"] == left["rounds"]
    assert left["end"] > 0, "the import had ended before the last kill"
    assert left["once_more"] == 0
    assert left["made"] == before["made"]
    assert left["steps"] == before["steps"]
    assert left["gaps"] == []
    assert left["chain"] == {"sound": True, "unsealed": 0, "rows": True}
    # With the plan, which the new office lacked.
    assert left["journal"] == {"records": sum(before["made"].values()) + 1, "most": 1}
    assert left["register"] == left["letters"] == list(range(1, len(left["letters"]) + 1))
    assert left["texts"] == sorted(f"treść {number}" for number in range(len(left["letters"])))
    assert left["exported"]["letters"] == len(left["letters"])
    assert (left["exported"]["cases"], left["exported"]["documents"]) == (1, 1)


if __name__ == "__main__":
    main()

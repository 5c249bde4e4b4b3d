"""Imports of a register: rows checked, entries made and published; and a sheet of 10,000 rows in which some are wrong."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tests import live
from tests.benchmarks.figure import Figure
from typing import Any

import io
import json
import os
import subprocess
import sys
import tempfile
import time
import transaction


ROWS = int(os.environ.get("REGISTER_ROWS", "2000"))
WRONG_ROWS = int(os.environ.get("REGISTER_WRONG", "10000"))
HEADING = ["Numer", "Data zawarcia", "Miejsce zawarcia", "Strony", "Przedmiot", "Wartość (zł)"]
UNIT = os.environ.get("REGISTER_UNIT", "gmina-rejestr")


def measure() -> Iterator[Figure]:
    """Entries a second in a site of its own, the worker and Zope beside it."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        running = live.start(Path(folder) / "var", "--profile", "bare")
        try:
            words = [sys.executable, "-m", "tests.benchmarks.bench_registers"]
            done = subprocess.run(
                words, env=running.env, cwd=live.TOP, capture_output=True, text=True, check=True
            )
            found = json.loads(done.stdout.splitlines()[-1])
        finally:
            live.stop(running)
    yield Figure("register import, published entries", found["entries"], "/s", must=100, more=True)
    yield Figure(
        "register import, published entries per CPU second of the worker", found["cpu"], "/s", more=True
    )
    yield Figure("register import, rows checked", found["checked"], "/s", must=100, more=True)
    yield Figure(f"report of {WRONG_ROWS} rows with {found['faults']} faults", found["report"], "s")


def carry_out() -> dict[str, float]:
    """Import a right file and a wrong one; every promise is checked afterwards."""
    from infostrada.core.server.plone import open_site
    from infostrada.site.bip.chain.rules import verify
    from infostrada.site.bip.log import whole
    from infostrada.site.bip.registers.imports import store
    from infostrada.site.bip.registers.kinds import KINDS
    from infostrada.site.bip.registers.rows import counted

    with open_site() as (_app, site):
        section = _bulletin(site)["umowy"]
        transaction.commit()
        right = [_row(n) for n in range(ROWS)]
        checked, made, spent = _import(section, right)
        contracts = KINDS["contract"]
        assert counted(contracts, UNIT) == ROWS == len(section)
        assert verify(whole(UNIT))[0] == ROWS
        wrong = [_row(n + ROWS) for n in range(WRONG_ROWS)]
        for n in range(0, WRONG_ROWS, 100):
            wrong[n][5] = "dużo"
        began = time.monotonic()
        number = _put(section, wrong)
        state = _check(section, number)
        report = time.monotonic() - began
        assert state["stage"] == "refused" and len(section) == ROWS and counted(contracts, UNIT) == ROWS
        faults = store.faults(number)
        assert [fault.line for fault in faults] == list(range(2, WRONG_ROWS + 2, 100))
    return {
        "entries": ROWS / made,
        "cpu": ROWS / spent,
        "checked": ROWS / checked,
        "report": report,
        "faults": len(faults),
    }


def _bulletin(site: Any) -> Any:
    from infostrada.site.bip.operations import open_bulletin
    from infostrada.site.units import operations as units

    unit = units.create_unit(site, units.UnitData(UNIT, "Gmina Rejestr", "commune"))
    units.open_unit(unit)
    return open_bulletin(unit)


def _row(n: int) -> list[Any]:
    day = date(2026, 1 + n % 12, 1 + n % 28)
    return [
        f"{n}/2026",
        day,
        "Lipnowo",
        f"Gmina Lipnowo, Firma Budowlana {n}",
        f"Dostawa materiałów {n}",
        n * 1.5,
    ]


def _put(section: Any, rows: list[list[Any]]) -> Any:
    from infostrada.site.bip.registers.imports import store
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Umowy")
    for row in (HEADING, *rows):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    options = {"author": "Skarbnik", "publish": True, "dry_run": False}
    number = store.put(UNIT, "contract", "umowy.xlsx", out.getvalue(), options, "bench")
    transaction.commit()
    return number


def _check(section: Any, number: Any) -> dict[str, Any]:
    from infostrada.site.bip.registers.imports import store
    from infostrada.site.bip.registers.imports.job import check

    state: dict[str, Any] = {"stage": "checking", "made": 0}
    check(store.get(number, UNIT), section, state)
    transaction.commit()
    return state


def _import(section: Any, rows: list[list[Any]]) -> tuple[float, float, float]:
    from infostrada.site.bip.registers.imports import store
    from infostrada.site.bip.registers.imports.job import make

    number = _put(section, rows)
    began = time.monotonic()
    state = _check(section, number)
    checked = time.monotonic() - began
    began, busy = time.monotonic(), time.process_time()
    for _progress in make(store.get(number, UNIT), section, state, resumed=False):
        transaction.commit()
    return checked, time.monotonic() - began, time.process_time() - busy


if __name__ == "__main__":
    os.environ.setdefault("PYTHONWARNINGS", "ignore")
    if profile := os.environ.get("REGISTER_PROFILE"):
        import cProfile

        with cProfile.Profile(time.process_time) as taken:
            told = carry_out()
        taken.dump_stats(profile)
    else:
        told = carry_out()
    print(json.dumps(told))

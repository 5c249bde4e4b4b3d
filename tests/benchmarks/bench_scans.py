"""A scan of 2 GB laid into an office's intake folder: refused at the usual limit, taken when the limit allows it.

The batch is a PDF with the label of a letter on each page and a picture of 10 MB behind every label, drawn like a page of
a scanner. What counts is the memory of the worker that takes it in (proc(5), VmHWM) beside what it had before, that of the
process it lets read the barcodes, and that the letter then has the very bytes. Smaller for a quick look: INFOSTRADA_BENCH_SCAN=200 (megabytes).
"""

from collections.abc import Iterator
from infostrada.site.records.correspondence.labels import code_of
from infostrada.site.records.correspondence.labels import Label
from infostrada.site.records.correspondence.labels import labels_pdf
from pathlib import Path
from tests.benchmarks.bench_objects import logged_in
from tests.benchmarks.figure import Figure
from tests.live import Live
from tests.live import start
from tests.live import stop
from typing import Any

import hashlib
import os
import pypdfium2
import subprocess
import sys
import tempfile
import time


MEGABYTES = int(os.environ.get("INFOSTRADA_BENCH_SCAN", "2048"))
PICTURE, GROWTH, CHILD, PATIENCE = 10, 200, 400, 1_500
# Noise a barcode reader takes for white paper, that no compression makes much smaller.
PAPER = bytes(0xF0 | value for value in range(256))
UNIT, REGISTRAR = "gmina-lipnowo", "ewa.kancelaria"
RECORDS = Path(__file__).parents[1] / "site" / "records"
SETUP = """
import sys, transaction
sys.path.insert(0, sys.argv[1])
from infostrada.core.server.plone import open_site
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.scanning.settings import keep_watch, Watch
from plone import api
from world import LETTER, make_office
with open_site() as (app, portal):
    office = make_office(portal)
    with api.env.adopt_user(username="ewa.kancelaria"):
        print(register_letter(office.unit, LETTER, []).year)
    with api.env.adopt_roles(["Manager"]):
        keep_watch(office.unit, Watch("lipnowo"))
    transaction.commit()
"""
LIMIT = """
import sys, transaction
from infostrada.core.server.plone import open_site
from plone import api
with open_site() as (app, portal):
    api.portal.set_registry_record("infostrada.security.upload_limit", int(sys.argv[2]))
    transaction.commit()
"""


def measure() -> Iterator[Figure]:
    """Seconds and megabytes of the worker, at the usual limit and above it."""
    with tempfile.TemporaryDirectory(prefix="infostrada-bench-") as folder:
        Path(folder).chmod(0o755)
        live = start(Path(folder) / "var", "--profile", "bare")
        try:
            year = int(_script(live, SETUP).split()[-1])
            session = logged_in(live.url, REGISTRAR)
            for limit, reason in ((0, "file_too_large"), (2 * MEGABYTES, "")):
                if limit:
                    _script(live, LIMIT, str(limit))
                elif MEGABYTES * 10**6 < 600 * 10**6:
                    continue
                yield from _taken(live, session, year, reason)
        finally:
            stop(live)


def _taken(live: Live, session: Any, year: int, reason: str) -> Iterator[Figure]:
    folder = live.settings.var / "intake" / "lipnowo"
    file = folder / ".paczka.pdf"
    size = _write(file, year)
    before, child = _memory(live), 0.0
    began = time.monotonic()
    file.rename(folder / "paczka.pdf")
    while not (found := session.get(f"{live.url}/{UNIT}/@scans", timeout=120).json()["batches"]) or (
        found[0]["reason"] != reason
    ):
        assert time.monotonic() - began < PATIENCE, found
        child = max(child, _child(live))
        time.sleep(0.5)
    seconds, after = time.monotonic() - began, _memory(live)
    (letter,) = session.get(f"{live.url}/{UNIT}/@letters", timeout=120).json()["items"]
    files = session.get(letter["@id"], timeout=120).json()["files"]
    words = f"a scan of {size / 2**20:,.0f} MB {'refused' if reason else 'given to its letter'}"
    if reason:
        assert files == []
    else:
        digest = hashlib.sha256()
        with session.get(files[0]["download"], stream=True, timeout=600) as answer:
            for piece in answer.iter_content(1 << 20):
                digest.update(piece)
        assert digest.hexdigest() == files[0]["sha256"] and files[0]["size"] > MEGABYTES * 10**6 // 3
    yield Figure(f"{words}, seconds on the clock", seconds, "s")
    yield Figure("  memory the worker took for it", max(0.0, after - before), "MB", GROWTH)
    if child:
        yield Figure("  memory of the process that read it, all of it", child, "MB", CHILD)


def _write(file: Path, year: int) -> int:
    """A batch of so many megabytes, written in pieces: every page has the label, drawn, and a picture of its own."""
    sticker = labels_pdf([Label("Gmina Lipnowo", f"RPW 1/{year}", code_of("RPW", 1, year, UNIT))])
    drawn = pypdfium2.PdfDocument(sticker)[0].render(scale=200 / 72, grayscale=True).to_pil()
    pages, size = max(1, MEGABYTES // PICTURE), PICTURE * 2**20
    gray = "/Type/XObject/Subtype/Image/ColorSpace/DeviceGray/BitsPerComponent 8"
    places: list[int] = []
    with file.open("wb") as out:

        def put(head: str, stream: bytes | None = None) -> None:
            places.append(out.tell())
            length = "" if stream is None else f"/Length {len(stream)}"
            out.write(f"{len(places)} 0 obj\n<<{head}{length}>>\n".encode())
            if stream is not None:
                out.write(b"stream\n" + stream + b"\nendstream\n")
            out.write(b"endobj\n")

        out.write(b"%PDF-1.4\n")
        put("/Type/Catalog/Pages 2 0 R")
        put(f"/Type/Pages/Kids[{' '.join(f'{5 + 2 * n} 0 R' for n in range(pages))}]/Count {pages}")
        put(f"{gray}/Width {drawn.width}/Height {drawn.height}", drawn.tobytes())
        put("", b"q 595 0 0 842 0 0 cm /Picture Do Q q 252 0 0 102 283 708 cm /Label Do Q")
        for number in range(pages):
            resources = f"/Resources<</XObject<</Label 3 0 R/Picture {6 + 2 * number} 0 R>>>>"
            put(f"/Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R{resources}")
            put(f"{gray}/Width 1024/Height {size // 1024}", os.urandom(size).translate(PAPER))
        table = out.tell()
        out.write(f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode())
        out.writelines(f"{place:010d} 00000 n \n".encode() for place in places)
        out.write(f"trailer<</Root 1 0 R/Size {len(places) + 1}>>\nstartxref\n{table}\n%%EOF".encode())
    return file.stat().st_size


def _memory(live: Live) -> float:
    """The worker's highest resident set in megabytes so far."""
    return _highest(_worker(live))


def _child(live: Live) -> float:
    """That of the process it lets read a batch; 0 while there is none."""
    task = Path(f"/proc/{_worker(live)}/task")
    children = [pid for each in task.glob("*/children") for pid in each.read_text().split()]
    return max((_highest(pid) for pid in children if _is_reader(pid)), default=0.0)


def _is_reader(pid: str) -> bool:
    try:
        return b"scanning.child" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def _worker(live: Live) -> str:
    return (live.settings.var / "run" / "worker.process").read_text().split()[0]


def _highest(pid: str) -> float:
    try:
        lines = [line.split() for line in Path(f"/proc/{pid}/status").read_text().splitlines()]
    except OSError:
        return 0.0
    return next((int(line[1]) * 1024 / 1e6 for line in lines if line[0] == "VmHWM:"), 0.0)


def _script(live: Live, text: str, *words: str) -> str:
    command = [sys.executable, "-W", "ignore", "-c", text, str(RECORDS), *words]
    done = subprocess.run(command, env=live.env, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout

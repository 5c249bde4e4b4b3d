"""What a thief of everything finds: a backup taken during the vote, opened after the certification, and every page.

`plundered` takes a vote as it stands (dump, write-ahead log, files beside the database), lets the commission certify it
and then tries to open what was taken with all that is left: every piece of the commission, the installation's secret,
every key file. The same attempt before the certification opens a ballot, so the attempt is a real one.
"""

from collections.abc import Iterator
from infostrada.core.cluster.programs import client
from infostrada.site.participation.budget.voting import envelope
from infostrada.site.participation.budget.voting import shares
from pathlib import Path
from tests.benchmarks.figure import Figure
from tests.live import Live
from typing import Any
from urllib.parse import urlencode

import json
import re
import requests
import shutil
import subprocess
import sys


# A person nobody else in the data resembles; the PESEL is the example of the register's own page.
PESEL, SURNAME, STREET = "44051401359", "Niepowtarzalska", "Zaułek Jedyny 77"
WHO = {
    "step": "who", "method": "pesel", "given_name": "Kunegunda", "surname": SURNAME, "pesel": PESEL, "statement": "1",
}  # fmt: skip
NEEDLES = (PESEL, SURNAME, SURNAME.lower(), STREET, '"choices"', '"proof"')
PAGES = (
    "", "@@vote", "@@receipt", "@@commission", "@@paper", "@@terms.json", "@@box.csv", "@@protocol.json", "@@realisation",
    "@@pool/miasto", "@checkpoints", "@turnout", "@history", "@realisation", "@search?SearchableText=" + SURNAME,
)  # fmt: skip
BALLOTS = re.compile(rb"COPY site\.budget_ballot \(.*?FROM stdin;\n(.*?)\n\\\.\n", re.DOTALL)
CERTIFY = """
import json, sys, transaction
sys.path.insert(0, sys.argv[1])
from infostrada.core.server.plone import open_site
from infostrada.site.records.find import record_at
from tests.site.participation.budget.editions_world import certify
with open_site() as (app, portal):
    certify(record_at(sys.argv[2]), json.loads(sys.argv[3]))
    transaction.commit()
"""


def plundered(live: Live, folder: Path, url: str, world: dict[str, Any], top: Path) -> Iterator[Figure]:
    """Figures that have to be nought, and the control that must not."""
    _vote(url)
    taken = folder / "taken"
    dump = _take(live, taken)
    sealed = envelopes(dump, world["election"])
    half = (live.settings.var / "keys" / "budget" / f"{world['election']}.half").read_bytes()
    before = opened(sealed, world, [half])
    yield Figure(
        "ballots a thief with all keys opens before the certification (control)", before, "", 1, more=True
    )
    done = subprocess.run(
        [sys.executable, "-c", CERTIFY, str(top), world["election"], json.dumps(world["pieces"])],
        env=live.env, capture_output=True, text=True, check=False, timeout=900, cwd=top,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    left = _secrets(live, taken)
    yield Figure("  with everything that is left after it", opened(sealed, world, left), "", 0)
    yield Figure("  of these, keys tried", len(left), "")
    _take(live, folder / "later")
    # The result, which is public, speaks of choices; before it nothing may.
    found = _hits(taken, NEEDLES) + _hits(folder / "later", tuple(n for n in NEEDLES if n != '"choices"'))
    yield Figure(
        "places in dumps, write-ahead logs and logs that name the voter or a choice", len(found), "", 0
    )
    for place in found[:10]:
        print(place, file=sys.stderr)
    seen = list(_crawled(live, url.removesuffix("/@@vote")))
    yield Figure("pages and services that name the voter to operator, head or commission", len(seen), "", 0)
    for place in seen:
        print(place, file=sys.stderr)


def _vote(url: str) -> None:
    page = requests.post(url, data=WHO, timeout=60)
    ticket = re.search(r'name="ticket"[^>]*value="([^"]+)"', page.text)
    assert ticket is not None, page.text[-2000:]
    fields = {"step": "ballot", "ticket": ticket[1], "choice-miasto:list": "3"}
    body = urlencode(fields)
    head = {"Content-Type": "application/x-www-form-urlencoded"}
    assert requests.post(url, data=body, headers=head, timeout=60).status_code == 200


def _take(live: Live, taken: Path) -> bytes:
    """A plain dump, the write-ahead log and all files of the installation but its keys; returns the dump."""
    taken.mkdir()
    path = taken / "plain.sql"
    words = ["--format=plain", f"--dbname={live.settings.conninfo}", f"--file={path}"]
    subprocess.run([client("pg_dump"), *words], check=True, cwd="/")
    for wal in live.settings.var.rglob("pg_wal"):
        shutil.copytree(wal, taken / "pg_wal", ignore=shutil.ignore_patterns("archive_status"))
    for name in ("log", "blobs"):
        shutil.copytree(live.settings.var / name, taken / name)
    return path.read_bytes()


def envelopes(dump: bytes, election: str) -> list[bytes]:
    """The sealed ballots of a plain dump."""
    found = BALLOTS.search(dump)
    assert found is not None
    rows = (line.split(b"\t") for line in found[1].splitlines())
    return [
        bytes.fromhex(row[2].decode().removeprefix("\\\\x")) for row in rows if row[0].decode() == election
    ]


def _secrets(live: Live, taken: Path) -> list[bytes]:
    """Whatever could be the server's half: each key file, and each value of 32 bytes in the dump."""
    files = [path.read_bytes() for path in (live.settings.var / "keys").rglob("*") if path.is_file()]
    files += [path.read_bytes() for path in live.settings.var.glob("*.key")]
    return [*files, *values((taken / "plain.sql").read_bytes()), b"", bytes(32)]


def values(dump: bytes) -> list[bytes]:
    """Values of 32 bytes in a dump, two thousand at most."""
    found = set(re.findall(rb"\\\\x([0-9a-f]{64})\b", dump))
    return [bytes.fromhex(value.decode()) for value in sorted(found)[:2000]]


def opened(sealed: list[bytes], world: dict[str, Any], halves: list[bytes]) -> int:
    """How many of a few ballots open with all pieces of the commission and one of the halves."""
    secret = shares.join(world["pieces"])
    count = 0
    for half in halves:
        key = envelope.opening_key(secret, half)
        for one in sealed[:3]:
            try:
                envelope.open_envelope(key, world["election"], one)
            except envelope.EnvelopeDamaged:
                continue
            count += 1
    return count


def _hits(folder: Path, needles: tuple[str, ...]) -> list[str]:
    found = []
    for path in folder.rglob("*"):
        if not path.is_file():
            continue
        data = path.read_bytes()
        for needle in needles:
            forms = (needle.encode(), needle.encode().hex().encode(), needle.encode("utf-16-le"))
            found += [f"{path}: {needle}" for form in forms if form in data]
    return found


def _crawled(live: Live, edition: str) -> Iterator[str]:
    """Every page and service of the edition as those who might want to know."""
    logins = [
        live.login("operator"),
        ("jan.wojt", "Kancelaria-2026!"),
        ("anna.urbanista", "Kancelaria-2026!"),
    ]
    site = edition.partition("/gmina")[0]
    extra = ("@@journal", "@@access-log", "@@jobs", "@users", "@journal", "@jobs")
    for login in logins:
        for address in (*(f"{edition}/{page}" for page in PAGES), *(f"{site}/{page}" for page in extra)):
            for accept in ("text/html", "application/json"):
                answer = requests.get(address, auth=login, headers={"Accept": accept}, timeout=120)
                text = answer.text.replace(f"SearchableText={SURNAME}", "")
                if answer.status_code < 400 and any(needle in text for needle in NEEDLES[:4]):
                    yield f"{login[0]} {accept} {address}"

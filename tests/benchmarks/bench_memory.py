"""Memory of one Zope process after 10,000 requests, and what the second half of them added: public pages, JSON, searches and an official's pages.

The requests come from two clients at once, as the process has two threads; every answer is checked. On a machine too
busy for all of them within sixteen minutes the figures name how many there were. What counts is the resident set of
the process (proc(5), VmRSS), after it and at its highest.
"""

from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from tests.benchmarks.figure import Figure
from tests.live import Live
from tests.live import start
from tests.live import stop
from threading import Lock
from threading import Thread

import tempfile
import time
import urllib.error
import urllib.request


HALF, CLIENTS = 5_000, 2
SECONDS = 480.0
MUST, AIM = 400, 300
# Megabytes the second half may add: pools and caches fill up for a while, a leak goes on.
GROWTH = 20
UNIT = "/gmina-lipnowo"
# Address, wanted form, as an official.
ROUND = (
    ("/", "text/html", False),
    (UNIT, "text/html", False),
    (f"{UNIT}/bip", "text/html", False),
    (f"{UNIT}/bip", "application/json", False),
    ("/@@search?SearchableText=decyzja", "text/html", False),
    ("/@text-search?q=uchwa%C5%82a", "application/json", False),
    (f"{UNIT}/@@my-work", "text/html", True),
    (f"{UNIT}/@@letters", "text/html", True),
    (f"{UNIT}/@letters", "application/json", True),
    ("/sitemap", "text/html", False),
)
OFFICIAL = "anna.cichon"


def measure() -> Iterator[Figure]:
    """The process that served everything."""
    with tempfile.TemporaryDirectory(prefix="infostrada-bench-") as folder:
        Path(folder).chmod(0o755)
        live = start(Path(folder) / "var", "--profile", "demo")
        try:
            yield from load(live, live.url)
        finally:
            stop(live)


def load(live: Live, url: str) -> Iterator[Figure]:
    """Send the requests to `url`, a process of the installation named zope-1."""
    login, password = live.login(OFFICIAL)
    basic = "Basic " + b64encode(f"{login}:{password}".encode()).decode()
    yield Figure("memory of a process when it begins", resident(live)["VmRSS"], "MB")
    sent, stood = 0, []
    for _half in range(2):
        answered, faults = _send(url, basic)
        assert not faults, f"{len(faults)} answers were wrong, the first: {faults[0]}"
        sent += answered
        stood.append(resident(live)["VmRSS"])
        yield Figure(f"memory of a process after {sent:,} requests", stood[-1], "MB", MUST, AIM)
    yield Figure("  what the second half added", max(0.0, stood[1] - stood[0]), "MB", GROWTH)
    yield Figure("  at its highest", resident(live)["VmHWM"], "MB")


def _send(url: str, basic: str) -> tuple[int, list[str]]:
    """What goes into the time, by two clients; how many requests, and the answers that are not as they should be."""
    numbers, alone, faults, done = iter(range(HALF)), Lock(), [], []
    until = time.monotonic() + SECONDS

    def client() -> None:
        while time.monotonic() < until:
            with alone:
                number = next(numbers, None)
            if number is None:
                return
            path, accept, official = ROUND[number % len(ROUND)]
            headers = {"Accept": accept, **({"Authorization": basic} if official else {})}
            try:
                request = urllib.request.Request(url + path, headers=headers)
                with urllib.request.urlopen(request, timeout=60) as answer:
                    kind = answer.headers.get_content_type()
                    if kind != accept or not answer.read():
                        faults.append(f"{path}: {kind}")
            except (urllib.error.URLError, OSError) as error:
                faults.append(f"{path}: {error}")
            done.append(number)

    clients = [Thread(target=client) for _ in range(CLIENTS)]
    for each in clients:
        each.start()
    for each in clients:
        each.join()
    return len(done), faults


def resident(live: Live) -> dict[str, float]:
    """VmRSS and VmHWM of zope-1 in megabytes (10^6 bytes)."""
    pid = (live.settings.var / "run" / "zope-1.process").read_text().split()[0]
    lines = [line.split() for line in Path(f"/proc/{pid}/status").read_text().splitlines()]
    return {line[0].rstrip(":"): int(line[1]) * 1024 / 1e6 for line in lines if line[0].startswith("Vm")}

"""Public pages from memory: requests a second from two processes, what each costs, and that none is ever old.

Clients are processes of their own that send, wait for the last byte and send again. Beside the rate stands processor time:
what the machine does besides hardly changes it, and two cores could answer so many as it leaves room for.
"""

from collections.abc import Iterator
from infostrada.core.server import process
from multiprocessing import get_context
from pathlib import Path
from tests import live
from tests.benchmarks.figure import Figure
from tests.benchmarks.wire import cpu_seconds
from tests.benchmarks.wire import family
from tests.benchmarks.wire import LENGTH
from tests.benchmarks.wire import Wire
from urllib.parse import urlsplit

import os
import requests
import socket
import tempfile
import time


SECONDS = float(os.environ.get("CACHE_SECONDS", "10"))
CLIENTS, CONNECTIONS = 2, 4
CHANGES, LOOKS = 20, 6
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"


def measure() -> Iterator[Figure]:
    """Rates of three pages, through the door and at the processes themselves; then changes under load."""
    with tempfile.TemporaryDirectory(prefix="infostrada-bench-") as folder:
        Path(folder).chmod(0o755)
        running = live.start(Path(folder) / "var", "--processes", "2", "--profile", "demo")
        try:
            bulletin, entry = _public_pages(running)
            for name, url in (("first page of a bulletin", bulletin), ("an entry", entry)):
                yield from _rate(running, name, url)
            yield Figure("  load average meanwhile", os.getloadavg()[0], "")
            yield Figure(
                f"old pages seen after {CHANGES} changes under load", _old_pages(running, entry), "", 0
            )
        finally:
            live.stop(running)


def _public_pages(running: live.Live) -> tuple[str, str]:
    """Addresses of a bulletin and of an entry made for the measurement."""
    bulletin, editor = f"{running.url}/gmina-lipnowo/bip", _editor(running)
    said = {
        "title": "Wpis pomiaru",
        "kind": "information",
        "content_author": "Urząd",
        "created_on": "2026-11-02",
        "body": "Decyzja ustala warunki zabudowy dla domu jednorodzinnego. " * 40,
    }
    made = editor.post(f"{bulletin}/petycje/@entries", json=said, timeout=120)
    assert made.status_code == 201, made.text
    entry = made.json()["@id"]
    assert editor.post(f"{entry}/@publication", json={}, timeout=120).status_code == 200
    return bulletin, entry


def _editor(running: live.Live) -> requests.Session:
    made = requests.Session()
    made.auth, made.headers["Accept"] = running.login("anna.cichon"), "application/json"
    return made


def _rate(running: live.Live, name: str, url: str) -> Iterator[Figure]:
    parts = urlsplit(url)
    doors, within = [(parts.hostname or "", parts.port or 80)], _processes(running)
    zope = [process.running(f"zope-{number}", running.settings.var) for number in (1, 2)]
    door = family(process.running("nginx", running.settings.var) or 0)
    # Browsers take gzip; whoever does not gets four to five times as many bytes.
    for packed, places, where in (
        (True, doors, ""),
        (False, doors, ", not compressed"),
        (True, within, ", without nginx"),
    ):
        request = _request(parts.netloc, parts.path, packed)
        for place in [*doors, *within] * 3:
            assert Wire(*place).ask(request).status == 200
        before = [cpu_seconds(zope), cpu_seconds(door)]
        count, size, hits = _load(places, request)
        spent = [cpu_seconds(zope) - before[0], cpu_seconds(door) - before[1]]
        assert hits > count * 0.9, (hits, count)
        bar = (None, None) if where else (1500, 3000)
        words = f"{name} from memory ({size / 1000:.0f} kB), 2 processes{where}"
        yield Figure(words, count / SECONDS, "1/s", *bar, more=True)
        yield Figure("  answered from memory", hits / count * 100, "%")
        yield Figure("  processor time of one in Zope", spent[0] / count * 1e6, "us")
        if places is doors:
            yield Figure("  in nginx", spent[1] / count * 1e6, "us")


def _request(host: str, path: str, packed: bool = False) -> bytes:
    encoding = "Accept-Encoding: gzip, deflate, br\r\n" if packed else ""
    return (
        f"GET {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {BROWSER}\r\nAccept: text/html\r\nAccept-Language: pl\r\n"
        f"{encoding}\r\n"
    ).encode()


def _processes(running: live.Live) -> list[tuple[str, int]]:
    """Where each Zope process listens."""
    found = []
    for number in (1, 2):
        text = (running.settings.var / "etc" / f"wsgi-{number}.ini").read_text()
        port = next(line.partition("=")[2] for line in text.splitlines() if line.startswith("port"))
        found.append(("127.0.0.1", int(port)))
    return found


def _load(places: list[tuple[str, int]], request: bytes) -> tuple[int, int, int]:
    """Answers of all clients, bytes of one, and how many came from memory."""
    each = [(places[number % len(places)], request, SECONDS) for number in range(CLIENTS)]
    with get_context("fork").Pool(CLIENTS) as pool:
        found = pool.starmap(_client, each)
    return sum(one[0] for one in found), found[0][1], sum(one[2] for one in found)


def _client(place: tuple[str, int], request: bytes, seconds: float) -> tuple[int, int, int]:
    """Keep some connections busy, one request on each at a time; answers may have any length."""
    wires = [_connected(place) for _number in range(CONNECTIONS)]
    room = bytearray(2_000_000)
    size = count = hits = 0
    until = time.monotonic() + seconds
    for wire in wires:
        wire.sendall(request)
    while time.monotonic() < until:
        for place_of, wire in enumerate(wires):
            size, head = _taken(wire, room)
            said = room[:head]
            count, hits = count + 1, hits + (b"X-Infostrada-Cache: hit" in said)
            # The door ends a connection after a thousand requests.
            if b"\r\nConnection: close" in said:
                wire.close()
                wires[place_of] = _connected(place)
            wires[place_of].sendall(request)
    for wire in wires:
        wire.close()
    return count, size, hits


def _taken(wire: socket.socket, room: bytearray) -> tuple[int, int]:
    """Read a whole answer into the room; how long it is, and its head. Raises ValueError for one without a length."""
    view, got, head = memoryview(room), 0, -1
    while head < 0:
        got += _some(wire, view[got:])
        head = room.find(b"\r\n\r\n", 0, got)
    assert room.startswith(b"HTTP/1.1 200"), bytes(room[:head])
    found = LENGTH.search(room, 0, head + 2)
    if found is None:
        raise ValueError(f"an answer without a length: {bytes(room[:head])!r}")
    size = head + 4 + int(found[1])
    while got < size:
        got += _some(wire, view[got:])
    return size, head


def _some(wire: socket.socket, room: memoryview) -> int:
    part = wire.recv_into(room)
    assert part, "the connection was closed"
    return part


def _connected(place: tuple[str, int]) -> socket.socket:
    made = socket.create_connection(place, timeout=60)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return made


def _old_pages(running: live.Live, entry: str) -> int:
    """Change an entry again and again while it is read; looks begun after each answer, at both processes, that see less."""
    parts = urlsplit(entry)
    request, places = _request(parts.netloc, parts.path), _processes(running)
    editor, old = _editor(running), 0
    with get_context("fork").Pool(CLIENTS) as pool:
        load = pool.map_async(_reader, [(place, request, CHANGES * 2.0) for place in places])
        for number in range(CHANGES):
            said = {"body": f"Stan numer {number}.", "reason": "Pomiar"}
            answer = editor.post(f"{entry}/@changes", json=said, timeout=120)
            assert answer.status_code == 200, answer.text
            for place in places * LOOKS:
                old += f"Stan numer {number}.".encode() not in Wire(*place).ask(request).text
        load.wait(600)
    return old


def _reader(job: tuple[tuple[str, int], bytes, float]) -> int:
    place, request, seconds = job
    wire, until, count = Wire(*place), time.monotonic() + seconds, 0
    while time.monotonic() < until:
        assert wire.ask(request).status == 200
        count += 1
    return count

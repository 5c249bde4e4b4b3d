"""HTTP clients that cost little: they share the machine with the server they load."""

from collections.abc import Callable
from collections.abc import Iterable
from multiprocessing import get_context
from pathlib import Path
from threading import Thread
from typing import NamedTuple

import os
import re
import socket
import time


LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
TICKS = os.sysconf("SC_CLK_TCK")


class Answer(NamedTuple):
    """Status 0: no answer. `seconds` from sending to the last byte."""

    status: int
    seconds: float
    text: bytes


class Wire:
    """One connection kept open; opened anew after a fault."""

    def __init__(self, host: str, port: int) -> None:
        self.place, self.socket = (host, port), None

    def ask(self, request: bytes) -> Answer:
        """Send a whole request and read a whole answer."""
        began = time.monotonic()
        try:
            if self.socket is None:
                self.socket = socket.create_connection(self.place, timeout=60)
                self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.socket.sendall(request)
            text = self._read()
        except (OSError, ValueError):
            self.close()
            return Answer(0, time.monotonic() - began, b"")
        return Answer(int(text[9:12]), time.monotonic() - began, text)

    def _read(self) -> bytes:
        assert self.socket is not None
        text = b""
        while (head := text.find(b"\r\n\r\n")) < 0:
            text += self._some()
        found = LENGTH.search(text, 0, head)
        if found is None:
            raise ValueError("an answer without a length")
        size = head + 4 + int(found[1])
        while len(text) < size:
            text += self._some()
        if b"connection: close" in text[:head].lower():
            self.close()
        return text

    def _some(self) -> bytes:
        assert self.socket is not None
        part = self.socket.recv(65_536)
        if not part:
            raise OSError("the connection was closed")
        return part

    def close(self) -> None:
        """Before another try."""
        if self.socket is not None:
            self.socket.close()
        self.socket = None


def shared(work: Callable[..., list], parts: list[tuple], clients: int) -> tuple[list, float]:
    """Run `work(*part, wire...)` in a process for each part with `clients` threads; all results and the seconds."""
    began = time.monotonic()
    with get_context("fork").Pool(len(parts)) as pool:
        found = pool.starmap(_threads, [(work, part, clients) for part in parts])
    return [one for part in found for one in part], time.monotonic() - began


def _threads(work: Callable[..., list], part: tuple, clients: int) -> list:
    results: list[list] = [[] for _client in range(clients)]

    def one(number: int) -> None:
        results[number] = work(*part, number, clients)

    threads = [Thread(target=one, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [answer for result in results for answer in result]


def cpu_seconds(pids: Iterable[int]) -> float:
    """Processor time these processes have had, their ended children included."""
    total = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += sum(int(field) for field in fields[11:15])
    return total / TICKS


def family(pid: int) -> list[int]:
    """A process and its children."""
    found = [pid]
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            found.append(int(stat.parent.name))
    return found

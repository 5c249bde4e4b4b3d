"""The worker's side of the process that reads."""

from infostrada.core.reading.extraction import Text
from threading import Timer
from typing import Any

import json
import subprocess
import sys


# The child bounds itself (`extraction`); this is for what does not come back.
PATIENCE = 30.0
PROGRAM = ("-m", "infostrada.core.reading.child")


class UnreadError(Exception):
    """A file was not read; the text is a word for programs: `timeout`, `died`, or the error's name."""


class Reader:
    """Starts the process when there is something to read, and again after a file that ended it."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self.patience = patience
        self._child: subprocess.Popen[bytes] | None = None

    def text(self, data: bytes, kind: str) -> str:
        """Text of a file; raises `UnreadError`."""
        return self.read(data, kind).text

    def read(self, data: bytes, kind: str) -> Text:
        """Text of a file, and whether it is a scan; raises `UnreadError`."""
        child = self._running()
        late = Timer(self.patience, child.kill)
        late.start()
        try:
            line = _ask(child, data, kind)
        finally:
            in_time = late.is_alive()
            late.cancel()
        if not line.endswith(b"\n"):
            self.close()
            raise UnreadError("died" if in_time else "timeout")
        found: dict[str, Any] = json.loads(line)
        if "fault" in found:
            raise UnreadError(found["fault"])
        return Text(**found)

    def close(self) -> None:
        """End the process."""
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self._child = subprocess.Popen(  # noqa: S603 - our own program, no shell
                [sys.executable, *PROGRAM],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        return self._child


def _ask(child: subprocess.Popen[bytes], data: bytes, kind: str) -> bytes:
    """The child's answer, not a whole line when it ended."""
    assert child.stdin and child.stdout
    try:
        child.stdin.write(json.dumps({"kind": kind, "size": len(data)}).encode() + b"\n" + data)
        child.stdin.flush()
    except OSError:
        return b""
    return child.stdout.readline()

"""The process that reads: one request after the other on its standard input, until that ends.

A request is a line of JSON (`kind`, `size`) and so many bytes; an answer is a line of JSON with `text` or `fault`.
"""

from infostrada.core.reading.bounds import bounded
from infostrada.core.reading.extraction import extract
from io import BytesIO
from typing import IO

import json
import logging
import sys


MOST_MEMORY = 1_500_000_000
NICE = 10


def answer(asked: IO[bytes], said: IO[bytes]) -> None:
    """Read one file after the other; what goes wrong with one is said and forgotten."""
    while line := asked.readline():
        request = json.loads(line)
        data = asked.read(request["size"])
        try:
            found = dict(extract(BytesIO(data), request["kind"], len(data))._asdict())
        except Exception as error:
            # Every kind of failure of a reader is about its file; the next one is read all the same.
            found = {"fault": type(error).__name__}
        said.write(json.dumps(found).encode() + b"\n")
        said.flush()


def main() -> None:
    """Work behind everybody else, within bounds."""
    said = bounded(NICE, MOST_MEMORY)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    answer(sys.stdin.buffer, said)


if __name__ == "__main__":
    main()

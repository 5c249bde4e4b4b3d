"""The process that reads: one request after the other on its standard input, until that ends.

A request is a line of JSON (`kind`, `size`) and so many bytes; an answer is a line of JSON with `text` or `fault`.
"""

from infostrada.core.reading.extraction import extract
from io import BytesIO
from typing import IO

import json
import logging
import os
import resource
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
    os.nice(NICE)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Answers only: a library's word on the standard output would be taken for one.
    said = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    answer(sys.stdin.buffer, said)


if __name__ == "__main__":
    main()

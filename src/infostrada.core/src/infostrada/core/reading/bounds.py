"""The bounds of a process that reads a stranger's file."""

from typing import IO

import os
import resource


def bounded(nice: int, most_memory: int) -> IO[bytes]:
    """Work behind everybody else, with so many bytes of memory and no core; answers with where answers are written.

    Answers only: a library's word on the standard output would be taken for one.
    """
    os.nice(nice)
    resource.setrlimit(resource.RLIMIT_AS, (most_memory, most_memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    said = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return said

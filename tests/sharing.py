"""Which tests belong together when several processes share the suite (pytest-xdist, ``make test``).

A file stays whole, as its fixtures do. Files that ask for the one live site go to one process, which makes it once
and begins with it, as it takes longest; files that take a minute or more follow, so that no process has one left
when the others are done. (pytest 9.2 no longer shows the groups that xdist 3.8 writes into the names
of tests, so ``--dist loadgroup`` cannot be had.)
"""

from functools import cache
from pathlib import Path
from xdist.scheduler import LoadScopeScheduling

import pytest


TOP = Path(__file__).parent
LIVE = "live site"
LONG = {
    "tests/core/worker/test_crashes.py",
    "tests/site/permissions/test_permission_matrix.py",
    "tests/site/records/test_leaks.py",
    "tests/site/test_crash.py",
}


@cache
def group(file: str) -> str:
    """The group of a test file, given by its path below the repository."""
    return LIVE if "live_site" in (TOP.parent / file).read_text() else file


def turn(file: str) -> int:
    """0 for files of the live site, 1 for long ones, 2 for all others."""
    return 0 if group(file) == LIVE else 1 if file in LONG else 2


def arrange(items: list[pytest.Item]) -> None:
    """Files by their turns, within a turn in their own order."""
    items.sort(key=lambda item: turn(item.path.relative_to(TOP.parent).as_posix()))


class Sharing(LoadScopeScheduling):
    """Hands out groups."""

    def _split_scope(self, nodeid: str) -> str:
        return group(nodeid.partition("::")[0])

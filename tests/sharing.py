"""Which tests belong together when several processes share the suite (pytest-xdist, ``make test``).

A file stays whole, as its fixtures do. Files that ask for the one live site go to one process, which makes it once
and begins with it, as it takes longest; so do those that ask for the site that may be broken. Files that take a
minute or more follow, so that no process has one left when the others are done. (pytest 9.2 no longer shows the groups that xdist 3.8 writes into the names
of tests, so ``--dist loadgroup`` cannot be had.)
"""

from functools import cache
from pathlib import Path
from xdist.scheduler import LoadScopeScheduling

import pytest


TOP = Path(__file__).parent
# Fixtures that are made once for all files that name them, what takes longest first.
SITES = ("live_site", "bare_site")
LONG = {
    "tests/site/permissions/test_permission_matrix.py",
    "tests/site/records/test_leaks.py",
}


@cache
def group(file: str) -> str:
    """The group of a test file, given by its path below the repository: a site's name, or the file alone."""
    text = (TOP.parent / file).read_text()
    return next((site for site in SITES if site in text), file)


def turn(file: str) -> int:
    """First the files of the sites, then the long ones, then all others."""
    found = group(file)
    return SITES.index(found) if found in SITES else len(SITES) + (file not in LONG)


def arrange(items: list[pytest.Item]) -> None:
    """Files by their turns, within a turn in their own order."""
    items.sort(key=lambda item: turn(item.path.relative_to(TOP.parent).as_posix()))


class Sharing(LoadScopeScheduling):
    """Hands out groups."""

    def _split_scope(self, nodeid: str) -> str:
        return group(nodeid.partition("::")[0])

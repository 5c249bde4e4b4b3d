"""Which tests belong together when several processes share the suite (pytest-xdist, ``make test``).

A file stays whole, as its fixtures do. Files that ask for the one live site go to one process, which makes it once
and begins with it, as it takes longest. (pytest 9.2 no longer shows the groups that xdist 3.8 writes into the names
of tests, so ``--dist loadgroup`` cannot be had.)
"""

from functools import cache
from pathlib import Path
from xdist.scheduler import LoadScopeScheduling

import pytest


TOP = Path(__file__).parent
LIVE = "live site"


@cache
def group(file: str) -> str:
    """The group of a test file, given by its path below the repository."""
    return LIVE if "live_site" in (TOP.parent / file).read_text() else file


def arrange(items: list[pytest.Item]) -> None:
    """What belongs to the live site first, everything else in the files' order."""
    items.sort(key=lambda item: group(item.path.relative_to(TOP.parent).as_posix()) != LIVE)


class Sharing(LoadScopeScheduling):
    """Hands out groups."""

    def _split_scope(self, nodeid: str) -> str:
        return group(nodeid.partition("::")[0])

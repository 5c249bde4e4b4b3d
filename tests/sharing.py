"""Which tests belong together when several processes share the suite (pytest-xdist, ``--dist loadgroup``).

A file stays whole, as its fixtures do. Files that ask for the one live site go to one process, which makes it
once. What takes longest begins first, so that both processes end at about the same time.
"""

from collections import defaultdict
from pathlib import Path

import pytest


TOP = Path(__file__).parent

LIVE = "live site"
# Seconds on two quiet cores, where they are over half a minute.
LONG = {
    LIVE: 400,
}


def arrange(items: list[pytest.Item]) -> None:
    """Give every test its group, and sort the groups: the longest first, then in the files' order."""
    together = {item.path for item in items if "live_site" in getattr(item, "fixturenames", ())}
    groups: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        name = LIVE if item.path in together else item.path.relative_to(TOP).as_posix()
        item.add_marker(pytest.mark.xdist_group(name))
        groups[name].append(item)
    order = sorted(groups, key=lambda name: -LONG.get(name, 0))
    items[:] = [item for name in order for item in groups[name]]

"""Bring the profiles of an existing site up to date by their upgrade steps: once, together, in one transaction.

Every distribution with tables has a profile ``default`` and beside it the folder ``upgrades``, one dated folder
for each version (docs/developers/add-a-domain.md).
"""

from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from dataclasses import dataclass
from importlib.metadata import entry_points
from importlib.util import find_spec
from infostrada.core.config import Settings
from infostrada.core.server import database
from infostrada.core.server.plone import open_site
from infostrada.core.sql.migration import GROUP
from pathlib import Path
from typing import Any

import psycopg
import transaction


# Any number no other program takes on this database; every process must use the same one.
LOCK = 4_907_220_262
ATTEMPTS = 5


@dataclass(frozen=True)
class Step:
    """A step still to be done: whose profile it changes, the version it leads to, what it does."""

    profile: str
    version: str
    title: str

    def __str__(self) -> str:
        return f"{self.profile} {self.version}: {self.title}"

    def as_json(self) -> dict[str, str]:
        return asdict(self)


def due(settings: Settings) -> bool:
    """Has the site a profile older than the code? Found without starting Zope; False without a site."""
    applied = database.applied_profiles(settings)
    return any(
        applied[profile] < number
        for profile, folder in folders().items()
        if profile in applied
        for number in numbers(folder)
    )


def pending(portal: Any) -> list[Step]:
    """The steps `upgrade` would do, in order."""
    return [step for step, _doing in _pending(portal.portal_setup)]


def upgrade(settings: Settings, tell: Callable[[Step], object] = lambda step: None) -> list[Step]:
    """Do what is pending, all or nothing, telling each step before it is done; returns the steps.

    Several processes may call it at once: the first works, the others wait and find nothing left to do. The
    site may run meanwhile.
    """
    done: list[Step] = []
    with _alone(settings), open_site(settings) as (_app, portal):
        for attempt in transaction.manager.attempts(ATTEMPTS):
            with attempt:
                done = bring_up(portal, tell)
    return done


def bring_up(portal: Any, tell: Callable[[Step], object] = lambda step: None) -> list[Step]:
    """Do the pending steps of a site; the caller commits."""
    tool, done = portal.portal_setup, []
    for step, doing in _pending(tool):
        tell(step)
        doing.doStep(tool)
        tool.setLastVersionForProfile(step.profile, step.version)
        done.append(step)
    return done


def folders() -> dict[str, Path]:
    """The folder ``upgrades`` of every installed distribution, by the id of its profile."""
    found = {}
    for entry in entry_points(group=GROUP):
        package = entry.value.rpartition(".")[0]
        spec = find_spec(package)
        for place in spec.submodule_search_locations or () if spec else ():
            found[f"{package}:default"] = Path(place) / "upgrades"
    return found


def numbers(folder: Path) -> list[str]:
    """Versions a folder ``upgrades`` leads through, the oldest first."""
    return sorted(path.parent.name[1:] for path in folder.glob("v*/configure.zcml"))


def _pending(tool: Any) -> Iterator[tuple[Step, Any]]:
    # What is above stands on what is below: its steps come later.
    chain = [name for profile in sorted(folders()) for name in tool.getProfileDependencyChain(profile)]
    for profile in dict.fromkeys(name for name in chain if name in folders()):
        if tool.getLastVersionForProfile(profile) == "unknown":
            continue
        doings = tool.listUpgrades(profile, simple=True)
        # Steps to one version come as they are written: the second may need the first.
        for doing in sorted(doings, key=lambda doing: (doing.dest, doing.sortkey)):
            yield Step(profile, ".".join(doing.dest), str(doing.title)), doing


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """One upgrade at a time; the lock goes with the connection of a process that dies."""
    with psycopg.connect(settings.conninfo, autocommit=True, connect_timeout=5) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        yield

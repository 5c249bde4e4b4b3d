"""Revisions that stand side by side: none may hang on the luck of which of them Alembic runs first."""

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from infostrada.core.sql import migration
from itertools import combinations
from typing import NamedTuple

import io
import pytest
import re


FLOORS = ("core", "geo", "site")
NAMED = re.compile(r"\b((?:core|geo|site)\.\w+)")
MADE = re.compile(r"CREATE (?:UNLOGGED )?TABLE (?:IF NOT EXISTS )?((?:core|geo|site)\.\w+)")


class Told(NamedTuple):
    """A revision: tables (and what else has a schema) its SQL names and makes, and all revisions below it."""

    id: str
    names: set[str]
    makes: set[str]
    below: set[str]

    @property
    def floor(self):
        return FLOORS.index(self.id.split("_")[0])


class Recorder(io.StringIO):
    """Takes the SQL of a revision instead of a database, which holds no rows."""

    def execute(self, sql, *_values):
        self.write(f"{sql}\n")
        return self

    def mappings(self):
        return self

    def all(self):
        return []


def sql_of(script):
    out = Recorder()
    context = MigrationContext.configure(
        dialect_name="postgresql", opts={"as_sql": True, "output_buffer": out}
    )
    context.impl.connection = out
    with Operations.context(context):
        script.module.upgrade()
    return out.getvalue()


@pytest.fixture(scope="module")
def revisions():
    scripts = migration._scripts()
    found = {}
    for script in reversed(list(scripts.walk_revisions())):
        sql = sql_of(script)
        below = {each.revision for each in migration._reached(scripts, set(migration.rests_on(script)))}
        found[script.revision] = Told(script.revision, set(NAMED.findall(sql)), set(MADE.findall(sql)), below)
    return found


def clashes(revisions):
    """Pairs of revisions without an order that name a table, and the tables.

    A lower floor cannot wait for a higher one: what a higher one reads there only has to be made before.
    """
    made = {name: told.id for told in revisions.values() for name in told.makes}
    found = []
    for one, other in combinations(revisions.values(), 2):
        if one.id in other.below or other.id in one.below:
            continue
        lower, upper = sorted((one, other), key=lambda told: told.floor)
        common = {name for name in lower.names & upper.names if name.startswith(FLOORS[lower.floor])}
        if lower.floor < upper.floor:
            common = {name for name in common if made.get(name) not in upper.below}
        if common:
            found.append((lower.id, upper.id, sorted(common)))
    return found


def test_two_revisions_that_name_one_table_have_an_order(revisions):
    assert clashes(revisions) == []


MAKER = Told("core_1", {"core.a"}, {"core.a"}, set())


@pytest.mark.parametrize(
    ("others", "found"),
    [
        ([Told("core_2", {"core.a"}, set(), {"core_1"})], 0),
        ([Told("core_2", {"core.a"}, set(), set())], 1),
        ([Told("core_2", {"core.a"}, set(), {"core_1"}), Told("core_3", {"core.a"}, set(), {"core_1"})], 1),
        ([Told("core_2", {"core.a"}, set(), {"core_1"}), Told("site_1", {"core.a"}, set(), {"core_1"})], 0),
        ([Told("site_1", {"core.a"}, set(), set())], 1),
        ([Told("site_1", {"core.a"}, set(), {"core_1"}), Told("site_2", {"core.a"}, set(), {"core_1"})], 0),
        ([Told("site_1", {"site.a"}, set(), set()), Told("site_2", {"site.a"}, set(), set())], 1),
    ],
)
def test_an_order_that_nobody_states_is_found(others, found):
    assert len(clashes({told.id: told for told in (MAKER, *others)})) == found


def test_a_floor_names_no_table_of_a_higher_one(revisions):
    above = {
        told.id: [name for name in told.names if FLOORS.index(name.split(".")[0]) > told.floor]
        for told in revisions.values()
    }
    assert {id: names for id, names in above.items() if names} == {}


def test_every_branch_begins_once(revisions):
    first = sorted(told.id for told in revisions.values() if not told.below)
    assert first == ["core_20261122001", "geo_20261122001", "site_20261122001"]

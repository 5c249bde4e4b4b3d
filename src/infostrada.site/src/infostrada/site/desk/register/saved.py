"""Views of a register a person has kept: rows of `site.saved_view`, seen by that person alone."""

from dataclasses import dataclass
from infostrada.core.record.sql import rows
from infostrada.core.record.sql import write
from infostrada.site.records.problems import invalid
from plone import api


MOST = 20
LONGEST = 60

OF = """
    SELECT name, query, usual FROM site.saved_view
    WHERE person = %(person)s AND unit = %(unit)s AND register = %(register)s
    ORDER BY name
"""
KEEP = """
    INSERT INTO site.saved_view (person, unit, register, name, query, usual)
    VALUES (%(person)s, %(unit)s, %(register)s, %(name)s, %(query)s, %(usual)s)
    ON CONFLICT (person, unit, register, name)
        DO UPDATE SET query = EXCLUDED.query, usual = EXCLUDED.usual
"""
NOT_USUAL = """
    UPDATE site.saved_view SET usual = false
    WHERE person = %(person)s AND unit = %(unit)s AND register = %(register)s AND usual
"""
DROP = """
    DELETE FROM site.saved_view
    WHERE person = %(person)s AND unit = %(unit)s AND register = %(register)s AND name = %(name)s
"""


@dataclass(frozen=True)
class SavedView:
    """A name, the query of the register's address, and whether the register opens with it."""

    name: str
    query: str
    usual: bool


def saved_views(unit: str, register: str) -> list[SavedView]:
    """The person's own views of a register, by name."""
    return [SavedView(**row) for row in rows(OF, _whose(unit, register))]


def save_view(unit: str, register: str, view: SavedView) -> None:
    """Keep a view under its name, in place of an earlier one; InvalidData names the field."""
    if not view.name:
        raise invalid("name", "required")
    if len(view.name) > LONGEST:
        raise invalid("name", "too_long")
    names = {kept.name for kept in saved_views(unit, register)}
    if view.name not in names and len(names) >= MOST:
        raise invalid("name", "too_many_views")
    whose = _whose(unit, register)
    if view.usual:
        write(NOT_USUAL, whose)
    write(KEEP, {**whose, "name": view.name, "query": view.query, "usual": view.usual})


def drop_view(unit: str, register: str, name: str) -> None:
    """Forget a view."""
    write(DROP, {**_whose(unit, register), "name": name})


def _whose(unit: str, register: str) -> dict[str, str]:
    return {"person": api.user.get_current().getId() or "", "unit": unit, "register": register}

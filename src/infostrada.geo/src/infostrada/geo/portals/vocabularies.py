"""Choices of the forms of geoportals and groups: what the editor may see."""

from infostrada.core.errors import Unavailable
from infostrada.core.record.access import principals
from infostrada.core.record.permission import parameters
from infostrada.core.record.permission import visible
from infostrada.core.record.sql import rows
from infostrada.geo import _
from infostrada.geo.portals.rules import PLAIN
from zope.interface import provider
from zope.schema.interfaces import IVocabularyFactory
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary


TOOL_TITLES = (
    ("search", _("Search")),
    ("measure", _("Measure length and area")),
    ("draw", _("Draw and ask about the drawn shape")),
    ("print", _("Print to PDF")),
    ("time", _("Look back in time")),
    ("share", _("Link and embedding")),
)

LAYERS = f"""
SELECT l.layer AS value, l.title, l.is_base FROM geo.layer_listing AS l JOIN core.record AS r USING (uid)
 WHERE {visible("r")} ORDER BY l.position DESC, l.layer
"""  # noqa: S608 - built of constants

GROUPS = f"""
SELECT g.uid AS value, g.title FROM geo.group_listing AS g JOIN core.record AS r USING (uid)
 WHERE {visible("r")} ORDER BY g.title, g.uid
"""  # noqa: S608 - built of constants

PORTALS = f"""
SELECT p.uid AS value, r.title, r.path FROM geo.portal_listing AS p JOIN core.record AS r USING (uid)
 WHERE {visible("r")} ORDER BY r.title, r.path
"""  # noqa: S608 - built of constants


@provider(IVocabularyFactory)
def layers(_context: object) -> SimpleVocabulary:
    """Layers that are no base maps, the topmost first."""
    return _vocabulary([row for row in _rows(LAYERS) if not row["is_base"]])


@provider(IVocabularyFactory)
def groups(_context: object) -> SimpleVocabulary:
    """Groups of layers by title."""
    return _vocabulary(_rows(GROUPS))


@provider(IVocabularyFactory)
def portals(_context: object) -> SimpleVocabulary:
    """Geoportals by title; those of one name tell their address."""
    found = _rows(PORTALS)
    titles = [row["title"] for row in found]
    return _vocabulary(
        [row if titles.count(row["title"]) == 1 else {**row, "title": f"{row['title']} ({row['path']})"}
         for row in found]
    )  # fmt: skip


@provider(IVocabularyFactory)
def base_maps(_context: object) -> SimpleVocabulary:
    """The plain ground, and the layers that are base maps."""
    plain = {"value": PLAIN, "title": _("Plain")}
    return _vocabulary([plain, *(row for row in _rows(LAYERS) if row["is_base"])])


@provider(IVocabularyFactory)
def tools(_context: object) -> SimpleVocabulary:
    """Tools a geoportal may offer."""
    return SimpleVocabulary([SimpleTerm(name, name, title) for name, title in TOOL_TITLES])


def _rows(statement: str) -> list[dict[str, object]]:
    try:
        return rows(statement, parameters(principals()))
    except Unavailable:
        return []


def _vocabulary(found: list[dict[str, object]]) -> SimpleVocabulary:
    return SimpleVocabulary([SimpleTerm(row["value"], row["value"], row["title"]) for row in found])

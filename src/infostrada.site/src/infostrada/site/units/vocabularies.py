"""Kinds of units, roles of posts, employees of the unit at hand."""

from collections.abc import Iterable
from infostrada.site import _
from infostrada.site.units.interfaces import IEmployee
from infostrada.site.units.lookup import STRUCTURE
from infostrada.site.units.lookup import unit_of
from infostrada.site.units.roles import ORG_ROLES
from infostrada.site.units.roles import UNIT_ROLES
from infostrada.site.units.rules import KINDS
from typing import Any
from zope.interface import provider
from zope.schema.interfaces import IVocabularyFactory
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary


KIND_TITLES = {
    "voivodeship": _("kind_voivodeship", default="Voivodeship"),
    "county": _("kind_county", default="County"),
    "city": _("kind_city", default="City with county rights"),
    "commune": _("kind_commune", default="Commune"),
    "other": _("kind_other", default="Another unit"),
}

ROLE_TITLES = {
    "administrator": _("role_administrator", default="Unit administrator"),
    "head": _("role_head", default="Head of the unit"),
    "registrar": _("role_registrar", default="Registrar"),
    "coordinator": _("role_coordinator", default="Records coordinator"),
    "archivist": _("role_archivist", default="Archivist"),
    "data_protection": _("role_data_protection", default="Data-protection officer"),
    "bip_editor": _("role_bip_editor", default="BIP editor"),
    "editor": _("role_editor", default="Page editor"),
    "employee": _("role_employee", default="Employee"),
    "manager": _("role_manager", default="Department manager"),
    "clerk": _("role_clerk", default="Clerk"),
}


def _vocabulary(values: Iterable[str], titles: dict[str, str]) -> SimpleVocabulary:
    return SimpleVocabulary([SimpleTerm(value, value, titles[value]) for value in values])


@provider(IVocabularyFactory)
def kinds(context: Any) -> SimpleVocabulary:
    """Kinds of units."""
    return _vocabulary(KINDS, KIND_TITLES)


@provider(IVocabularyFactory)
def unit_roles(context: Any) -> SimpleVocabulary:
    """Roles in the whole unit that a post may carry; everyone on a post is an employee anyway."""
    return _vocabulary([role for role in UNIT_ROLES if role != "employee"], ROLE_TITLES)


@provider(IVocabularyFactory)
def org_roles(context: Any) -> SimpleVocabulary:
    """Roles in one organisational unit that a post may carry."""
    return _vocabulary(ORG_ROLES, ROLE_TITLES)


@provider(IVocabularyFactory)
def employees(context: Any) -> SimpleVocabulary:
    """Employees of the unit the context lies in, by name; nobody of another unit."""
    unit = unit_of(context)
    if unit is None or STRUCTURE not in unit:
        return SimpleVocabulary([])
    people = [item for item in unit[STRUCTURE].objectValues() if IEmployee.providedBy(item)]
    people.sort(key=lambda person: person.title.lower())
    return SimpleVocabulary([SimpleTerm(p.user_id, p.user_id, p.title) for p in people])

"""An office with people, posts and a small plan, for all tests of the records domain."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from infostrada.core.calendar import polish_today
from infostrada.site.records.plan.operations import approve_plan
from infostrada.site.records.plan.operations import import_plan
from infostrada.site.records.plan.operations import plans
from infostrada.site.units import operations as units
from infostrada.site.units.interfaces import IOrganisationalUnit
from infostrada.site.units.lookup import structure_of
from infostrada.site.units.operations import UnitData
from plone import api
from typing import Any


PASSWORD = "Kancelaria-2026!"
PLAN = """symbol;hasło;kat_macierzysta;kat_inna;uszczegolowienie
0;ZARZĄDZANIE;;;
00;Organy gminy;A;Bc;
01;Organizacja urzędu;B10;;
6;GOSPODARKA PRZESTRZENNA;;;
67;Planowanie przestrzenne;;;
670;Studia i plany;A;;
673;Lokalizacja inwestycji;;;
6730;Decyzje o warunkach zabudowy;B10;Bc;
6733;Decyzje o lokalizacji inwestycji celu publicznego;BE10;;
68;Gospodarka nieruchomościami;BE10;;
"""
PEOPLE = {
    "ewa.kancelaria": ("Ewa Zielińska", "Kancelista", {"registrar"}, set(), ""),
    "jan.wojt": ("Jan Dąbrowski", "Wójt", {"head"}, set(), ""),
    "anna.urbanista": ("Anna Nowak", "Inspektor", set(), {"clerk"}, "GP"),
    "piotr.kierownik": ("Piotr Wilk", "Kierownik", set(), {"manager", "clerk"}, "GP"),
    "zofia.koordynator": ("Zofia Lis", "Koordynator", {"coordinator"}, set(), ""),
    "adam.obcy": ("Adam Kos", "Referent", set(), {"clerk"}, "FN"),
}
LETTER = {
    "title": "Wniosek o ustalenie warunków zabudowy dla działki 12/3",
    "sender_surname": "Kowalczyk",
    "sender_given_names": "Maria",
    "postal_code": "87-100",
    "city": "Lipnowo",
    "street": "Wiślana",
    "building": "4",
    "letter_date": "2026-11-02",
    "document_kind": "podanie/wniosek",
    "delivery_method": "osobiście",
}


@dataclass
class Office:
    """A commune's office; `orgs` by symbol."""

    portal: Any
    unit: Any
    orgs: dict[str, Any]
    plan: Any

    @contextmanager
    def acting(self, user_id: str) -> Iterator[None]:
        """Act as one of `PEOPLE`."""
        with api.env.adopt_user(username=user_id):
            yield


def make_office(portal: Any, unit_id: str = "gmina-lipnowo", people: bool = True) -> Office:
    """The office: as the layer holds it (`tests.site.offices`), else made as an administrator makes it.

    The caller is the operator.
    """
    if unit_id in portal:
        return _office_in(portal, portal[unit_id])
    unit = units.create_unit(portal, UnitData(unit_id, "Gmina Lipnowo", "commune"))
    units.open_unit(unit)
    structure = structure_of(unit)
    orgs = {
        symbol: units.create_org(structure, title=title, symbol=symbol)
        for symbol, title in (("GP", "Referat Planowania"), ("FN", "Referat Finansów"))
    }
    if people:
        _employ(unit, orgs)
    plan = import_plan(unit, file_name="jrwa.csv", data=PLAN.encode(), title="JRWA gminy Lipnowo")
    approve_plan(plan, date(polish_today().year, 1, 1))
    return Office(portal, unit, orgs, plan)


def _office_in(portal: Any, unit: Any) -> Office:
    found = (org for org in structure_of(unit).objectValues() if IOrganisationalUnit.providedBy(org))
    (plan,) = plans(unit)
    return Office(portal, unit, {org.symbol: org for org in found}, plan)


def _employ(unit: Any, orgs: dict[str, Any]) -> None:
    since = polish_today() - timedelta(days=30)
    for user_id, (name, title, unit_roles, org_roles, org) in PEOPLE.items():
        place = orgs[org] if org else structure_of(unit)
        post = units.create_post(
            place,
            title=title,
            unit_roles=frozenset(unit_roles),
            org_roles=frozenset(org_roles),
        )
        email = f"{user_id}@example.pl"
        units.employ(unit, user_id=user_id, title=name, email=email, password=PASSWORD)
        units.assign(post, user_id=user_id, valid_from=since)


def make_clerk_office(portal: Any, unit_id: str) -> None:
    """A unit with one registry clerk, `kancelaria.<unit_id>`, for measuring."""
    unit = units.create_unit(portal, UnitData(unit_id, f"Urząd {unit_id}", "other"))
    units.open_unit(unit)
    roles = frozenset({"registrar"})
    post = units.create_post(structure_of(unit), title="Kancelista", unit_roles=roles)
    user_id = f"kancelaria.{unit_id}"
    email = f"{user_id}@example.pl"
    units.employ(unit, user_id=user_id, title="Ewa Zielińska", email=email, password=PASSWORD)
    units.assign(post, user_id=user_id, valid_from=polish_today() - timedelta(days=1))

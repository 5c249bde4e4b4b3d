"""Keep the register of authorisations: rows are added and revoked, never taken out."""

from datetime import date
from infostrada.core import journal
from infostrada.core.calendar import polish_today
from infostrada.site.records.actor import name_of
from infostrada.site.records.actor import post_of
from infostrada.site.records.authority.rules import Authorisation
from infostrada.site.records.authority.rules import authorisation_faults
from infostrada.site.records.authority.rules import covering
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.records.tasks.routing import is_addressee
from infostrada.site.units.lookup import unit_of
from persistent.list import PersistentList
from plone import api
from typing import Any
from typing import NamedTuple
from zope.annotation.interfaces import IAnnotations


KEY = "infostrada.site.records.authorisations"
KEEP = "infostrada.site: Keep authorisations"
HEAD = "Unit Head"


class Grant(NamedTuple):
    """What is said of a new authorisation; without `first` it begins on the day it was given."""

    reference: str
    given_on: date
    person: str
    authority: str
    classes: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    scope: str = ""


def authorisations(unit: Any) -> tuple[Authorisation, ...]:
    """The register, in the order of entry."""
    return tuple(IAnnotations(unit).get(KEY, ()))


def give_authorisation(context: Any, grant: Grant) -> Authorisation:
    """Enter an authorisation; raises InvalidData naming the fields."""
    require(KEEP, context)
    unit = unit_of(context)
    given = Authorisation(
        grant.reference.strip(),
        grant.given_on,
        grant.person,
        name_of(grant.person),
        post_of(grant.person, unit.unit_id),
        grant.authority.strip(),
        grant.classes,
        grant.first or grant.given_on,
        grant.last,
        grant.scope.strip(),
    )
    faults = [Fault(*fault) for fault in authorisation_faults(given, polish_today())]
    known = api.user.get(userid=grant.person) if grant.person else None
    if grant.person and (known is None or not is_addressee(grant.person, unit.unit_id)):
        faults.append(Fault("person", "principal_unknown"))
    if any(
        each.reference == given.reference and each.person == given.person for each in authorisations(unit)
    ):
        faults.append(Fault("reference", "doubled"))
    if faults:
        raise InvalidData(faults)
    _kept(unit).append(given)
    data = {"reference": given.reference, "person": given.person, "classes": list(given.classes)}
    journal.append("records.authorisation.given", unit=unit.unit_id, data=data)
    return given


def revoke_authorisation(context: Any, place: int, reason: str) -> Authorisation:
    """End an authorisation today; its row stays with the reason."""
    require(KEEP, context)
    unit, today = unit_of(context), polish_today()
    held = _kept(unit)
    if not 0 <= place < len(held):
        raise invalid("place", "unknown_object")
    if not reason.strip():
        raise invalid("reason", "required")
    one: Authorisation = held[place]
    if one.revoked_on is not None or (one.last is not None and one.last < today):
        raise Blocked([], reason="authorisation_over")
    held[place] = one._replace(revoked_on=today, reason=reason.strip())
    data = {"reference": one.reference, "person": one.person, "reason": reason.strip()}
    journal.append("records.authorisation.revoked", unit=unit.unit_id, data=data)
    return held[place]


def adopt(unit: Any, given: Authorisation) -> None:
    """Enter a row of the register as another system of the office had it."""
    _kept(unit).append(given)


def authority_of(context: Any, person: str, class_symbol: str, day: date) -> Authorisation | None:
    """By which authorisation a person may sign in a case of the class; None when there is none."""
    return covering(authorisations(unit_of(context)), person, class_symbol, day)


def is_head(context: Any, person: str) -> bool:
    """Does the person sign as the authority itself?"""
    return HEAD in api.user.get_roles(username=person, obj=context)


def signing_line(case: Any, person: str, day: date) -> str:
    """What stands above the person's name on a document of the case; empty for the authority itself and for nobody's.

    The authorisation is named, so that whoever reads the file later finds it in the register.
    """
    if is_head(case, person):
        return ""
    held = authority_of(case, person, case.class_symbol, day)
    return (
        f"{held.line} (upoważnienie {held.reference} z {held.given_on:%d.%m.%Y} r.)"
        if held is not None
        else ""
    )


def _kept(unit: Any) -> Any:
    annotations = IAnnotations(unit)
    if KEY not in annotations:
        annotations[KEY] = PersistentList()
    return annotations[KEY]

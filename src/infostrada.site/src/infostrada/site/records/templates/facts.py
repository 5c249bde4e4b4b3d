"""What a case says to a template's fields."""

from datetime import date
from infostrada.core import accesslog
from infostrada.site.parties.interfaces import IPartyObject
from infostrada.site.parties.picking import MAY_PICK
from infostrada.site.records.acts.operations import acts_of
from infostrada.site.records.acts.rules import told
from infostrada.site.records.authority.operations import authority_of
from infostrada.site.records.cases.content import Case
from infostrada.site.records.cases.content import Participant
from infostrada.site.records.correspondence.interfaces import ILetter
from infostrada.site.records.correspondence.senders import Sender
from infostrada.site.records.deed import Deed
from infostrada.site.records.find import record_at
from infostrada.site.records.personal.clauses.operations import wording_now
from infostrada.site.records.types.operations import version_of
from infostrada.site.theme.dates import long_date
from infostrada.site.units.lookup import find_org
from infostrada.site.units.lookup import unit_of
from plone import api
from typing import Any


PARTY = "strona"


def facts_of(case: Case, act: Deed) -> dict[str, str]:
    """Values of the fields the case knows; empty ones are left out."""
    found = {**_office(case), **_case(case), **_people(case, act), **_letter(case), **_clause(case)}
    parties = parties_of(case)
    if parties:
        found |= {f"strona.{key.partition('.')[2]}": value for key, value in parties[0].items()}
    found |= {"dzis": _day(act.at.date()), "dzis.slownie": f"{long_date(act.at.date(), 'pl')} r."}
    return {name: value for name, value in found.items() if value}


def parties_of(case: Case) -> list[dict[str, str]]:
    """The parties of the case as the fields `strony.*`; others of the case are left out."""
    listed = [item for item in case.parties if item.role == PARTY]
    first = _first_letter(case)
    return [_party(case, item, first) for item in listed]


def _office(case: Case) -> dict[str, str]:
    unit = unit_of(case)
    org = find_org(unit, case.org_id)
    place = " ".join(filter(None, (unit.postcode, unit.city)))
    return {
        "urzad.nazwa": unit.title,
        "urzad.adres": ", ".join(filter(None, (unit.street, place))),
        "urzad.miejscowosc": unit.city or "",
        "urzad.telefon": unit.phone or "",
        "urzad.email": unit.email or "",
        "urzad.ade": unit.ade or "",
        "komorka.nazwa": org.title if org is not None else "",
        "komorka.symbol": case.org_symbol,
    }


def _case(case: Case) -> dict[str, str]:
    return {
        "sprawa.znak": str(case.sign or ""),
        "sprawa.tytul": case.title,
        "sprawa.wszczecie": _day(case.started_on),
        "sprawa.termin": _day(case.due_on),
        "sprawa.klasa": case.class_symbol,
        "sprawa.haslo": case.class_title,
        "sprawa.kategoria": case.category or "",
        "sprawa.podstawa": _basis(case),
    }


def _clause(case: Case) -> dict[str, str]:
    wording = wording_now(case)
    return {"klauzula.tekst": wording.text, "klauzula.wersja": wording.label} if wording is not None else {}


def _basis(case: Case) -> str:
    version = version_of(case)
    if version is None:
        return ""
    acts = acts_of(case)
    return "; ".join(told(one, acts) for one in version.definition.basis)


def _people(case: Case, act: Deed) -> dict[str, str]:
    return {
        "prowadzacy.nazwisko": case.officer_name,
        "autor.nazwisko": act.actor.name,
        "autor.stanowisko": act.actor.post,
        "autor.zup": _line(case, act),
    }


def _line(case: Case, act: Deed) -> str:
    held = authority_of(case, act.actor.id, case.class_symbol, act.at.date())
    return held.line if held is not None else ""


def _letter(case: Case) -> dict[str, str]:
    letter = _first_letter(case)
    if letter is None:
        return {}
    return {
        "pismo.rpw": letter.rpw_number or "",
        "pismo.znak": letter.sender_reference or "",
        "pismo.data": _iso_day(letter.letter_date),
        "pismo.wplyw": _day(letter.received_date),
    }


def _first_letter(case: Case) -> Any:
    letter = record_at(case.letters[0]) if case.letters else None
    return letter if ILetter.providedBy(letter) else None


def _party(case: Case, item: Participant, letter: Any) -> dict[str, str]:
    """Name and address: from the register of parties, or from the letter the party wrote."""
    found = {"strony.nazwa": item.name, "strony.rola": item.role}
    party = record_at(item.uid)
    if IPartyObject.providedBy(party) and api.user.has_permission(MAY_PICK, obj=party):
        accesslog.note(
            "parties.read", uid=item.uid, unit=unit_of(case).unit_id, outcome="granted", reason=str(case.sign)
        )
        place = " ".join(filter(None, (party.postcode, party.city)))
        found["strony.adres"] = "\n".join(filter(None, (party.street, place)))
        found["strony.email"], found["strony.ade"] = party.email or "", party.ade or ""
    elif letter is not None:
        wrote = next((each for each in letter.senders if each.line == item.name), None)
        found |= {"strony.adres": _sender_address(wrote), "strony.email": wrote.email} if wrote else {}
    return found


def _sender_address(one: Sender) -> str:
    number = "/".join(filter(None, (one.building, one.apartment)))
    street = " ".join(filter(None, (one.street or one.city, number))) if number or one.street else ""
    box = f"skr. poczt. {one.po_box}" if one.po_box else ""
    place = " ".join(filter(None, (one.postal_code, one.city)))
    return "\n".join(filter(None, (street, box, place)))


def _day(value: date | None) -> str:
    return f"{value:%d.%m.%Y}" if value else ""


def _iso_day(value: str | None) -> str:
    try:
        return _day(date.fromisoformat(value)) if value else ""
    except ValueError:
        return value or ""

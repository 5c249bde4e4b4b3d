"""Identifiers of acts (ELI): read, checked for shape, told as people cite them, with the address of the act. Pure.

Sources: eli.gov.pl (`DU/<year>/<position>`, `MP/…`); journals of the voivodeships (`POL_WOJ_KP/<year>/<position>`);
data.europa.eu (`reg/2016/679`). Acts of before 2012 have a number of the journal too; it is not part of the identifier.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

import re


LONGEST = 300
MOST = 40
PUBLISHED = re.compile(r"(?P<journal>DU|MP|POL_WOJ_[A-Z]{2})/(?P<year>\d{4})/(?P<position>[1-9]\d{0,5})")
UNION = re.compile(
    r"(?P<kind>reg|reg_impl|reg_del|dir|dir_impl|dir_del|dec|dec_impl|dec_del)/(?P<year>\d{4})/(?P<number>[1-9]\d{0,4})"
)
ADDRESS = re.compile(
    r"https?://(?:eli\.gov\.pl|isap\.sejm\.gov\.pl|data\.europa\.eu|www\.edzienniki\.[a-z.]+|[a-z.]*edziennik[a-z.]*)/eli/"
)
FORM = re.compile(r"(?:/(?:ogl|tj|oj|txt|tuj|pol|pdf|html|doc|deu|eng))*")
CITED = re.compile(
    r"(?P<journal>Dz\.\s?U\.|M\.\s?P\.)(?:\s+z)?\s+(?P<year>\d{4})(?:\s*r\.)?,?(?:\s+nr\s+\d+,?)?\s+poz\.\s*"
    r"(?P<position>[1-9]\d{0,5})"
)
# Since when each journal comes out.
FIRST = {"DU": 1918, "MP": 1918, "POL": 1990, "UNION": 1952}
KINDS = {
    "reg": "rozporządzenie (UE)", "reg_impl": "rozporządzenie wykonawcze (UE)", "reg_del": "rozporządzenie delegowane (UE)",
    "dir": "dyrektywa (UE)", "dir_impl": "dyrektywa wykonawcza (UE)", "dir_del": "dyrektywa delegowana (UE)",
    "dec": "decyzja (UE)", "dec_impl": "decyzja wykonawcza (UE)", "dec_del": "decyzja delegowana (UE)",
}  # fmt: skip
# Journals of voivodeships whose address is known.
VOIVODESHIPS = {"POL_WOJ_KP": "http://www.edzienniki.bydgoszcz.uw.gov.pl/eli/{eli}/ogl/pol"}


class BadEliError(ValueError):
    """A text that names no act; `reason` is a machine word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Basis(NamedTuple):
    """What a case or a decision rests on: an act by its ELI, and the provision."""

    eli: str
    provision: str = ""

    def __str__(self) -> str:
        return f"{self.eli} {self.provision}".strip()


class Act(NamedTuple):
    """An act in the office's register; `last` is its last day in force, `following` the ELI of what came instead."""

    eli: str
    title: str
    last: date | None = None
    following: str = ""


# Acts every office works by (state of 22 November 2026).
COMMON = (
    Act("DU/1960/168", "Kodeks postępowania administracyjnego"),
    Act("DU/1983/173", "ustawa o narodowym zasobie archiwalnym i archiwach"),
    Act("DU/2005/565", "ustawa o informatyzacji działalności podmiotów realizujących zadania publiczne"),
    Act("DU/2006/1517", "rozporządzenie MSWiA w sprawie niezbędnych elementów struktury dokumentów elektronicznych"),
    Act("DU/2006/1518", "rozporządzenie MSWiA w sprawie szczegółowego sposobu postępowania z dokumentami elektronicznymi"),
    Act("DU/2006/1519", "rozporządzenie MSWiA w sprawie wymagań technicznych formatów i nośników danych"),
    Act("DU/2011/67", "rozporządzenie PRM w sprawie instrukcji kancelaryjnej, jednolitych rzeczowych wykazów akt"),
    Act("DU/2012/250", "rozporządzenie MAiC w sprawie wzoru i sposobu prowadzenia metryki sprawy"),
    Act("DU/2019/246", "rozporządzenie MKiDN w sprawie klasyfikowania i kwalifikowania dokumentacji"),
    Act("DU/2020/2320", "ustawa o doręczeniach elektronicznych"),
    Act("reg/2016/679", "ogólne rozporządzenie o ochronie danych (RODO)"),
)  # fmt: skip


def parse_basis(text: str, this_year: int) -> Basis:
    """An act and a provision as people write them on one line; raises `BadEliError`.

    Taken are the identifier (`DU/2012/250 § 2`), the address of the act, and the usual citation (`Dz.U. z 2011 r. nr 14
    poz. 67, § 1`).
    """
    told = text.strip()
    cited = CITED.match(told)
    if cited is not None:
        journal = "DU" if cited["journal"].startswith("D") else "MP"
        eli, rest = f"{journal}/{cited['year']}/{cited['position']}", told[cited.end() :]
    else:
        address = ADDRESS.match(told)
        body = told[address.end() :] if address else told
        found = PUBLISHED.match(body) or UNION.match(body)
        if found is None:
            raise BadEliError("eli_malformed")
        eli, rest = found[0], body[found.end() :]
        form = FORM.match(rest)
        rest = rest[form.end() :] if form else rest
    if rest and rest[0] not in " ,;\t":
        raise BadEliError("eli_malformed")
    check_year(eli, this_year)
    provision = rest.strip(" ,;\t")
    if len(provision) > LONGEST:
        raise BadEliError("too_long")
    return Basis(eli, provision)


def check_year(eli: str, this_year: int) -> None:
    """Raise `BadEliError` for an identifier of another shape or of a year without such a journal."""
    found = PUBLISHED.fullmatch(eli)
    union = UNION.fullmatch(eli)
    if found is None and union is None:
        raise BadEliError("eli_malformed")
    key = "UNION" if found is None else found["journal"].partition("_")[0]
    year = int((found or union)["year"])  # type: ignore[index]
    if not FIRST[key] <= year <= this_year:
        raise BadEliError("eli_year")


def bases_of(lines: Iterable[str], this_year: int) -> tuple[Basis, ...]:
    """The acts of several lines, empty ones left out; raises `BadEliError`."""
    found = tuple(dict.fromkeys(parse_basis(line, this_year) for line in lines if line.strip()))
    if len(found) > MOST:
        raise BadEliError("too_many")
    return found


def url_of(eli: str) -> str:
    """Address of the act; empty for a journal whose address is not known."""
    journal = eli.partition("/")[0]
    if journal in ("DU", "MP"):
        return f"https://eli.gov.pl/eli/{eli}/ogl"
    if journal in VOIVODESHIPS:
        return VOIVODESHIPS[journal].format(eli=eli)
    return f"http://data.europa.eu/eli/{eli}/oj" if UNION.fullmatch(eli) else ""


def cited(eli: str) -> str:
    """The act as it is cited."""
    journal, year, position = eli.split("/")
    if journal in ("DU", "MP"):
        return f"{'Dz.U.' if journal == 'DU' else 'M.P.'} {year} poz. {position}"
    if journal in KINDS:
        return f"{KINDS[journal]} {year}/{position}"
    return f"Dz.Urz. Woj. {journal.removeprefix('POL_WOJ_')} {year} poz. {position}"


def told(basis: Basis, acts: Iterable[Act]) -> str:
    """Provision, title when the register knows it, journal."""
    title = next((act.title for act in acts if act.eli == basis.eli), "")
    named = f"{title} ({cited(basis.eli)})" if title else cited(basis.eli)
    return f"{basis.provision} {named}".strip()


def over(bases: Iterable[Basis], acts: Iterable[Act], day: date) -> list[Act]:
    """Acts named that are no longer in force on a day, by the register."""
    named = {basis.eli for basis in bases}
    return [act for act in acts if act.eli in named and act.last is not None and act.last < day]

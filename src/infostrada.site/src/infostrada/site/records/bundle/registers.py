"""Registers of the office that travel in a bundle as rows: what the office works by, not records of a case.

They are the office's own: with `foreign` numbers (records of another office taken over) they stay behind. A row that is here
already is left as it is. An authorisation binds a login only where the login bears the same name here: else the row stays
in the register and nobody signs by it.
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import datetime
from infostrada.core import journal
from infostrada.core.calendar import polish_today
from infostrada.site.records.actor import name_of
from infostrada.site.records.acts import operations as acts
from infostrada.site.records.acts.rules import Act
from infostrada.site.records.acts.rules import BadEliError
from infostrada.site.records.acts.rules import check_year
from infostrada.site.records.acts.rules import COMMON
from infostrada.site.records.authority import operations as authority
from infostrada.site.records.authority.rules import Authorisation
from infostrada.site.records.authority.rules import authorisation_faults
from infostrada.site.records.folders import store as folders
from infostrada.site.records.folders.rules import Folder
from infostrada.site.records.folders.rules import folder_faults
from infostrada.site.records.personal.clauses import operations as clauses
from infostrada.site.records.personal.clauses.rules import Wording
from infostrada.site.records.personal.clauses.rules import wording_faults
from infostrada.site.records.plan import exceptions
from infostrada.site.records.plan.modes import exception_faults
from infostrada.site.records.plan.modes import ModeException
from infostrada.site.records.store import new_uid
from typing import Any
from typing import NamedTuple


class Register(NamedTuple):
    """A register: the type of its rows, those of a unit, what tells one row from another, what is wrong with a new one.

    `kept` is the row as it is entered here; `group` tells which rows may stand in the way of a new one.
    """

    row: Any
    title: str
    held: Callable[[Any], Sequence[Any]]
    key: Callable[[Any], tuple[Any, ...]]
    faults: Callable[[Any, Sequence[Any]], list[tuple[str, str]]]
    enter: Callable[[Any, Any], None]
    kept: Callable[[Any], Any] = lambda row: row
    group: Callable[[Any], Any] = lambda _row: None


def _own_acts(unit: Any) -> list[Act]:
    return [act for act in acts.acts_of(unit) if act not in COMMON]


def _act_faults(given: Act, _held: Sequence[Act]) -> list[tuple[str, str]]:
    found = []
    for name, eli in (("eli", given.eli), ("following", given.following)):
        try:
            if eli or name == "eli":
                check_year(eli, polish_today().year)
        except BadEliError as error:
            found.append((name, error.reason))
    return found if given.title.strip() else [*found, ("title", "required")]


def _mode_faults(given: ModeException, held: Sequence[ModeException]) -> list[tuple[str, str]]:
    return exception_faults(given, held, "")


def _authorisation_faults(given: Authorisation, _held: Iterable[Authorisation]) -> list[tuple[str, str]]:
    # A row without a login was one whose login bore another name where it came from.
    named = given if given.person else given._replace(person="-")
    return authorisation_faults(named, polish_today())


def _wording_faults(given: Wording, held: Sequence[Wording]) -> list[tuple[str, str]]:
    found = wording_faults(given.clause, given.text, given.first, given.classes, held)
    after = sum(each.clause == given.clause for each in held) + 1
    return found if given.number == after else [*found, ("number", "number_order")]


def same_person(given: Authorisation) -> bool:
    """Does the login bear the name of the authorised person here?"""
    return not given.person or name_of(given.person) == given.name


def _bound(given: Authorisation) -> Authorisation:
    return given if same_person(given) else given._replace(person="")


class FolderLine(NamedTuple):
    """A folder of papers as it travels; `handover` is the list it goes to the archive by, `signature` what the archive gave it."""

    org_symbol: str
    class_symbol: str
    class_title: str
    category: str
    first_year: int
    last_year: int
    volumes: int
    contents: str
    made_at: datetime
    made_by: str
    handover: str
    signature: str


def _folders(unit: Any) -> list[FolderLine]:
    found, after = [], ("", "", 0)
    while page := folders.page(unit.unit_id, FOLDERS_AT_ONCE, "", after):
        found += [FolderLine(*(getattr(one, name) for name in FolderLine._fields)) for one in page]
        after = (page[-1].org_symbol, page[-1].class_symbol, page[-1].first_year)
    return found


def _as_folder(unit_id: str, given: FolderLine) -> Folder:
    return Folder(new_uid(), unit_id, **given._asdict())


def _folder_faults(given: FolderLine, held: Sequence[FolderLine]) -> list[tuple[str, str]]:
    others = [_as_folder("", each) for each in held]
    return folder_faults(_as_folder("", given), others, polish_today().year, {})


def _enter_folder(unit: Any, given: FolderLine) -> None:
    folders.take_turn(unit.unit_id, given.org_symbol, given.class_symbol)
    folders.insert(_as_folder(unit.unit_id, given))


FOLDERS_AT_ONCE = 1_000
REGISTERS: Mapping[str, Register] = {
    "acts": Register(
        Act,
        "An act of law of the office's register",
        _own_acts,
        lambda row: (row.eli,),
        _act_faults,
        acts.adopt,
    ),
    "modes": Register(
        ModeException,
        "An exception from the way of keeping of a class",
        exceptions.exceptions_of,
        lambda row: (row.symbol, row.first),
        _mode_faults,
        exceptions.adopt,
    ),
    "authorisations": Register(
        Authorisation,
        "An authorisation to settle matters in the name of the authority",
        authority.authorisations,
        lambda row: (row.reference, row.name),
        _authorisation_faults,
        authority.adopt,
        _bound,
    ),
    "wordings": Register(
        Wording,
        "A wording of the clause of RODO art. 13",
        clauses.wordings,
        lambda row: (row.clause, row.number),
        _wording_faults,
        clauses.adopt,
    ),
    "folders": Register(
        FolderLine,
        "A folder of papers of a class over one or several years",
        _folders,
        lambda row: (row.org_symbol, row.class_symbol, row.first_year),
        _folder_faults,
        _enter_folder,
        group=lambda row: (row.org_symbol, row.class_symbol),
    ),
}


class Held:
    """The rows of a register of the unit, read once: found by their keys however many there are."""

    def __init__(self, kind: str, unit: Any) -> None:
        self.register = REGISTERS[kind]
        self._groups: dict[Any, dict[Any, Any]] = {}
        for row in self.register.held(unit):
            self.add(row)

    def add(self, row: Any) -> None:
        """Know a row from now on."""
        self._group(row)[self.register.key(row)] = row

    def same(self, row: Any) -> Any:
        """The row with the key of this one; None when there is none."""
        return self._group(row).get(self.register.key(row))

    def beside(self, row: Any) -> list[Any]:
        """Rows that may stand in its way."""
        return list(self._group(row).values())

    def _group(self, row: Any) -> dict[Any, Any]:
        return self._groups.setdefault(self.register.group(row), {})


def label_of(kind: str, row: Any) -> str:
    """A row in one line of a report."""
    return " ".join(str(part) for part in REGISTERS[kind].key(row))[:80]


def take_in(held: Held, unit: Any, kind: str, row: Any, office: str) -> bool:
    """Enter a row that is not here yet; False when it is."""
    register = held.register
    if held.same(row) is not None:
        return False
    register.enter(unit, register.kept(row))
    held.add(register.kept(row))
    data = {"register": kind, "row": label_of(kind, row), "office": office}
    journal.append("records.bundle.row", unit=unit.unit_id, data=data)
    return True

"""Enter folders, let them run on, hand them over to the archive as a whole."""

from datetime import date
from infostrada.core import journal
from infostrada.core.calendar import polish_today
from infostrada.core.errors import NotFound
from infostrada.site.records.archive.content import Handover
from infostrada.site.records.archive.operations import file_list
from infostrada.site.records.archive.operations import HAND_OVER
from infostrada.site.records.archive.operations import LARGEST_LIST
from infostrada.site.records.archive.operations import row_of
from infostrada.site.records.cases.interfaces import ICase
from infostrada.site.records.cases.rules import Blocker
from infostrada.site.records.deed import deed
from infostrada.site.records.find import by_uid
from infostrada.site.records.folders import store
from infostrada.site.records.folders.rules import against_handover
from infostrada.site.records.folders.rules import Folder
from infostrada.site.records.folders.rules import folder_faults
from infostrada.site.records.folders.rules import Within
from infostrada.site.records.plan.exceptions import mode_of_class
from infostrada.site.records.plan.operations import plan_on
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.records.store import new_uid
from infostrada.site.units.lookup import orgs_of
from infostrada.site.units.lookup import structure_of
from infostrada.site.units.lookup import unit_of
from plone.uuid.interfaces import IUUID
from typing import Any
from typing import NamedTuple


USE = "infostrada.site: Use the records desk"


class Beginning(NamedTuple):
    """What is said of a new folder; without `last_year` it holds its first year alone."""

    org_symbol: str
    class_symbol: str
    first_year: int
    last_year: int | None = None
    volumes: int = 1
    contents: str = ""


def begin_folder(context: Any, given: Beginning) -> Folder:
    """Enter a folder of a paper class; raises InvalidData naming the fields."""
    require(HAND_OVER, context)
    unit, act = unit_of(context), deed(context)
    symbols = {org.symbol for org in orgs_of(structure_of(unit))}
    if given.org_symbol not in symbols:
        raise invalid("org_symbol", "org_unknown")
    held = _class_of(unit, given)
    folder = Folder(
        new_uid(), act.unit, given.org_symbol, held.symbol, held.title, held.category_lead, given.first_year,
        given.last_year or given.first_year, given.volumes, given.contents.strip(), act.at, act.actor.name,
    )  # fmt: skip
    store.take_turn(act.unit, folder.org_symbol, folder.class_symbol)
    _check(folder)
    if not _on_paper(unit, folder):
        raise invalid("class_symbol", "class_not_on_paper")
    store.insert(folder)
    _note("begun", folder)
    return folder


def change_folder(context: Any, uid: str, last_year: int, volumes: int, contents: str) -> Folder:
    """Let a folder run on, or say its volumes and contents anew, until it goes to the archive."""
    require(HAND_OVER, context)
    unit = unit_of(context)
    held = folder_of(unit, uid)
    store.take_turn(held.unit, held.org_symbol, held.class_symbol)
    if _locked(unit, uid).handover:
        raise Blocked([], reason="state_forbids")
    folder = held._replace(last_year=last_year, volumes=volumes, contents=contents.strip())
    _check(folder)
    left = [case for case in store.cases_within(held) if case.year > last_year]
    if left:
        raise Blocked([Blocker("case_left_outside", case.uid, case.sign) for case in left])
    store.change(folder)
    _note("changed", folder)
    return folder


def folder_of(context: Any, uid: str) -> Folder:
    """A folder; raises NotFound."""
    require(USE, context)
    found = store.one(unit_of(context).unit_id, uid)
    if found is None:
        raise NotFound(field="folder", reason="unknown_object")
    return found


def hand_over_folders(context: Any, uids: list[str]) -> Handover:
    """A handover list of whole folders, all of one unit; Blocked with everything that stands against it."""
    require(HAND_OVER, context)
    act, unit = deed(context), unit_of(context)
    folders = [_locked(unit, uid) for uid in dict.fromkeys(uids)]
    if not folders:
        raise invalid("folders", "required")
    if len({folder.org_symbol for folder in folders}) > 1:
        raise invalid("folders", "folders_of_several_units")
    within = {folder.uid: store.cases_within(folder) for folder in folders}
    against = [each for folder in folders for each in _against(folder, within[folder.uid], act.at.date())]
    if against:
        raise Blocked(against)
    cases = [case for folder in folders for case in within[folder.uid] if case.state == "closed"]
    if len(cases) > LARGEST_LIST:
        raise invalid("folders", "too_many")
    draft = Handover(title=f"Spis zdawczo-odbiorczy teczek {folders[0].org_symbol}")
    draft.org_symbol, draft.year = folders[0].org_symbol, act.at.year
    draft.made_by, draft.made_at = act.actor, act.at
    draft.rows = tuple(row_of(by_uid(case.uid, ICase, near=context)) for case in cases)
    draft.folders = tuple(folder.uid for folder in folders)
    made: Handover = file_list(context, draft, "records_handover", "handover", act)
    for folder in folders:
        store.change(folder._replace(handover=IUUID(made)))
    act.write("archive.handover", made, cases=len(made.rows), folders=len(folders), org=draft.org_symbol)
    return made


def _against(folder: Folder, cases: list[Within], today: date) -> list[Blocker]:
    if folder.handover:
        return [Blocker("folder_on_a_list", folder.uid, f"{folder.sign} {folder.years}")]
    return [
        Blocker(
            reason, case.uid if case else folder.uid, case.sign if case else f"{folder.sign} {folder.years}"
        )
        for reason, case in against_handover(cases, today)
    ]


def _class_of(unit: Any, given: Beginning) -> Any:
    """The class in the plan of the folder's first year, else in that of today."""
    year = given.first_year if 1900 <= given.first_year < 9999 else polish_today().year
    plan = plan_on(unit, date(year, 12, 31)) or plan_on(unit, polish_today())
    if plan is None:
        raise invalid("class_symbol", "no_plan")
    held = plan.get(given.class_symbol)
    if held is None:
        raise invalid("class_symbol", "class_unknown")
    if not plan.takes_cases(given.class_symbol):
        raise invalid("class_symbol", "class_not_final")
    return held


def _on_paper(unit: Any, folder: Folder) -> bool:
    """Is the class kept on paper in a year of the folder, or has it a paper case there?"""
    days = [date(year, 12, 31) for year in range(folder.first_year, folder.last_year + 1)]
    bound = [(plan, day) for day in (*days, polish_today()) if (plan := plan_on(unit, day)) is not None]
    kept = any(mode_of_class(plan, folder.class_symbol, day) == "paper" for plan, day in bound)
    return kept or bool(store.cases_within(folder))


def _check(folder: Folder) -> None:
    others = store.of_class(folder.unit, folder.org_symbol, folder.class_symbol)
    counts = store.counts(
        folder.unit, folder.org_symbol, folder.class_symbol, folder.first_year, folder.last_year
    )
    faults = folder_faults(folder, others, polish_today().year, counts)
    if faults:
        raise InvalidData([Fault(*each) for each in faults])


def _locked(unit: Any, uid: str) -> Folder:
    found = store.one(unit.unit_id, uid, locked=True)
    if found is None:
        raise NotFound(field="folder", reason="unknown_object")
    return found


def _note(action: str, folder: Folder) -> None:
    data = {"sign": folder.sign, "years": folder.years, "volumes": folder.volumes}
    journal.append(f"records.folder.{action}", unit=folder.unit, uid=folder.uid, data=data)

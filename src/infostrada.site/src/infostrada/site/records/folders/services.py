"""REST: folders of papers."""

from infostrada.core import idempotency
from infostrada.core.queries import one
from infostrada.core.queries import whole
from infostrada.core.record import cursor
from infostrada.site.records.archive.interfaces import IHandover
from infostrada.site.records.find import by_uid
from infostrada.site.records.folders import store
from infostrada.site.records.folders.operations import begin_folder
from infostrada.site.records.folders.operations import Beginning
from infostrada.site.records.folders.operations import change_folder
from infostrada.site.records.folders.operations import folder_of
from infostrada.site.records.folders.operations import hand_over_folders
from infostrada.site.records.folders.rules import Folder
from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from infostrada.site.records.serializers import iso
from itertools import groupby
from plone.uuid.interfaces import IUUID
from typing import Any


SIZE, LARGEST = 50, 200


def _plain(unit: Any, folder: Folder) -> dict[str, Any]:
    return {
        "@id": f"{unit.absolute_url()}/@folders?folder={folder.uid}",
        "sign": folder.sign,
        **{name: value for name, value in folder._asdict().items() if name != "unit"},
        "made_at": iso(folder.made_at),
    }


def folder_json(unit: Any, folder: Folder) -> dict[str, Any]:
    """A folder, and from when it may be handed over."""
    return folders_json(unit, [folder])[0]


def folders_json(unit: Any, folders: list[Folder]) -> list[dict[str, Any]]:
    """Folders of a page; when each may be handed over is asked for once."""
    days = store.due_days(unit.unit_id, [folder.uid for folder in folders])
    return [{**_plain(unit, folder), "due_from": iso(days.get(folder.uid))} for folder in folders]


def cases_json(unit: Any, folder: Folder) -> dict[str, Any]:
    """A folder with its cases year by year."""
    shown = store.cases_shown(folder)
    by_year = {year: list(cases) for year, cases in groupby(shown, key=lambda case: case["year"])}
    names = ("uid", "sign", "title", "state")
    return {
        **folder_json(unit, folder),
        "years": [
            {
                "year": year,
                "cases": [{name: case[name] for name in names} for case in by_year.get(year, ())],
            }
            for year in range(folder.first_year, folder.last_year + 1)
        ],
        "hidden": len(store.cases_within(folder)) - len(shown),
    }


class FoldersGet(RecordService):
    """`GET <unit>/@folders`: folders by unit, class and year (`org`, `size` up to 200, `cursor`).

    `folder=<uid>` answers with one folder and its cases, each year's list apart.
    """

    def answer(self) -> dict[str, Any]:
        """A page, or one folder."""
        form, unit = self.request.form, self.context
        if form.get("folder"):
            return cases_json(unit, folder_of(unit, str(form["folder"])))
        wanted = whole(form, "size", SIZE, least=1, most=LARGEST, reason="bad_size")
        order = f"folders:{unit.unit_id}"
        org, symbol, year = cursor.begun(form, order, (str, str, int)) or ("", "", 0)
        found = store.page(unit.unit_id, wanted + 1, one(form, "org") or "", (org, symbol, year))
        listed = found[:wanted]
        last = listed[-1] if len(found) > wanted else None
        place = last and (last.org_symbol, last.class_symbol, last.first_year)
        return {
            "@id": f"{unit.absolute_url()}/@folders",
            "items": folders_json(unit, listed),
            "next_cursor": cursor.encode(order, place) if place else None,
        }


class FoldersPost(WritingService):
    """`POST <unit>/@folders`: an act on a folder, named by `act`.

    `begin` (`org_symbol`, `class_symbol`, `first_year`, `last_year`, `volumes`, `contents`), `change` (`folder`,
    `last_year`, `volumes`, `contents`), `hand_over` (`folders`: UIDs; answers with the handover list).
    """

    def answer(self) -> dict[str, Any]:
        """The folder, or the list."""
        body, unit, act = self.body, self.context, text(self.body, "act")
        if act == "begin":
            first, last = self._count("first_year"), self._count("last_year", 0)
            given = Beginning(
                text(body, "org_symbol"), text(body, "class_symbol"), first, last or None,
                self._count("volumes", 1), text(body, "contents"),
            )  # fmt: skip
            made = begin_folder(unit, given)
            self.request.response.setStatus(201)
            return folder_json(unit, made)
        if act == "change":
            held = folder_of(unit, text(body, "folder"))
            changed = change_folder(
                unit,
                held.uid,
                self._count("last_year", held.last_year),
                self._count("volumes", held.volumes),
                text(body, "contents", held.contents),
            )
            return folder_json(unit, changed)
        if act != "hand_over":
            raise invalid("act", "not_in_list")
        done = idempotency.begin(self.request)
        if done is not None:
            return dict(self.created(by_uid(done, IHandover, near=unit)))
        uids = body.get("folders", [])
        if not isinstance(uids, list) or not all(isinstance(uid, str) for uid in uids):
            raise invalid("folders", "json_not_a_list")
        listed = hand_over_folders(unit, uids)
        idempotency.finish(self.request, IUUID(listed))
        return dict(self.created(listed))

    def _count(self, name: str, default: int | None = None) -> int:
        value = self.body.get(name, default)
        if not isinstance(value, int) or isinstance(value, bool):
            raise invalid(name, "json_not_a_number")
        return value

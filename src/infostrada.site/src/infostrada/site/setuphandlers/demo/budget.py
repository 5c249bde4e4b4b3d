"""An edition of the participatory budget that is over, brought in from files as an official would."""

from collections.abc import Iterator
from infostrada.site.participation.budget.editions.operations import import_edition
from infostrada.site.participation.budget.editions.operations import open_board
from infostrada.site.participation.budget.editions.operations import PastEdition
from infostrada.site.participation.budget.editions.operations import publish_edition
from infostrada.site.records.upload import Upload
from infostrada.site.setuphandlers.demo.files import Demo
from infostrada.site.setuphandlers.demo.office import holder
from pathlib import Path
from plone import api
from typing import Any


UNIT, TITLE, YEAR = "wislany-grod", "Budżet obywatelski 2025", 2025


def past_editions(portal: Any, demo: Demo) -> Iterator[str]:
    """Bring in and publish what lies in the folder `budget`; one file for each pool."""
    paths: list[Path] = sorted((demo.folder / "budget").glob("*.pb"))
    if not paths or UNIT not in portal:
        return
    files = tuple(Upload(path.name, path.read_bytes()) for path in paths)
    board = open_board(portal[UNIT])
    unit = next(unit for unit in demo.units if unit["unit_id"] == UNIT)
    with api.env.adopt_user(username=holder(unit, "head")["login"]):
        edition = import_edition(board, PastEdition(TITLE, YEAR, files))
        publish_edition(edition)
    yield f"{UNIT}: {TITLE}"

"""The bulletin itself, with the subject menu of the law."""

from infostrada.site.bip.content import Bulletin
from infostrada.site.bip.menu import MENU
from infostrada.site.bip.operations.common import add_to
from infostrada.site.bip.operations.common import BULLETIN
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import require
from typing import Any


def open_bulletin(
    unit: Any, editor_name: str = "", editor_phone: str = "", editor_email: str = ""
) -> Bulletin:
    """Give a unit its bulletin with the subject menu of the law."""
    require("infostrada.site: Administer unit", unit)
    if BULLETIN in unit:
        raise Blocked([], reason="bulletin_exists")
    values = {"editor_name": editor_name, "editor_phone": editor_phone, "editor_email": editor_email}
    bulletin: Bulletin = add_to(
        unit, "bip_bulletin", BULLETIN, title="Biuletyn Informacji Publicznej", **values
    )
    for group, items in MENU.items():
        for item in items:
            words = {"description": item.description, "basis": item.basis, "group": group}
            add_to(bulletin, "bip_section", item.name, title=item.title, **words)
    return bulletin

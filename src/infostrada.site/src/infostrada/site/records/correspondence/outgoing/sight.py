"""An outgoing letter of a case with special categories of data: to whom more is shown than the register of letters must tell."""

from infostrada.site.records.find import record_at
from plone import api
from typing import Any


def is_told(letter: Any) -> bool:
    """May the person know what the letter is about and read what it encloses?

    The registry, which sends it, needs number, addressee, way and sign (instruction, Dz.U. 2011 nr 14 poz. 67: RPWych);
    of a restricted letter the rest is for those who see its case.
    """
    if not letter.sealed:
        return True
    case = record_at(letter.case_uid)
    return bool(case is not None and api.user.has_permission("View", obj=case))

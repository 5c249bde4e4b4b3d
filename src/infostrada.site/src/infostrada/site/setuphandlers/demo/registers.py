"""The registers of the demo's bulletins, written and published by the editor of each."""

from collections.abc import Iterator
from datetime import timedelta
from infostrada.core.server.profile import ProfileError
from infostrada.site.bip.operations import BULLETIN
from infostrada.site.bip.operations import publish_entry
from infostrada.site.bip.registers.kinds import KINDS
from infostrada.site.bip.registers.operations import draft_register_entry
from infostrada.site.bip.registers.operations import RegisterData
from infostrada.site.setuphandlers.demo.files import Demo
from infostrada.site.setuphandlers.demo.office import holder
from plone import api
from typing import Any

import re


_AWAY = re.compile(r"-?\d+d$")


def fill_registers(portal: Any, demo: Demo) -> Iterator[str]:
    """Entries of every register, in the order of the file: a term stands before its votes."""
    yield "Registers of the bulletins"
    editors = {unit["unit_id"]: holder(unit, "bip_editor")["login"] for unit in demo.units}
    for number, given in enumerate(demo.registers, start=1):
        section = portal[given["unit"]][BULLETIN][KINDS[given["register"]].section]
        data = RegisterData({name: dated(demo, v) for name, v in given["values"].items()}, given["author"])
        with api.env.adopt_user(username=editors[given["unit"]]):
            try:
                publish_entry(draft_register_entry(section, given["register"], data))
            except Exception as error:
                raise ProfileError(
                    f"registers.yaml: entry {number} ({given['register']}): {error}"
                ) from error


def dated(demo: Demo, value: Any) -> Any:
    """A value whose days are counted from today: "-20d" is twenty days ago."""
    if isinstance(value, str) and _AWAY.match(value):
        return (demo.today + timedelta(days=int(value[:-1]))).isoformat()
    return value

"""Registers of personal data as a data-protection officer keeps them."""

from collections.abc import Iterator
from datetime import timedelta
from infostrada.site.records.deed import now
from infostrada.site.records.personal.registers.operations import add_entry
from infostrada.site.setuphandlers.demo.files import Demo
from plone import api
from typing import Any


def keep_registers(portal: Any, demo: Demo) -> Iterator[str]:
    """The entries of the demo's offices, by their officers."""
    filed = 0
    for office in demo.privacy:
        with api.env.adopt_user(username=office["by"]):
            for given in office["entries"]:
                values = {name: _said(value) for name, value in given.items() if name != "register"}
                add_entry(portal[office["unit"]], given["register"], values)
                filed += 1
    if filed:
        yield f"{filed} entries in the registers of personal data"


def _said(value: Any) -> Any:
    """A value as it stands, or a day or moment so long ago."""
    if not isinstance(value, dict):
        return value
    moment = now() - timedelta(**value)
    return moment.isoformat() if "hours" in value else moment.date().isoformat()

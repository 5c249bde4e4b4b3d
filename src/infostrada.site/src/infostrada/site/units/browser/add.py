"""Plone's own form for adding a unit, ending in the operation everybody uses."""

from infostrada.core.errors import Problem
from infostrada.site.units.operations import change_unit
from infostrada.site.units.operations import CHANGEABLE
from infostrada.site.units.operations import create_unit
from infostrada.site.units.operations import UnitData
from infostrada.site.units.rules import slug
from plone import api
from plone.dexterity.browser.add import DefaultAddForm
from plone.dexterity.browser.add import DefaultAddView
from typing import Any
from z3c.form.interfaces import ActionExecutionError
from zope.interface import Invalid


class AddUnitForm(DefaultAddForm):
    """The short name becomes the stable id; without one the name is turned into an id."""

    portal_type = "units_unit"

    def createAndAdd(self, data: dict[str, Any]) -> Any:
        short = data.get("IShortName.id") or slug(data["title"])
        values = {name: data.get(name) or "" for name in CHANGEABLE}
        try:
            unit = create_unit(api.portal.get(), UnitData(short, **values))
            if data.get("logo"):
                change_unit(unit, {"logo": data["logo"]})
        except Problem as problem:
            raise ActionExecutionError(Invalid(problem.message)) from None
        self.immediate_view = unit.absolute_url()
        return unit


class AddUnit(DefaultAddView):
    """``++add++units_unit``."""

    form = AddUnitForm

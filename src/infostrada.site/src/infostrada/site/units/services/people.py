"""Plone's own services that name people, narrowed to the units of whoever asks."""

from infostrada.core.errors import NotFound
from infostrada.site.units.sight import current
from plone.restapi.services.history.get import HistoryGet
from plone.restapi.services.users.get import PortraitGet
from typing import Any


class NarrowedPortrait(PortraitGet):
    """``@portrait``: of a person the visitor may know of; else there is none."""

    def render(self) -> Any:
        if self.params and not current().sees(self.params[0]):
            raise NotFound()
        return super().render()


class NarrowedHistory(HistoryGet):
    """``@history``: people of other units stay unnamed."""

    def reply(self) -> Any:
        answer = super().reply()
        sight = current()
        for entry in answer if isinstance(answer, list) else ():
            actor = entry.get("actor") or {}
            if not sight.sees(actor.get("id")):
                entry["actor"] = {"@id": None, "id": None, "fullname": "", "username": None}
        return answer

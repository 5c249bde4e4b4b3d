"""The register of authorisations, and the forms that give and revoke one."""

from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.words import dated
from infostrada.site.desk.words import options
from infostrada.site.records.actor import name_of
from infostrada.site.records.authority.operations import authorisations
from infostrada.site.records.authority.operations import give_authorisation
from infostrada.site.records.authority.operations import Grant
from infostrada.site.records.authority.operations import KEEP
from infostrada.site.records.authority.operations import revoke_authorisation
from infostrada.site.records.authority.rules import Authorisation
from infostrada.site.records.browser.tables import numbered
from infostrada.site.records.browser.tables import row
from infostrada.site.records.browser.tables import table
from infostrada.site.records.problems import invalid
from infostrada.site.units.interfaces import IUnitDirectory
from typing import Any
from zope.component import getUtility

import re


class AuthorisationsPage(DeskPage):
    """Who may sign for the authority, in what, from when to when."""

    heading = _("Register of authorisations")
    lead = _("Who settles matters in the name of the authority (article 268a of the code), and until when.")

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The register, then the forms for whoever keeps it."""
        found: list[dict[str, Any]] = [
            {"id": "register", "title": _("Authorisations"), "register": self._register()}
        ]
        if not self.may(KEEP):
            return found
        found[0]["forms"] = [self._giving(), *([self._revoking()] if self._running else [])]
        return found

    @property
    def _running(self) -> dict[str, str]:
        today = polish_today()
        return {
            str(place): f"{one.reference}: {one.name}"
            for place, one in enumerate(authorisations(self.unit))
            if one.in_force(today) and one.revoked_on is None
        }

    def _register(self) -> dict[str, Any]:
        columns = (
            ("reference", _("Reference")),
            ("given", _("Day of the act")),
            ("person", _("Who")),
            ("authority", _("In the name of")),
            ("classes", _("Classes of the plan")),
            ("scope", _("Scope")),
            ("first", _("From")),
            ("last", _("To")),
            ("state", _("State")),
        )
        rows = numbered("authorisation", [self._row(one) for one in authorisations(self.unit)])
        empty = _("Nobody has been authorised yet: the head of the office alone signs for the authority.")
        return {**table(_("Register of authorisations"), columns, rows), "quiet": True, "empty": empty}

    def _row(self, one: Authorisation) -> dict[str, Any]:
        today = polish_today()
        if one.revoked_on is not None:
            state = {"text": _("revoked: ${reason}", mapping={"reason": one.reason}), "tone": "warn"}
        elif one.in_force(today):
            state = {"text": _("in force"), "tone": "done"}
        else:
            state = {"text": _("not begun") if today < one.first else _("over"), "tone": "wait"}
        return row(
            f"{one.reference}: {one.name}",
            reference=one.reference,
            given=dated(one.given_on, self.request),
            person=", ".join(filter(None, (one.name, one.post))),
            authority=one.authority,
            classes=", ".join(one.classes) if one.classes else {"text": _("all")},
            scope=one.scope,
            first=dated(one.first, self.request),
            last=dated(one.revoked_on or one.last, self.request),
            state=state,
        )

    def _giving(self) -> Any:
        people = getUtility(IUnitDirectory).users_of_units([self.unit.unit_id])
        listed = dict(sorted(((user, name_of(user)) for user in people), key=lambda item: item[1]))
        today = polish_today().isoformat()
        act = [
            {"name": "reference", "label": _("Reference"), "required": True, "width": "is-half"},
            {
                "name": "given_on",
                "label": _("Day of the act"),
                "kind": "date",
                "required": True,
                "value": today,
            },
            {
                "name": "person",
                "label": _("Who"),
                "kind": "select",
                "required": True,
                "options": options(listed, _("choose")),
            },
            {
                "name": "authority",
                "label": _("In the name of"),
                "hint": _("In the genitive, as it stands behind “z up.”: Wójta, Burmistrza, Starosty."),
                "required": True,
            },
        ]
        scope = [
            {
                "name": "classes",
                "label": _("Classes of the plan"),
                "hint": _("Symbols or their beginnings, divided by commas; empty for all."),
            },
            {"name": "scope", "label": _("Scope in words"), "kind": "textarea"},
            {"name": "first", "label": _("From"), "kind": "date", "width": "is-half", "value": today},
            {
                "name": "last",
                "label": _("To"),
                "kind": "date",
                "width": "is-half",
                "hint": _("Empty: until revoked."),
            },
        ]
        return self.one(
            "give",
            _("Enter the authorisation"),
            groups=[(_("Act of the authority"), act), (_("Scope"), scope)],
            fold=_("A new authorisation"),
        )

    def _revoking(self) -> Any:
        which = {
            "name": "place",
            "label": _("Authorisation"),
            "kind": "select",
            "required": True,
            "options": options(self._running, _("choose")),
        }
        reason = {"name": "reason", "label": _("Reason"), "required": True}
        return self.one(
            "revoke", _("Revoke the authorisation"), which, reason, tone="btn-danger", fold=_("Revoke one")
        )

    def do_give(self) -> str:
        """Enter one."""
        given_on = self.day("given_on")
        if given_on is None:
            raise invalid("given_on", "required")
        words = {name: self.text(name) for name in ("reference", "person", "authority", "scope")}
        classes = tuple(filter(None, re.split(r"[\s,;]+", self.text("classes"))))
        first, last = self.day("first"), self.day("last")
        given = give_authorisation(
            self.context, Grant(given_on=given_on, classes=classes, first=first, last=last, **words)
        )
        self.say(_("The authorisation of ${name} was entered.", mapping={"name": given.name}))
        return f"{self.context.absolute_url()}/{self.address}"

    def do_revoke(self) -> str:
        """End one."""
        place = self.text("place")
        revoke_authorisation(self.context, int(place) if place.isdecimal() else -1, self.text("reason"))
        self.say(_("The authorisation has been revoked."))
        return f"{self.context.absolute_url()}/{self.address}"

"""Who takes part in a case: parties, attorneys and others, and the form by which they join and leave."""

from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.desk.words import choices
from infostrada.site.desk.words import options
from infostrada.site.parties.picking import party_of
from infostrada.site.records.browser.case.about import AboutCase
from infostrada.site.records.browser.picking import PickingPage
from infostrada.site.records.browser.tables import numbered
from infostrada.site.records.browser.tables import row
from infostrada.site.records.browser.tables import table
from infostrada.site.records.cases.content import documents_of
from infostrada.site.records.cases.papers import is_large
from infostrada.site.records.cases.papers import newest
from infostrada.site.records.cases.participants import add_participant
from infostrada.site.records.cases.participants import remove_participant
from infostrada.site.records.cases.permissions import WORK_ON
from infostrada.site.records.cases.representation import ACTS
from infostrada.site.records.cases.representation import ATTORNEY
from infostrada.site.records.cases.representation import attorneys_of
from infostrada.site.records.cases.representation import DUE
from infostrada.site.records.cases.representation import duty_on
from infostrada.site.records.cases.representation import EXEMPT
from infostrada.site.records.cases.representation import PAID
from infostrada.site.records.cases.representation import Participant
from infostrada.site.records.cases.representation import PARTY
from infostrada.site.records.cases.representation import ROLES
from infostrada.site.records.cases.representation import SERVICE
from infostrada.site.records.cases.representation import WHOLE
from infostrada.site.records.cases.rules import FILING
from infostrada.site.records.correspondence.outgoing.ways import METHODS
from infostrada.site.records.find import record_at
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID
from typing import Any


SCOPE_WORDS = {
    WHOLE: _("the whole case"),
    SERVICE: _("receiving letters"),
    ACTS: _("single acts, letters still go to the party"),
}
FEE_WORDS = {PAID: _("duty paid"), EXEMPT: _("free of duty"), DUE: _("duty not paid")}
NAMES = ("name", "role", "represents", "scope", "power", "fee", "channel")


class ParticipantsPage(AboutCase, PickingPage):
    """The list, then the two forms."""

    @property
    def heading(self) -> Any:
        """Sign of the case."""
        return _("Participants of the case ${sign}", mapping={"sign": str(self.context.sign)})

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Everybody with who is served; forms for whoever works on the case."""
        found: list[dict[str, Any]] = [
            {"id": "participants", "title": _("Participants"), "register": self._register()}
        ]
        if state_of(self.context) not in FILING or not self.may(WORK_ON):
            return found
        found.append({"id": "joining", "title": _("Somebody joins the case"), "forms": [self._joining()]})
        if self.context.parties:
            found.append(
                {"id": "leaving", "title": _("Somebody leaves the case"), "forms": [self._leaving()]}
            )
        return found

    def _register(self) -> dict[str, Any]:
        columns = (
            ("name", _("Name")),
            ("role", _("Role")),
            ("represents", _("Stands for")),
            ("scope", _("Scope")),
            ("fee", _("Stamp duty")),
            ("served", _("Letters go to")),
            ("channel", _("Asked-for way")),
        )
        rows = numbered("participant", [self._row(each) for each in self.context.parties])
        return table(_("Participants of the case"), columns, rows)

    def _row(self, one: Participant) -> dict[str, Any]:
        instead = attorneys_of(self.context.parties, one.name, polish_today())
        names = ", ".join(attorney.name for attorney, _rule in instead)
        basis = f" ({instead[0][1].basis})" if instead else ""
        shown = row(
            one.name,
            name=one.name,
            role=one.role,
            represents=one.represents,
            scope=SCOPE_WORDS.get(one.scope, ""),
            fee={"text": FEE_WORDS[one.fee], **({"tone": "warn"} if one.fee == DUE else {})}
            if one.fee
            else "",
            served=f"{names}{basis}" if names else one.name,
            channel=one.channel,
        )
        party = record_at(one.uid)
        readable = party is not None and self.may("infostrada.site: View parties", party)
        return {**shown, "url": party.absolute_url()} if readable else shown

    def _joining(self) -> Any:
        duty = duty_on(polish_today())
        amount = f"{duty.grosze / 100:.2f} zł".replace(".", ",") if duty else ""
        who = [
            *self.picker(_("From the register of parties")),
            {"name": "name", "label": _("Name"), "required": True},
            {
                "name": "role",
                "label": _("Role"),
                "kind": "select",
                "required": True,
                "options": choices(ROLES),
            },
            {
                "name": "channel",
                "label": _("Asked-for way of dispatch"),
                "kind": "select",
                "options": choices(METHODS, _("none")),
            },
        ]
        attorney = [
            {
                "name": "represents",
                "label": _("Stands for"),
                "kind": "select",
                "options": choices(self._represented(), _("choose")),
            },
            {
                "name": "scope",
                "label": _("Scope"),
                "kind": "select",
                "options": options(SCOPE_WORDS, _("choose")),
            },
            {
                "name": "power",
                "label": _("Power of attorney in the case"),
                "kind": "select",
                "options": options(self._papers(), _("choose")),
            },
            {
                "name": "fee",
                "label": _("Stamp duty"),
                "hint": _("${amount} for each power of attorney.", mapping={"amount": amount}),
                "kind": "select",
                "options": options(FEE_WORDS, _("choose")),
            },
        ]
        return self.one(
            "join",
            _("Enter the participant"),
            groups=[(_("Who"), who), (_("Only for an attorney"), attorney)],
        )

    def _represented(self) -> list[str]:
        return list(dict.fromkeys(one.name for one in self.context.parties if one.role == PARTY))

    def _papers(self) -> dict[str, str]:
        """Letters of the case, then its documents; of a large case the newest ones."""
        case = self.context
        letters = {uid: record_at(uid) for uid in case.letters}
        found = {uid: f"RPW {one.rpw_number}: {one.title}" for uid, one in letters.items() if one is not None}
        if is_large(case):
            return {**found, **{each["uid"]: each["title"] for each in newest(case)}}
        return {**found, **{IUUID(each): each.title for each in documents_of(case)}}

    def _leaving(self) -> Any:
        listed = {str(place): f"{one.name} ({one.role})" for place, one in enumerate(self.context.parties)}
        return self.one(
            "leave",
            _("Take off the participants"),
            {
                "name": "place",
                "label": _("Who"),
                "kind": "select",
                "required": True,
                "options": options(listed, _("choose")),
            },
            {"name": "reason", "label": _("Reason"), "required": True},
            tone="btn-danger",
        )

    def prefix(self, name: str) -> str:
        """Finding a party belongs to the form of joining."""
        return "join" if name in ("find-party", "pick-party") else name

    def taken(self, party: Any) -> dict[str, str]:
        """The party's name."""
        return {"name": party.title}

    def do_join(self) -> str:
        """Enter a participant."""
        uid = self.text("party")
        if uid:
            party_of(self.unit, uid)
        values = {name: self.text(name) for name in NAMES}
        if values["role"] != ATTORNEY:
            values |= dict.fromkeys(("represents", "scope", "power", "fee"), "")
        given = add_participant(self.context, Participant(uid=uid, **values))
        self.say(_("${name} takes part in the case now.", mapping={"name": given.name}))
        return self.here

    def do_leave(self) -> str:
        """Take a participant off the list."""
        place = self.text("place")
        gone = remove_participant(self.context, int(place) if place.isdecimal() else -1, self.text("reason"))
        self.say(_("${name} was taken off the list.", mapping={"name": gone.name}))
        return self.here

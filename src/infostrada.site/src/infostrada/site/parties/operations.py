"""Everything one does to a party: enter, change, find, reveal a PESEL."""

from infostrada.core.accesslog.rows import note
from infostrada.core.errors import BadRequest
from infostrada.core.errors import Conflict
from infostrada.core.journal import append
from infostrada.core.record.uids import path_of
from infostrada.core.sql import session
from infostrada.core.states import enter_state
from infostrada.site import _
from infostrada.site.parties import listing
from infostrada.site.parties.interfaces import CHECKED
from infostrada.site.parties.interfaces import IDENTIFIERS
from infostrada.site.parties.interfaces import IParty
from infostrada.site.parties.messages import message
from infostrada.site.parties.rules import check
from infostrada.site.parties.rules import Finding
from infostrada.site.units.lookup import unit_of
from plone import api
from plone.dexterity.utils import createContent
from plone.uuid.interfaces import IUUID
from sqlalchemy import text
from typing import Any
from uuid import uuid4
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent


REGISTER = "strony"
KINDS = ("person", "body")
FIELDS = tuple(IParty.names())
REASON_LENGTH = 10
CLOSED, OPEN = "restricted", "active"


def party_register(unit: Any) -> Any:
    """The unit's register of parties, made when it is asked for the first time."""
    if REGISTER not in unit:
        content = createContent("parties_register", title="Strony")
        content.id = REGISTER
        unit._setObject(REGISTER, content)
    return unit[REGISTER]


def add_party(unit: Any, values: dict[str, str]) -> tuple[Any, list[Finding]]:
    """Enter a person or body; answers with the object and warnings about its identifiers.

    BadRequest names the field at fault; Conflict when the unit has a party with one of the
    identifiers (reason "duplicate"). An entry with such an identifier that is closed to whoever enters
    the person is opened instead: from now on it is known from other business too.
    """
    clean, warnings = _clean({"kind": "person", **values})
    known = _known_again(unit.unit_id, clean)
    if known is not None:
        return known, warnings
    _no_duplicate(unit.unit_id, clean, but="")
    party = createContent("parties_party", **clean)
    party.id = uuid4().hex
    party.title = title_of(clean)
    register = party_register(unit)
    register._setObject(party.id, party)
    made = register[party.id]
    append("parties.party.add", unit=unit.unit_id, uid=IUUID(made), data={"kind": made.kind})
    return made, warnings


def change_party(party: Any, values: dict[str, str]) -> list[Finding]:
    """Change a party's data; fields left out stay as they are. Answers with warnings."""
    unit_id = unit_of(party).unit_id
    before = {name: getattr(party, name) or "" for name in FIELDS}
    clean, warnings = _clean({**before, **values})
    _no_duplicate(unit_id, clean, but=IUUID(party))
    for name, value in clean.items():
        setattr(party, name, value)
    party.title = title_of(clean)
    party.reindexObject()
    notify(ObjectModifiedEvent(party))
    changed = sorted(name for name in FIELDS if before[name] != clean.get(name, ""))
    append("parties.party.change", unit=unit_id, uid=IUUID(party), data={"fields": changed})
    return warnings


def is_closed(party: Any) -> bool:
    """Is the entry seen by the people of its matters alone?"""
    return _state(party) == CLOSED


def close_party(party: Any) -> None:
    """From now on the registry does not see the entry; one closed or ended already stays as it is."""
    if _state(party) == OPEN:
        _enter(party, CLOSED)


def open_party(party: Any) -> None:
    """The entry is one of the register again; one that never was closed stays as it is."""
    if is_closed(party):
        _enter(party, OPEN)


def _state(party: Any) -> str:
    state: str = api.portal.get_tool("portal_workflow").getInfoFor(party, "review_state")
    return state


def _enter(party: Any, state: str) -> None:
    enter_state(party, state, api.user.get_current().getId() or "")
    party.reindexObject()
    party.reindexObjectSecurity()


def reveal_pesel(party: Any, reason: str) -> str:
    """The whole PESEL, for a reason that goes to the access log before the number is shown."""
    if len(reason.strip()) < REASON_LENGTH:
        message = _("Say in a few words what you need the number for.")
        raise BadRequest(message, field="reason", reason="required")
    note(
        "parties.pesel.reveal",
        uid=IUUID(party),
        unit=unit_of(party).unit_id,
        outcome="granted",
        reason=reason.strip(),
    )
    return party.pesel or ""


def title_of(values: dict[str, str]) -> str:
    """Surname first for a person, the whole name for a body."""
    if values["kind"] == "body":
        return values.get("name", "")
    return " ".join(part for part in (values.get("surname"), values.get("given_names")) if part)


def _clean(values: dict[str, str]) -> tuple[dict[str, str], list[Finding]]:
    for name in values:
        if name not in FIELDS:
            raise BadRequest(_("There is no such field."), field=name, reason="unknown")
    clean = {name: (value or "").strip() for name, value in values.items()}
    if clean["kind"] not in KINDS:
        raise BadRequest(_("Choose a person or a body."), field="kind", reason="unknown")
    if not title_of(clean):
        field = "name" if clean["kind"] == "body" else "surname"
        raise BadRequest(_("Give a name."), field=field, reason="required")
    if clean["kind"] == "body" and clean.get("pesel"):
        raise BadRequest(_("A body has no PESEL."), field="pesel", reason="kind")
    warnings: list[Finding] = []
    for kind in CHECKED:
        if clean.get(kind):
            checked = check(kind, clean[kind])
            if not checked.ok:
                finding = checked.findings[0]
                raise BadRequest(message(finding), field=kind, reason=finding.reason)
            clean[kind] = checked.value
            warnings += checked.findings
    return clean, warnings


def _known_again(unit_id: str, clean: dict[str, str]) -> Any:
    for kind in IDENTIFIERS:
        found = listing.same_identifier(unit_id, {kind: clean[kind]}) if clean.get(kind) else None
        path = path_of(found["uid"]) if found else None
        party = api.portal.get().unrestrictedTraverse(path, None) if path else None
        if party is not None and is_closed(party) and not api.user.has_permission("View", obj=party):
            open_party(party)
            return party
    return None


def _no_duplicate(unit_id: str, clean: dict[str, str], *, but: str) -> None:
    held = {kind: clean[kind] for kind in IDENTIFIERS if clean.get(kind)}
    for kind, value in sorted(held.items()):
        # two clerks entering one number at once wait for each other here
        lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))")
        session().execute(lock, {"key": f"party:{unit_id}:{kind}:{value}"})
        found = listing.same_identifier(unit_id, {kind: value})
        if found is not None and found["uid"] != but:
            raise Conflict(
                _("The register already has a party with this number."),
                field=kind,
                reason="duplicate",
            )

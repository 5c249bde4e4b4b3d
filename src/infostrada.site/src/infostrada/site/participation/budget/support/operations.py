"""Support given, confirmed and taken back. A person supports an idea once, by whichever way they say who they are."""

from infostrada.core.calendar import polish_today
from infostrada.core.security.keys import keyed
from infostrada.core.security.keys import seal
from infostrada.core.security.keys import SealError
from infostrada.core.security.keys import unseal
from infostrada.site import _
from infostrada.site.participation.budget import pace
from infostrada.site.participation.budget.clock import now
from infostrada.site.participation.budget.projects import drafts
from infostrada.site.participation.budget.projects.rules import cost_so_far
from infostrada.site.participation.budget.support import store
from infostrada.site.participation.budget.support.namesakes import give_way
from infostrada.site.participation.budget.support.namesakes import name_tag
from infostrada.site.participation.budget.voting import identity
from infostrada.site.participation.budget.voting import sms
from infostrada.site.participation.budget.voting import tickets
from infostrada.site.participation.budget.voting.identity import IdentityFaulty
from infostrada.site.participation.budget.voting.identity import Person
from infostrada.site.records.find import record_at
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.workflow import state_of
from plone import api
from plone.uuid.interfaces import IUUID
from typing import Any
from typing import NamedTuple
from zope.i18n import translate

import json
import secrets
import time


ONLINE = ("pesel", "pesel-sms", "sms", "account")
MINUTES = 30
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


class Idea(NamedTuple):
    """What a supporter reads before they support."""

    id: str
    title: str
    summary: str
    place: str
    pool: str
    cost: int
    needed: int
    taken: bool


class Claim(NamedTuple):
    """A supporter between the form and the code from the text message."""

    row: store.Row
    digest: str
    nonce: str


def idea_of(edition: Any, draft: str) -> Idea | None:
    """The idea a support list belongs to; None when there is none, or it is not to be supported any more."""
    found = drafts.by_id(edition, draft)
    if found is None:
        return None
    if not found.project:
        return _idea(edition, draft, found.values, cost_so_far(found.values["lines"]))
    project = record_at(found.project)
    if project is None or state_of(project) in ("withdrawn", "merged"):
        return None
    values = {
        "title": project.title,
        "summary": project.description,
        "place": project.place,
        "pool": project.pool,
    }
    return _idea(edition, draft, values, project.cost, state_of(project) in ("submitted", "amend"))


def _idea(edition: Any, draft: str, values: dict[str, Any], cost: int, taken: bool = True) -> Idea:
    pool = edition.terms().pool(values["pool"])
    title, summary, place = (values[name].strip() for name in ("title", "summary", "place"))
    needed = pool.supporters if pool else 0
    return Idea(draft, title, summary, place, pool.title if pool else "", cost, needed, taken)


def ways(edition: Any) -> list[str]:
    """Ways of saying who one is that are open to this visitor on-line."""
    known = [way for way in edition.terms().identity if way in ONLINE]
    return [way for way in known if way != "account" or not api.user.is_anonymous()]


def support(
    edition: Any, idea: str, method: str, person: Person, statement: bool, net: str = ""
) -> tuple[str, str]:
    """Support an idea. Returns a ticket when a code went to the phone, else the code for taking the support back."""
    _check_taken(edition, idea)
    if method not in ways(edition):
        raise invalid("method", "method_off")
    if not statement:
        raise invalid("statement", "statement_missing")
    pace.count("support", net)
    row, checked = _row(edition, idea, method, person)
    if method not in identity.BY_SMS:
        return "", _enter(idea, row)
    if store.is_in(row):
        raise Blocked([], reason="supports_already")
    return _ask(edition, idea, row, checked.phone), ""


def confirm(edition: Any, idea: str, ticket: str, code: str) -> str:
    """The code from the text message; returns the code for taking the support back."""
    _check_taken(edition, idea)
    claim, ends = _claim(idea, ticket)
    if ends < time.time():
        raise invalid("ticket", "ticket_wrong")
    pace.check("code", claim.nonce)
    if claim.digest != _digest(claim.nonce, "".join(code.split())):
        pace.failed("code", claim.nonce)
        raise invalid("code", "code_wrong")
    return _enter(idea, claim.row)


def take_back(edition: Any, idea: str, code: str, net: str = "") -> None:
    """Whoever has the code takes their support back, as long as support is taken."""
    _check_taken(edition, idea)
    pace.check("key", net)
    if not store.take_back(idea, keyed("budget support code", f"{idea}:{_plain(code)}")):
        pace.failed("key", net)
        raise invalid("code", "support_code_wrong")


def supporters(idea: str) -> list[dict[str, str]]:
    """Names, addresses and, from paper, dates of birth, for those who check the list; the caller has checked the right."""
    found = []
    for row in store.rows(idea):
        known = json.loads(unseal("budget support", idea, row.sealed))
        said = {name: known.get(name, "") for name in ("name", "address", "born")}
        found.append({**said, "method": row.method})
    return found


def _check_taken(edition: Any, idea: str) -> Idea:
    found = idea_of(edition, idea)
    phases = edition.terms().phases
    if found is None or not found.taken or state_of(edition) != "open":
        raise Blocked([], reason="support_closed")
    if not phases["proposals_from"] <= now() <= phases["list_on"]:
        raise Blocked([], reason="support_closed")
    return found


def _row(edition: Any, idea: str, method: str, person: Person) -> tuple[store.Row, Person]:
    if method == "account":
        person = Person(person.given_name, person.surname, person.born, guardian=person.guardian,
                        account=str(api.user.get_current().getId()))  # fmt: skip
    try:
        checked = identity.checked(person, method, polish_today())
    except IdentityFaulty as error:
        raise InvalidData(Fault(*fault) for fault in error.faults) from error
    key = keyed("budget supporter", idea)
    tags = identity.tags(key, checked)
    known = store.proof_of(idea, tags.person)
    if known is not None and tags.proof is not None and known != tags.proof:
        tags = tags._replace(person=identity.namesake(key, tags))
    name = f"{checked.given_name} {checked.surname}"
    sealed = seal("budget support", idea, json.dumps({"name": name, "address": checked.address}))
    row = store.Row(idea, IUUID(edition), tags.person, tags.proof, name_tag(idea, name), method, None, sealed,
                    edition.terms().phases["retention_to"])  # fmt: skip
    return row, checked


def _enter(idea: str, row: store.Row) -> str:
    signs = "".join(secrets.choice(ALPHABET) for _place in range(12))
    code = keyed("budget support code", f"{idea}:{signs}")
    if not store.put(row._replace(code=code)):
        raise Blocked([], reason="supports_already")
    give_way(row)
    return "-".join(signs[place : place + 4] for place in range(0, 12, 4))


def _ask(edition: Any, idea: str, row: store.Row, phone: str) -> str:
    code, nonce = tickets.new_code(), secrets.token_hex(16)
    pace.count("code", f"phone {keyed('budget phone', phone).hex()}")
    words = _("support_sms", default="${code}: your code for supporting an idea in “${title}”.",
              mapping={"code": code, "title": edition.title})  # fmt: skip
    sms.send(phone, translate(words, target_language="pl"), nonce)
    kept = [row.person.hex(), row.proof.hex() if row.proof else "", row.name.hex(), row.method, row.sealed]
    ends = int(time.time()) + MINUTES * 60
    body = [kept, row.edition, row.until.isoformat(), _digest(nonce, code), nonce, ends]
    return seal("budget support ticket", idea, json.dumps(body))


def _claim(idea: str, ticket: str) -> tuple[Claim, int]:
    try:
        kept, edition, until, digest, nonce, ends = json.loads(unseal("budget support ticket", idea, ticket))
    except (SealError, ValueError) as error:
        raise invalid("ticket", "ticket_wrong") from error
    person, proof, name, method, sealed = kept
    row = store.Row(idea, edition, bytes.fromhex(person), bytes.fromhex(proof) or None, bytes.fromhex(name), method,
                    None, sealed, until)  # fmt: skip
    return Claim(row, digest, nonce), ends


def _digest(nonce: str, code: str) -> str:
    return keyed("budget support sms", f"{nonce}:{code}").hex()


def _plain(code: str) -> str:
    return "".join(sign for sign in code.upper() if sign.isalnum())

"""Ideas being written: kept for whoever has the key, sent when they are ready.

A draft is a row, not an object: it has no address but that of its support list, and whoever does not know the key
cannot read it. What is kept is sealed by the installation.
"""

from infostrada.core.security.keys import keyed
from infostrada.core.security.keys import seal
from infostrada.core.security.keys import unseal
from infostrada.core.sql import session
from infostrada.site.participation.budget import pace
from infostrada.site.participation.budget.clock import now
from infostrada.site.participation.budget.projects.content import Photo
from infostrada.site.participation.budget.projects.pictures import MOST_PHOTOS
from infostrada.site.participation.budget.projects.pictures import stored
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import invalid
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID
from sqlalchemy import text
from typing import Any
from typing import NamedTuple

import json
import secrets
import uuid


FIELDS = ("title", "summary", "body", "pool", "place", "parcel", "author", "email", "supporters")
LONGEST = 60_000
INSERT = text(
    "INSERT INTO site.budget_draft (draft, edition, key, sealed, until, project)"
    " VALUES (:draft, :edition, :key, :sealed, :until, :project)"
)
UPDATE = text(
    "UPDATE site.budget_draft SET sealed = :sealed, changed = now() WHERE draft = :draft AND project = ''"
)
BY_KEY = text(
    "SELECT draft, sealed, project, changed FROM site.budget_draft WHERE edition = :edition AND key = :key"
)
BY_ID = text(
    "SELECT draft, sealed, project, changed FROM site.budget_draft WHERE edition = :edition AND draft = :draft"
)
SENT = text("UPDATE site.budget_draft SET project = :project, sealed = '' WHERE draft = :draft")
DROP = text("DELETE FROM site.budget_draft WHERE draft = :draft AND project = ''")
PHOTOS = text("SELECT number, alt, data FROM site.budget_draft_photo WHERE draft = :draft ORDER BY number")
ADD_PHOTO = text(
    "INSERT INTO site.budget_draft_photo (draft, number, alt, data) VALUES (:draft, :number, :alt, :data)"
)
DROP_PHOTO = text("DELETE FROM site.budget_draft_photo WHERE draft = :draft AND number = :number")
DROP_PHOTOS = text("DELETE FROM site.budget_draft_photo WHERE draft = :draft")


class Kept(NamedTuple):
    """A photograph of a draft."""

    number: int
    alt: str
    data: bytes


class Draft(NamedTuple):
    """`values` are the form's texts and `lines` as they were entered; `project` is the UID once it was sent."""

    id: str
    values: dict[str, Any]
    project: str = ""


def check_open(edition: Any) -> None:
    """Raise Blocked outside the time of proposals."""
    phases = edition.terms().phases
    if state_of(edition) != "open" or not phases["proposals_from"] <= now() <= phases["proposals_to"]:
        raise Blocked([], reason="proposals_closed")


def begin(edition: Any, values: dict[str, Any], net: str = "") -> tuple[str, str]:
    """Keep a new draft; returns its id and the author's key, which is told once."""
    check_open(edition)
    pace.count("draft", net)
    key = secrets.token_urlsafe(18)
    return enter(edition, values, key), key


def enter(edition: Any, values: dict[str, Any], key: str, project: str = "") -> str:
    """Write the row; a proposal sent without a draft has one too, for its support list."""
    draft = uuid.uuid4().hex
    until = edition.terms().phases["retention_to"]
    row = {"draft": draft, "edition": IUUID(edition), "key": _digest(key), "until": until, "project": project}
    session().execute(INSERT, {**row, "sealed": "" if project else _sealed(draft, values)})
    return draft


def save(edition: Any, key: str, values: dict[str, Any], net: str = "") -> Draft:
    """Change a draft; Blocked for a key that opens none, or one that was sent already."""
    check_open(edition)
    draft = resume(edition, key, net)
    if draft.project:
        raise Blocked([], reason="draft_sent")
    session().execute(UPDATE, {"draft": draft.id, "sealed": _sealed(draft.id, values)})
    return Draft(draft.id, _known(values))


def resume(edition: Any, key: str, net: str = "") -> Draft:
    """The draft a key opens. Wrong keys are counted: from one network only so many are heard."""
    pace.check("key", net)
    row = session().execute(BY_KEY, {"edition": IUUID(edition), "key": _digest(key)}).one_or_none()
    if row is None:
        pace.failed("key", net)
        raise invalid("key", "author_key_wrong")
    return _draft(row)


def by_id(edition: Any, draft: str) -> Draft | None:
    """The draft of a support list."""
    row = session().execute(BY_ID, {"edition": IUUID(edition), "draft": draft}).one_or_none()
    return _draft(row) if row is not None else None


def drop(edition: Any, key: str, net: str = "") -> None:
    """The author throws the draft away, photographs and all."""
    draft = resume(edition, key, net)
    session().execute(DROP, {"draft": draft.id})


def sent(draft: str, project: str) -> None:
    """The draft became a project: what was written stands there now."""
    session().execute(SENT, {"draft": draft, "project": project})
    session().execute(DROP_PHOTOS, {"draft": draft})


def photos(draft: str) -> list[Kept]:
    """Photographs of a draft."""
    return [Kept(row.number, row.alt, bytes(row.data)) for row in session().execute(PHOTOS, {"draft": draft})]


def add_photo(draft: str, data: bytes, alt: str) -> None:
    """Keep a photograph that was made anew; InvalidData when the draft is full."""
    taken = {photo.number for photo in photos(draft)}
    free = next((number for number in range(1, MOST_PHOTOS + 1) if number not in taken), None)
    if free is None:
        raise invalid("photos", "photos_many")
    session().execute(ADD_PHOTO, {"draft": draft, "number": free, "alt": " ".join(alt.split()), "data": data})


def drop_photo(draft: str, number: int) -> None:
    """Leave a photograph out."""
    session().execute(DROP_PHOTO, {"draft": draft, "number": number})


def photos_of(draft: str) -> tuple[Photo, ...]:
    """Photographs as the project keeps them."""
    return tuple(stored(photo.data, photo.alt) for photo in photos(draft))


def tidy() -> None:
    """Drafts, support lists and subscriptions whose time of keeping is over, comments never decided."""
    for statement in TIDY:
        session().execute(statement)


TIDY = (
    text("DELETE FROM site.budget_draft WHERE until < now()"),
    text("DELETE FROM site.budget_support WHERE until < now()"),
    text(
        "DELETE FROM site.budget_subscription WHERE confirmed IS NULL AND asked < now() - interval '7 days'"
    ),
)


def _draft(row: Any) -> Draft:
    values = json.loads(unseal("budget draft", row.draft, row.sealed)) if row.sealed else {}
    return Draft(row.draft, values, row.project)


def _known(values: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {name: str(values.get(name) or "") for name in FIELDS}
    lines = values.get("lines") or []
    found["lines"] = [
        {name: str(line.get(name) or "")[:200] for name in ("what", "unit", "quantity", "price")}
        for line in lines[:100]
        if isinstance(line, dict)
    ]
    return found


def _sealed(draft: str, values: dict[str, Any]) -> str:
    body = json.dumps(_known(values), ensure_ascii=False)
    if len(body) > LONGEST:
        raise invalid("body", "too_long")
    return seal("budget draft", draft, body)


def _digest(key: str) -> bytes:
    return keyed("budget author", key)

"""Every SQL statement of support lists."""

from infostrada.core.sql import session
from sqlalchemy import text
from typing import Any
from typing import NamedTuple


class Row(NamedTuple):
    """Somebody's support; `sealed` holds name and address for those who check, `doubt` keeps it from being counted."""

    idea: str
    edition: str
    person: bytes
    proof: bytes | None
    name: bytes
    method: str
    code: bytes | None
    sealed: str
    until: Any
    doubt: bool = False


PUT = text("""
    INSERT INTO site.budget_support (idea, edition, person, proof, name, method, code, sealed, until, doubt)
    VALUES (:idea, :edition, :person, :proof, :name, :method, :code, :sealed, :until, :doubt)
    ON CONFLICT DO NOTHING RETURNING 1
""")
AGAIN = text("""
    UPDATE site.budget_support
       SET withdrawn = NULL, at = now(), code = :code, sealed = :sealed, method = :method, doubt = :doubt
     WHERE idea = :idea AND person = :person AND withdrawn IS NOT NULL RETURNING 1
""")
PROOF_OF = text("SELECT proof FROM site.budget_support WHERE idea = :idea AND person = :person")
TAKE_BACK = text("""
    UPDATE site.budget_support SET withdrawn = now(), sealed = '', code = NULL
     WHERE idea = :idea AND code = :code AND withdrawn IS NULL RETURNING 1
""")
IS_IN = text("""
    SELECT 1 FROM site.budget_support
     WHERE idea = :idea AND withdrawn IS NULL AND (person = :person OR proof = :proof)
""")
COUNT = text("""
    SELECT count(*) FROM site.budget_support WHERE idea = :idea AND withdrawn IS NULL AND NOT doubt
""")
COUNTS = text("""
    SELECT method, count(*) FROM site.budget_support
     WHERE idea = :idea AND withdrawn IS NULL AND NOT doubt GROUP BY method
""")
NAMED = text("""
    SELECT person, name, method, sealed, doubt FROM site.budget_support
     WHERE idea = :idea AND name = :name AND withdrawn IS NULL ORDER BY at, person
""")
LIST = text("""
    SELECT method, sealed, at FROM site.budget_support
     WHERE idea = :idea AND withdrawn IS NULL AND NOT doubt ORDER BY at, person
""")
IN_DOUBT = text("""
    SELECT person, name, method, sealed, doubt FROM site.budget_support
     WHERE idea = :idea AND doubt AND withdrawn IS NULL ORDER BY at, person
""")
HAS = text("SELECT 1 FROM site.budget_support WHERE idea = :idea AND person = :person")
DOUBT = text("""
    UPDATE site.budget_support SET doubt = :doubt
     WHERE idea = :idea AND person = :person AND withdrawn IS NULL
""")
FORGET = text("""
    UPDATE site.budget_support SET withdrawn = now(), sealed = '', code = NULL, doubt = false
     WHERE idea = :idea AND person = :person AND withdrawn IS NULL
""")


def put(row: Row) -> bool:
    """Enter support; False when this person supports the idea already."""
    values = row._asdict()
    if session().execute(PUT, values).first() is not None:
        return True
    return session().execute(AGAIN, values).first() is not None


def is_in(row: Row) -> bool:
    """Does this person support the idea already?"""
    return session().execute(IS_IN, row._asdict()).first() is not None


def proof_of(idea: str, person: bytes) -> bytes | None:
    """The document's tag of a supporter of this name and date of birth."""
    row = session().execute(PROOF_OF, {"idea": idea, "person": person}).one_or_none()
    return bytes(row.proof) if row is not None and row.proof is not None else None


def take_back(idea: str, code: bytes) -> bool:
    """Withdraw; the name is forgotten. False when the code belongs to nobody."""
    return session().execute(TAKE_BACK, {"idea": idea, "code": code}).first() is not None


def count(idea: str) -> int:
    """How many people support the idea."""
    found: int = session().execute(COUNT, {"idea": idea}).scalar_one()
    return found


def counts(idea: str) -> dict[str, int]:
    """The same by way of saying who one is."""
    return {row[0]: row[1] for row in session().execute(COUNTS, {"idea": idea})}


def named(idea: str, name: bytes) -> list[Any]:
    """Supporters of this name."""
    return list(session().execute(NAMED, {"idea": idea, "name": name}))


def rows(idea: str) -> list[Any]:
    """All who are counted, for those who check."""
    return list(session().execute(LIST, {"idea": idea}))


def in_doubt(idea: str) -> list[Any]:
    """People who may be somebody that is counted already."""
    return list(session().execute(IN_DOUBT, {"idea": idea}))


def has(idea: str, person: bytes) -> bool:
    """Is there a row with this tag: counted, in doubt, or decided about and forgotten?"""
    return session().execute(HAS, {"idea": idea, "person": person}).first() is not None


def doubt(idea: str, person: bytes, wanted: bool) -> None:
    """Put somebody in doubt, or out of it."""
    session().execute(DOUBT, {"idea": idea, "person": person, "doubt": wanted})


def forget(idea: str, person: bytes) -> None:
    """Take somebody out and forget the name."""
    session().execute(FORGET, {"idea": idea, "person": person})

"""What was tried lately: codes, text messages, passes; keyed digests that go with the certification."""

from infostrada.core.sql import session
from sqlalchemy import text


TRIED = text("INSERT INTO site.budget_try (election, kind, key) VALUES (:e, :kind, :key)")
TRIED_ASIDE = "INSERT INTO site.budget_try (election, kind, key) VALUES (%s, %s, %s)"


def tries(election: str, kind: str, key: bytes, minutes: int) -> int:
    """How often something was tried lately."""
    count: int = (
        session()
        .execute(
            text(
                "SELECT count(*) FROM site.budget_try WHERE election = :e AND kind = :kind AND key = :key"
                " AND at > now() - make_interval(mins => :minutes)"
            ),
            {"e": election, "kind": kind, "key": key, "minutes": minutes},
        )
        .scalar_one()
    )
    return count


def tried(election: str, kind: str, key: bytes) -> None:
    """Note an attempt in the joined transaction."""
    session().execute(TRIED, {"e": election, "kind": kind, "key": key})

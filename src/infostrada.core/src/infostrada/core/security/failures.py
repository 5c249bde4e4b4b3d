"""Failed logins in the journal: written beside the transaction, because the request may be aborted."""

from datetime import datetime
from datetime import UTC
from infostrada.core.aside import aside
from infostrada.core.journal.digest import Entry
from infostrada.core.journal.rows import as_row
from infostrada.core.security.keys import keyed
from uuid import uuid4


INSERT = """
    INSERT INTO core.journal (key, unit, moment, actor, action, uid, data, digest)
    VALUES (%(key)s, %(unit)s, %(moment)s, %(actor)s, %(action)s, %(uid)s, %(data)s::jsonb, %(digest)s)
"""

UNKNOWN = "unknown"


def record(user_id: str | None, name: str, address: str, reason: str) -> None:
    """One row per failure. A name without an account may be a mistyped password: only its digest is kept."""
    data = {"reason": reason, "address": keyed("address", address).hex()}
    if user_id is None:
        data["name"] = keyed("account", name.strip().lower()).hex()
    entry = Entry(
        key=uuid4(),
        unit="",
        moment=datetime.now(UTC),
        actor=user_id or UNKNOWN,
        action="login.failed",
        uid="",
        data=data,
    )
    with aside() as connection:
        connection.execute(INSERT, as_row(entry))

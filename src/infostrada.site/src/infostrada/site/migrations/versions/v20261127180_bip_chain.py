"""Rows of the bulletins' change logs hang together by their digests; entries expire by themselves."""

from alembic import op
from collections.abc import Mapping
from datetime import datetime
from datetime import UTC
from sqlalchemy import text
from typing import Any

import hashlib
import json


revision = "site_20261127180"
down_revision = "site_20261122040"

# The reckoning of `bip.chain.rules` as it was on the day of this revision, which must not change with the product.
FIRST = "0" * 64
FIELDS = ("place", "unit", "uid", "at", "action", "title", "path", "who", "reason")


def upgrade() -> None:
    op.execute("DROP TRIGGER bip_change_is_kept ON site.bip_change")
    op.execute("ALTER TABLE site.bip_change ADD place bigint, ADD before text, ADD digest text")
    op.execute("ALTER TABLE site.bip_change DROP CONSTRAINT bip_change_action_check")
    op.execute(
        "ALTER TABLE site.bip_change ADD CONSTRAINT bip_change_action_check"
        " CHECK (action IN ('published', 'changed', 'withdrawn', 'expired'))"
    )
    _chain()
    for column in ("place", "before", "digest"):
        op.execute(f"ALTER TABLE site.bip_change ALTER {column} SET NOT NULL")
    op.execute("ALTER TABLE site.bip_change ADD CONSTRAINT bip_change_place UNIQUE (unit, place)")
    op.execute(
        "CREATE TRIGGER bip_change_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON site.bip_change"
        " FOR EACH STATEMENT EXECUTE FUNCTION site.bip_change_is_kept()"
    )


def _chain() -> None:
    """Give the rows that are there their places and digests, unit by unit."""
    connection = op.get_bind()
    heads: dict[str, tuple[int, str]] = {}
    query = (
        "SELECT number, unit, uid, at, action, title, path, who, reason FROM site.bip_change ORDER BY number"
    )
    for row in connection.execute(text(query)).mappings().all():
        place, before = heads.get(row["unit"], (0, FIRST))
        values = {**row, "at": moment(row["at"]), "place": place + 1}
        made = digest(before, values)
        connection.execute(
            text(
                "UPDATE site.bip_change SET place = :place, before = :before, digest = :digest WHERE number = :number"
            ),
            {"place": place + 1, "before": before, "digest": made, "number": row["number"]},
        )
        heads[row["unit"]] = (place + 1, made)


def moment(at: datetime) -> str:
    """A moment as it stands in the digest."""
    return at.astimezone(UTC).replace(microsecond=0).isoformat()


def digest(before: str, row: Mapping[str, Any]) -> str:
    """SHA-256 of the digest before and the row's fields as a JSON array."""
    said = json.dumps([before, *(row[name] for name in FIELDS)], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()

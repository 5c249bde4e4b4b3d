"""Part B of an asset declaration (addresses): taken in and sealed, never shown.

It lies encrypted in a table of its own, under no object: no page, service, search, feed, history, preview or export
reads that table. Only `infostrada bip sealed-part`, on the server, for whoever holds the installation's key, opens
it. Source: art. 24i (1) u.s.g.; the declaration is kept six years (art. 24h (6)).
"""

from infostrada.core import journal
from infostrada.core.record.sql import rows
from infostrada.core.record.sql import write
from infostrada.core.security.keys import seal
from infostrada.core.security.keys import unseal
from infostrada.site.bip.operations import EDIT
from infostrada.site.bip.registers.kinds import kind_of
from infostrada.site.bip.uploads import MAX_BYTES
from infostrada.site.bip.uploads import refusal
from infostrada.site.records.deed import deed
from infostrada.site.records.files import safe_name
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from infostrada.site.records.upload import Upload
from plone.uuid.interfaces import IUUID
from typing import Any

import base64
import hashlib
import json


PURPOSE = "bip.part-b"


def put_part_b(entry: Any, upload: Upload) -> str:
    """Seal part B of a declaration; returns the digest by which the office finds it. Raises InvalidData."""
    require(EDIT, entry)
    if kind_of(entry).name != "declaration":
        raise invalid("file", "not_a_declaration")
    if reason := refusal(upload, MAX_BYTES // 10):
        raise invalid("file", reason)
    digest = hashlib.sha256(upload.data).hexdigest()
    if any(file.sha256 == digest for file in entry.files):
        raise invalid("file", "part_b_is_public")
    act, uid = deed(entry), IUUID(entry)
    said = json.dumps([safe_name(upload.filename), base64.b64encode(upload.data).decode()])
    write(
        "INSERT INTO site.bip_sealed_part (uid, sha256, unit, sealed, put_by)"
        " VALUES (%(uid)s, %(sha256)s, %(unit)s, %(sealed)s, %(who)s) ON CONFLICT DO NOTHING",
        {
            "uid": uid,
            "sha256": digest,
            "unit": act.unit,
            "sealed": seal(PURPOSE, uid, said),
            "who": act.actor.name,
        },
    )
    journal.append("bip.part_b.sealed", unit=act.unit, uid=uid, data={"sha256": digest})
    return digest


def sealed_parts(uid: str) -> list[tuple[str, str]]:
    """Digest and moment of what is kept for a declaration; never the content."""
    found = rows(
        "SELECT sha256, put_at FROM site.bip_sealed_part WHERE uid = %(uid)s ORDER BY put_at", {"uid": uid}
    )
    return [(row["sha256"], row["put_at"].isoformat()) for row in found]


def open_part_b(uid: str, sha256: str) -> tuple[str, bytes]:
    """File name and bytes of a sealed part; KeyError. For the command on the server alone."""
    found = rows(
        "SELECT sealed FROM site.bip_sealed_part WHERE uid = %(uid)s AND sha256 = %(sha256)s",
        {"uid": uid, "sha256": sha256},
    )
    if not found:
        raise KeyError(sha256)
    name, data = json.loads(unseal(PURPOSE, uid, found[0]["sealed"]))
    return name, base64.b64decode(data)

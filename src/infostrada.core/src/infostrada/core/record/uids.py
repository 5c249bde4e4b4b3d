"""Look-up of uncatalogued objects by UID."""

from infostrada.core.record import pending
from infostrada.core.record.sql import rows
from infostrada.core.record.uncatalogued import uncatalogued_types


def path_of(uid: str) -> str | None:
    """Physical path of an uncatalogued object, or None; says nothing about permissions."""
    types = uncatalogued_types()
    if not uid or not types:
        return None
    pending.flush()
    found = rows(
        "SELECT path FROM core.record WHERE uid = %(uid)s AND type = ANY(%(types)s)",
        {"uid": uid, "types": sorted(types)},
    )
    return found[0]["path"] if found else None

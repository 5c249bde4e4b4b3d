"""The worker's step behind the reading of files: scans get their text by recognition, when the program for it is here.

A scan is flagged as long as it has no text. Recognition takes minutes, so it is done outside of any transaction, and
tried once for the same files; `infostrada texts --scans` asks for it again.
"""

from infostrada.core.reading.recognition import available
from infostrada.core.reading.recognition import recognise
from infostrada.core.reading.recognition import Recognised
from infostrada.core.reading.recognition import UnrecognisedError
from infostrada.core.record.sql import rows
from infostrada.core.record.sql import write
from infostrada.core.search.content import clean
from infostrada.core.search.files import files_of
from infostrada.core.search.files import name_of
from infostrada.core.search.interfaces import IKeepsLayers
from infostrada.core.search.vector import ATTACHED
from infostrada.core.search.vector import Part
from infostrada.core.search.vector import vector
from infostrada.core.sql import session
from sqlalchemy import text
from typing import Any
from zope.component.hooks import getSite

import hashlib
import logging
import transaction


logger = logging.getLogger(__name__)
PDF = "application/pdf"
# Asked every second, mostly in vain, and no list shows it: kept pages stay.
CLAIM = text("""
    UPDATE core.fulltext SET recognised_of = files WHERE uid = (
        SELECT uid FROM core.fulltext WHERE scans > 0 AND recognised_of IS DISTINCT FROM files
        ORDER BY uid LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING uid, files
""")
SETTLE = """
    UPDATE core.fulltext SET attached = %(vector)s::tsvector, attached_body = %(body)s, scans = greatest(0, scans - %(made)s)
    WHERE uid = %(uid)s AND files = %(files)s
"""
AGAIN = "UPDATE core.fulltext SET recognised_of = NULL WHERE scans > 0 AND recognised_of IS NOT NULL RETURNING uid"
STANDING = "SELECT count(*) AS objects, coalesce(sum(scans), 0) AS files FROM core.fulltext WHERE scans > 0"


def step() -> bool:
    """Recognise the scans of one object; returns whether there was one. Commits by itself."""
    if not available():
        return False
    transaction.begin()
    claimed = session().execute(CLAIM).first()
    transaction.commit()
    if claimed is None:
        return False
    uid, files = claimed
    transaction.begin()
    obj = _object(uid, files)
    scans = _scans(obj) if obj is not None else {}
    transaction.abort()
    made = {name: found for name, data in scans.items() if (found := _recognised(uid, data)) is not None}
    if made:
        transaction.begin()
        obj = _object(uid, files)
        if obj is not None:
            settle(obj, uid, files, made)
        transaction.commit()
    return True


def settle(obj: Any, uid: str, files: str, made: dict[str, Recognised]) -> None:
    """Keep the words, and the PDF files with a text layer where the object has a place for them."""
    known = rows("SELECT attached_body FROM core.fulltext WHERE uid = %(uid)s", {"uid": uid})
    body = "\n".join([*(row["attached_body"] for row in known), *(one.text for one in made.values())])
    values = {"vector": vector([Part("D", body)], ATTACHED), "body": clean(body)}
    write(SETTLE, {**values, "uid": uid, "files": files, "made": len(made)})
    keeper: Any = IKeepsLayers(obj, None)
    if keeper is not None:
        keeper.keep({name: one.pdf for name, one in made.items()})


def again() -> int:
    """Make scans whose recognition failed due once more; returns how many objects."""
    return len(write(AGAIN))


def standing() -> dict[str, int]:
    """How many objects have scans without text, and how many such files there are."""
    return dict(rows(STANDING)[0])


def without_text(uid: str) -> int:
    """How many files of an object are scans nobody can search or have read aloud."""
    found = rows("SELECT scans FROM core.fulltext WHERE uid = %(uid)s", {"uid": uid})
    return int(found[0]["scans"]) if found else 0


def _object(uid: str, files: str) -> Any:
    found = rows("SELECT path FROM core.record WHERE uid = %(uid)s", {"uid": uid})
    obj = getSite().getPhysicalRoot().unrestrictedTraverse(found[0]["path"], None) if found else None
    return obj if obj is not None and name_of(files_of(obj)) == files else None


def _scans(obj: Any) -> dict[str, bytes]:
    """Bytes of the object's PDF files by their SHA-256; recognition leaves pages alone that have a text."""
    found = {}
    for file in files_of(obj):
        if (file.contentType or "").partition(";")[0].strip().lower() == PDF:
            with file.open() as stream:
                data = stream.read()
            found[hashlib.sha256(data).hexdigest()] = data
    return found


def _recognised(uid: str, data: bytes) -> Recognised | None:
    try:
        made = recognise(data)
    except UnrecognisedError as error:
        logger.warning("A scan of %s could not be recognised: %s", uid, error)
        return None
    return made if made.text.strip() else None

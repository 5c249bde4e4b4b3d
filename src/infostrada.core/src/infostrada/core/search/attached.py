"""The worker's step: read the files of one object and put their words beside its own."""

from infostrada.core.reading.reader import Reader
from infostrada.core.reading.reader import UnreadError
from infostrada.core.record.sql import write
from infostrada.core.search import scans
from infostrada.core.search.content import clean
from infostrada.core.search.due import ATTEMPTS
from infostrada.core.search.due import await_object
from infostrada.core.search.due import claim
from infostrada.core.search.due import Due
from infostrada.core.search.due import postpone
from infostrada.core.search.due import settle
from infostrada.core.search.files import files_of
from infostrada.core.search.files import name_of
from infostrada.core.search.vector import ATTACHED
from infostrada.core.search.vector import Part
from infostrada.core.search.vector import vector
from typing import Any
from zope.component.hooks import getSite

import logging
import os
import threading
import transaction


logger = logging.getLogger(__name__)

NICE = 10


class Step:
    """Called again and again by a thread of the worker; reads behind everybody else."""

    def __init__(self) -> None:
        self._reader = Reader()
        self._behind = False

    def __call__(self) -> bool:
        """Read what has waited longest; returns whether anything did."""
        self._go_behind()
        transaction.begin()
        try:
            due = claim()
            transaction.commit()
            if due is None:
                self._reader.close()
                return scans.step()
            transaction.begin()
            read(due, self._reader)
            transaction.commit()
        finally:
            transaction.abort()
        return True

    def _go_behind(self) -> None:
        """Give the calling thread, once, a lower priority than those of requests (Linux knows it by thread)."""
        if not self._behind:
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
            self._behind = True


def read(due: Due, reader: Reader) -> None:
    """Read an object's files within the current transaction; one that cannot be read stops no other."""
    files = _files(due)
    if files is None:
        await_object(due)
        return
    parts, faults, pictures = [], [], 0
    for file in files:
        try:
            with file.open() as stream:
                found = reader.read(stream.read(), file.contentType or "")
            parts.append(Part("D", found.text))
            pictures += found.scan
        except UnreadError as error:
            faults.append(str(error))
    body = "\n".join(part.text for part in parts if part.text.strip())
    settle(due, vector(parts, ATTACHED), clean(body), whole=not faults, scans=pictures)
    if faults:
        logger.warning(
            "No text from %s of %s files of %s: %s%s",
            len(faults), len(files), due.uid, ", ".join(faults),
            "; given up" if due.attempts >= ATTEMPTS else "",
        )  # fmt: skip
        postpone(due, ", ".join(sorted(set(faults))))


def _files(due: Due) -> list[Any] | None:
    """The files of the object as they were when it became due, None when it is not so (yet)."""
    found = write("SELECT path FROM core.record WHERE uid = %(uid)s", {"uid": due.uid})
    root = getSite().getPhysicalRoot()
    obj = root.unrestrictedTraverse(found[0]["path"], None) if found else None
    if obj is None:
        return None
    files = files_of(obj)
    return files if name_of(files) == due.files else None

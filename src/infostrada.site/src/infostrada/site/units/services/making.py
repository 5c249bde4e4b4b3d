"""What a repeated POST made already: the header `Idempotency-Key` is known by every service that makes something."""

from collections.abc import Callable
from infostrada.core.idempotency import begin
from infostrada.core.idempotency import finish
from plone import api
from plone.app.uuid import utils
from plone.uuid.interfaces import IUUID
from typing import Any


def made_once(request: Any, make: Callable[[], Any]) -> Any:
    """What `make` makes, or what an earlier attempt with the same key made; 201 and the address of it either way."""
    done = begin(request)
    path = utils.uuidToPhysicalPath(done) if done is not None else None
    if path is not None:
        made = api.portal.get().unrestrictedTraverse(path)
    else:
        made = make()
        finish(request, IUUID(made))
    request.response.setStatus(201)
    request.response.setHeader("Location", made.absolute_url())
    return made

"""The picture of a layer that is no features: an orthophoto of this site, or a WMS elsewhere."""

from collections.abc import Mapping
from infostrada.core.errors import Forbidden
from infostrada.core.record.access import Principals
from infostrada.geo import _
from infostrada.geo.features.crs import Box
from infostrada.geo.layers.sources import IMAGERY
from infostrada.geo.proxies import rules
from infostrada.geo.proxies.client import fetch
from infostrada.geo.services.answer import Answer
from infostrada.geo.wms.asking import FORMATS
from infostrada.geo.wms.asking import Picture
from infostrada.geo.wms.drawing import get_map
from plone import api
from typing import Any

import hashlib


HOSTS = "infostrada.geo.allowed_hosts"
PICTURES = ("image/",)
WITH_PICTURES = (IMAGERY, "wms")


def imagery(layer: str, form: str, frame: rules.Frame, known: str | None, principals: Principals) -> Answer:
    """A piece of an orthophoto of this site, in the format its layer names."""
    box = Box(frame.west, frame.south, frame.east, frame.north, 2180)
    form = form if form in FORMATS else "image/png"
    asked = Picture((layer,), box, frame.width, frame.height, form, form == "image/png", "ffffff")
    return get_map(asked, known, principals)


def remote(url: str, public: bool) -> Answer:
    """The picture an outside service answers, when its host is allowed."""
    kept = fetch(allowed(url), PICTURES)
    revision = hashlib.sha256(kept.body).hexdigest()[:16]
    return Answer(kept.body, kept.content_type.split(";")[0], revision=revision, public=public)


def picture(
    layer: str, kind: str, service: Mapping[str, Any], frame: rules.Frame, principals: Principals
) -> bytes:
    """The picture of a layer of one of the kinds `WITH_PICTURES`."""
    if kind == IMAGERY:
        return imagery(layer, str(service.get("format")), frame, None, principals).body
    return remote(rules.get_map(service, frame), public=False).body


def allowed(url: str) -> str:
    """The address, if its host is allowed."""
    if not rules.is_allowed(url, allowed_hosts()):
        raise Forbidden(_("The host of this service is not allowed."), reason="host_not_allowed")
    return url


def allowed_hosts() -> tuple[str, ...]:
    """Hosts the administrator allowed; none at first."""
    return tuple(api.portal.get_registry_record(HOSTS, default=()) or ())

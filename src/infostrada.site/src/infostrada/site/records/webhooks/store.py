"""An office's subscriptions: where they go, what they are told, the sealed secrets; the operator's allow-list."""

from collections.abc import Iterable
from datetime import datetime
from datetime import timedelta
from infostrada.core import journal
from infostrada.core.errors import NotFound
from infostrada.core.security.keys import seal
from infostrada.core.security.keys import unseal
from infostrada.site.records.actor import actor
from infostrada.site.records.deed import now
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.records.webhooks.rules import AddressError
from infostrada.site.records.webhooks.rules import addresses
from infostrada.site.records.webhooks.rules import KINDS
from infostrada.site.records.webhooks.rules import new_secret
from infostrada.site.records.webhooks.rules import place_of
from persistent.mapping import PersistentMapping
from plone import api
from typing import Any
from typing import NamedTuple
from zope.annotation.interfaces import IAnnotations

import re
import uuid


KEY = PURPOSE = "infostrada.site.webhooks"
ALLOWED = "infostrada.site.webhook_hosts"
ADMINISTER = "infostrada.site: Administer unit"
OPERATE = "Manage portal"
MOST = 20
OVERLAP = timedelta(hours=24)
HOST = re.compile(r"[A-Za-z0-9.:\[\]-]{1,255}")


class Hook(NamedTuple):
    """A subscription; `secrets` are the present one and, for a day, the one before it."""

    id: str
    url: str
    kinds: tuple[str, ...]
    note: str
    active: bool
    made_at: datetime
    made_by: str
    secrets: tuple[str, ...] = ()


def hooks_of(unit: Any) -> list[Hook]:
    """The unit's subscriptions without their secrets, the oldest first."""
    held = _held(unit)
    return sorted((_hook(key, value) for key, value in held.items()), key=lambda hook: hook.made_at)


def hook_of(unit: Any, identifier: str) -> Hook:
    """One subscription without its secrets; raises NotFound."""
    if identifier not in _held(unit):
        raise NotFound(field="hook", reason="unknown_object")
    return _hook(identifier, _held(unit)[identifier])


def opened(unit: Any, identifier: str) -> Hook | None:
    """One subscription with its secrets, for the delivery alone."""
    value = _held(unit).get(identifier)
    if value is None:
        return None
    sealed = [value["secret"]]
    if value.get("old_until") is not None and value["old_until"] > now():
        sealed.append(value["old_secret"])
    found = tuple(unseal(PURPOSE, f"{unit.unit_id}:{identifier}", each) for each in sealed)
    return _hook(identifier, value)._replace(secrets=found)


def add_hook(unit: Any, url: str, kinds: Iterable[str], note: str = "") -> tuple[Hook, str]:
    """Subscribe; answers with the subscription and its secret, which is never shown again."""
    require(ADMINISTER, unit)
    if len(_held(unit)) >= MOST:
        raise invalid("url", "too_many")
    wanted = _checked(url, kinds, note)
    identifier, secret = uuid.uuid4().hex, new_secret()
    _write(unit)[identifier] = {
        "url": url.strip(),
        "kinds": wanted,
        "note": note.strip(),
        "active": True,
        "made_at": now(),
        "made_by": actor(unit.unit_id).name,
        "secret": _sealed(unit, identifier, secret),
    }
    _journal(unit, "kept", identifier, url)
    return hook_of(unit, identifier), secret


def change_hook(
    unit: Any, identifier: str, *, url: str, kinds: Iterable[str], note: str = "", active: bool = True
) -> Hook:
    """Tell it other things, elsewhere, or nothing for a time."""
    require(ADMINISTER, unit)
    held = hook_of(unit, identifier)
    wanted = _checked(url, kinds, note)
    value = {"url": url.strip(), "kinds": wanted, "note": note.strip(), "active": active}
    _write(unit)[identifier] = {**_held(unit)[held.id], **value}
    _journal(unit, "kept", identifier, url)
    return hook_of(unit, identifier)


def rotate(unit: Any, identifier: str) -> str:
    """A new secret, shown once; for a day what is sent is signed with the old one too."""
    require(ADMINISTER, unit)
    hook_of(unit, identifier)
    held, secret = _held(unit)[identifier], new_secret()
    renewed = {
        "secret": _sealed(unit, identifier, secret),
        "old_secret": held["secret"],
        "old_until": now() + OVERLAP,
    }
    _write(unit)[identifier] = {**held, **renewed}
    _journal(unit, "secret", identifier, held["url"])
    return secret


def drop_hook(unit: Any, identifier: str) -> None:
    """End a subscription; what still waits for it is not sent."""
    require(ADMINISTER, unit)
    held = hook_of(unit, identifier)
    del _write(unit)[identifier]
    _journal(unit, "dropped", identifier, held.url)


def stop(unit: Any, identifier: str) -> None:
    """The receiver said that it is gone for good (410); for the delivery, which asks for no right."""
    _write(unit)[identifier] = {**_held(unit)[identifier], "active": False}
    _journal(unit, "gone", identifier, _held(unit)[identifier]["url"])


def allowed_hosts() -> tuple[str, ...]:
    """Hosts inside the network the operator allows, each a name or a name and port."""
    return tuple(IAnnotations(api.portal.get()).get(ALLOWED, ()))


def allow_hosts(hosts: Iterable[str]) -> None:
    """Replace the operator's list."""
    portal = api.portal.get()
    require(OPERATE, portal)
    wanted = tuple(dict.fromkeys(host.strip().lower() for host in hosts if host.strip()))
    if not all(HOST.fullmatch(host) for host in wanted):
        raise invalid("hosts", "not_a_hook_address")
    IAnnotations(portal)[ALLOWED] = wanted
    journal.append("records.webhook.hosts", unit=None, data={"hosts": list(wanted)})


def _checked(url: str, kinds: Iterable[str], note: str) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(kinds))
    faults = [] if wanted else [Fault("kinds", "required")]
    if not set(wanted) <= set(KINDS):
        faults.append(Fault("kinds", "not_in_list"))
    if len(note) > 200:
        faults.append(Fault("note", "too_long"))
    try:
        addresses(url, allowed_hosts())
    except AddressError as error:
        faults.append(Fault("url", str(error)))
    if faults:
        raise InvalidData(faults)
    return wanted


def _hook(identifier: str, value: dict[str, Any]) -> Hook:
    names = ("url", "kinds", "note", "active", "made_at", "made_by")
    return Hook(identifier, *(value[name] for name in names))


def _held(unit: Any) -> Any:
    return IAnnotations(unit).get(KEY) or {}


def _write(unit: Any) -> PersistentMapping:
    annotations = IAnnotations(unit)
    if KEY not in annotations:
        annotations[KEY] = PersistentMapping()
    found: PersistentMapping = annotations[KEY]
    return found


def _sealed(unit: Any, identifier: str, secret: str) -> str:
    return seal(PURPOSE, f"{unit.unit_id}:{identifier}", secret)


def _journal(unit: Any, verb: str, identifier: str, url: str) -> None:
    _scheme, host, _port, _path = place_of(url)
    journal.append(f"records.webhook.{verb}", unit=unit.unit_id, data={"hook": identifier, "host": host})

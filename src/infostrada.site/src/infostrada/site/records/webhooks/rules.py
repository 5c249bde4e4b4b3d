"""What is told, how it is signed, and which addresses may be called. Pure, but for the name service.

Signature and headers follow the Standard Webhooks specification (webhook-id, webhook-timestamp,
webhook-signature `v1,<base64 of HMAC-SHA-256 of "id.timestamp.body">`); the body is a CloudEvents 1.0 event
(structured JSON). The body names records and says nothing that is in them: who wants more asks over REST with
rights of his own.
"""

from base64 import b64decode
from base64 import b64encode
from collections.abc import Callable
from collections.abc import Collection
from collections.abc import Iterable
from infostrada.site import _
from ipaddress import ip_address
from ipaddress import ip_network
from typing import Any
from urllib.parse import urlsplit

import hashlib
import hmac
import json
import secrets
import socket


TYPE = "pl.infostrada.records."
PREFIX = "whsec_"
TEST = "webhook.test"
LONGEST_URL = 500
KINDS: dict[str, Any] = {
    "letter.registered": _("letter registered"),
    "letter.assigned": _("letter assigned"),
    "case.opened": _("case opened"),
    "case.closed": _("case settled"),
    "document.accepted": _("document accepted"),
    "document.signed": _("signed file of the document kept"),
    "outgoing.sent": _("letter sent"),
    "outgoing.served": _("letter served"),
    "outgoing.undelivered": _("letter not delivered"),
    "plan.approved": _("plan approved"),
}
# Addresses that stand for other ones: what lies behind them cannot be told by looking.
TRANSLATED = tuple(map(ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")))


class AddressError(ValueError):
    """An address that may not be called; the text is a machine word."""


def new_secret() -> str:
    """A secret of 24 random bytes in the specification's form."""
    return PREFIX + b64encode(secrets.token_bytes(24)).decode()


def signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """The header `webhook-signature` of one secret."""
    key = b64decode(secret.removeprefix(PREFIX))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def event_json(identifier: str, kind: str, unit_id: str, moment: str, data: dict[str, Any]) -> str:
    """A CloudEvents 1.0 event; `moment` is RFC 3339."""
    event = {
        "specversion": "1.0",
        "id": identifier,
        "source": f"/{unit_id}",
        "type": f"{TYPE}{kind}",
        "subject": data.get("uid") or unit_id,
        "time": moment,
        "datacontenttype": "application/json",
        "data": data,
    }
    return json.dumps(event, ensure_ascii=False, separators=(",", ":"))


def place_of(url: str) -> tuple[str, str, int, str]:
    """Scheme, host, port and path of an address; AddressError for one that is no web address."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise AddressError("not_a_hook_address") from error
    odd = any(sign.isspace() or ord(sign) < 32 for sign in url.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname or len(url) > LONGEST_URL or odd:
        raise AddressError("not_a_hook_address")
    if parts.username or parts.password or parts.fragment:
        raise AddressError("not_a_hook_address")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.scheme, parts.hostname, port, path


def is_allowed(host: str, port: int, allowed: Collection[str]) -> bool:
    """Has the operator allowed this host inside the network, by name or by name and port?"""
    return host in allowed or f"{host}:{port}" in allowed


def is_public(address: str) -> bool:
    """Is the IP address one of the open internet?"""
    found = ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None)
    if mapped is not None:
        found = mapped
    if any(found.version == net.version and found in net for net in TRANSLATED):
        return False
    return found.is_global and not found.is_multicast and not found.is_reserved


def _lookup(host: str, port: int) -> Iterable[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise AddressError("hook_host_unknown") from error
    return dict.fromkeys(str(entry[4][0]) for entry in found)


def addresses(
    url: str, allowed: Collection[str], lookup: Callable[[str, int], Iterable[str]] = _lookup
) -> list[str]:
    """IP addresses the host of `url` has now; AddressError unless every one of them may be called.

    Whoever calls goes to one of these, not to the name again: a name that answers differently the
    second time leads nowhere.
    """
    scheme, host, port, _path = place_of(url)
    if is_allowed(host, port, allowed):
        return list(lookup(host, port))
    if scheme != "https":
        raise AddressError("hook_not_https")
    found = list(lookup(host, port))
    if not found or not all(map(is_public, found)):
        raise AddressError("hook_private")
    return found

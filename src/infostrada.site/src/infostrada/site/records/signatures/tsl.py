"""Trusted lists in the form of ETSI TS 119 612: the services a country's supervisor stands for.

Of every service that issues qualified certificates (CA/QC) or timestamps (TSA/QTST) the
certificates are taken with the times in which its status was good, its history included. The
list's own signature must be sound; whether its signer is the right one is for the operator to
compare with the European list of lists.
"""

from base64 import b64decode
from datetime import datetime
from datetime import UTC
from infostrada.site.records.signatures.report import INVALID
from infostrada.site.records.signatures.report import UNVERIFIABLE
from infostrada.site.records.signatures.trust import Anchor
from infostrada.site.records.signatures.trust import is_certificate
from infostrada.site.records.signatures.trust import SIGNATURE
from infostrada.site.records.signatures.trust import TIMESTAMP
from infostrada.site.records.signatures.trust import Trust
from infostrada.site.records.signatures.xades import check_xml
from infostrada.site.records.signatures.xades import parse
from infostrada.site.records.signatures.xades import XmlFault
from typing import Any
from typing import NamedTuple

import hashlib
import re


TSL = "http://uri.etsi.org/02231/v2#"
PURPOSES = {
    "http://uri.etsi.org/TrstSvc/Svctype/CA/QC": SIGNATURE,
    "http://uri.etsi.org/TrstSvc/Svctype/TSA/QTST": TIMESTAMP,
}
# What a service that issues certificates issues them for (TS 119 612, 5.5.9.4); those for web sites sign no documents.
ISSUED_FOR = "http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/For"
SIGNING = {f"{ISSUED_FOR}eSignatures", f"{ISSUED_FOR}eSeals"}
GOOD = {"granted", "undersupervision", "accredited", "supervisionincessation"}


class ListFault(ValueError):
    """Why a list is not taken: `args[0]` is the machine word."""


class Service(NamedTuple):
    """A service of the list: provider, name, one certificate with one time it was good in."""

    provider: str
    name: str
    anchor: Anchor


class TrustedList(NamedTuple):
    """A list as read: territory, number, who signed it with which certificate (SHA-256), services."""

    territory: str
    sequence: int
    issued_at: datetime | None
    next_update: datetime | None
    signer: str
    signed_with: str
    services: tuple[Service, ...]


def read_list(data: bytes, now: datetime) -> TrustedList:
    """Read a trusted list.

    ListFault when it is none, its signature is missing or unsound, its time has passed, or it holds no service or one that
    cannot be read.
    """
    try:
        root = parse(data)
        if root.tag != f"{{{TSL}}}TrustServiceStatusList":
            raise ListFault("not_a_trusted_list")
        checked = check_xml(data, Trust(), now)
    except XmlFault as error:
        raise ListFault("not_a_trusted_list") from error
    if not checked or (checked[0].document is None and checked[0].report.verdict != INVALID):
        raise ListFault("list_unsigned")
    if checked[0].report.verdict in (INVALID, UNVERIFIABLE):
        raise ListFault("list_signature_invalid")
    scheme = root.find(f"{{{TSL}}}SchemeInformation")
    number, services = _text(scheme, "TSLSequenceNumber"), tuple(_services(root))
    if not re.fullmatch(r"[0-9]{1,12}", number):
        raise ListFault("not_a_trusted_list")
    found = TrustedList(
        _text(scheme, "SchemeTerritory"),
        int(number),
        moment(_text(scheme, "ListIssueDateTime")),
        moment(_text(scheme, "NextUpdate/{*}dateTime")),
        checked[0].report.signer,
        hashlib.sha256(checked[0].certificate).hexdigest(),
        services,
    )
    if found.next_update is not None and found.next_update < now:
        raise ListFault("list_expired")
    if not services:
        raise ListFault("trust_list_empty")
    if not all(is_certificate(service.anchor.der) for service in services):
        raise ListFault("list_broken")
    return found


def _services(root: Any) -> Any:
    for provider in root.iterfind(f".//{{{TSL}}}TrustServiceProvider"):
        name = _text(provider, "TSPInformation/{*}TSPName/{*}Name")
        for service in provider.iterfind(f".//{{{TSL}}}TSPService"):
            yield from _service(name, service)


def _service(provider: str, service: Any) -> Any:
    states = [service.find(f"{{{TSL}}}ServiceInformation")]
    states += service.findall(f"{{{TSL}}}ServiceHistory/{{{TSL}}}ServiceHistoryInstance")
    timed = sorted(
        ((start, state) for state in states if (start := moment(_text(state, "StatusStartingTime")))),
        key=lambda pair: pair[0],
    )
    certificates = {
        data
        for state in states
        for node in state.iterfind(f".//{{{TSL}}}X509Certificate")
        if (data := _decoded(node.text or ""))
    }
    for place, (start, state) in enumerate(timed):
        purpose = PURPOSES.get(_text(state, "ServiceTypeIdentifier"))
        status = _text(state, "ServiceStatus").rstrip("/").rpartition("/")[2]
        if purpose is None or status not in GOOD or (purpose == SIGNATURE and _for_others(state)):
            continue
        until = timed[place + 1][0] if place + 1 < len(timed) else None
        for der in sorted(certificates):
            yield Service(provider, _text(state, "ServiceName/{*}Name"), Anchor(der, purpose, start, until))


def _for_others(state: Any) -> bool:
    """Does the service say what it issues certificates for, and neither signatures nor seals?"""
    told = [(uri.text or "").strip() for uri in state.iterfind(".//{*}AdditionalServiceInformation/{*}URI")]
    named = {uri for uri in told if uri.startswith(ISSUED_FOR)}
    return bool(named) and not named & SIGNING


def _decoded(text: str) -> bytes:
    try:
        return b64decode("".join(text.split()), validate=True)
    except ValueError as error:
        raise ListFault("list_broken") from error


def _text(node: Any, path: str) -> str:
    found = node.find(f"{{*}}{path}") if node is not None else None
    return (found.text or "").strip() if found is not None else ""


def moment(text: str) -> datetime | None:
    """A moment of XML schema with its zone (UTC without one); None for anything else."""
    try:
        found = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found is not None and found.tzinfo is None else found

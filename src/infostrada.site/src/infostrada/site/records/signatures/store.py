"""The site's trust list: certificates taken in by the operator, one by one or from a trusted list."""

from asn1crypto import crl
from asn1crypto import pem
from asn1crypto import x509
from cryptography.x509 import load_der_x509_crl
from datetime import datetime
from datetime import UTC
from infostrada.core import journal
from infostrada.site.records.actor import Actor
from infostrada.site.records.deed import now
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from infostrada.site.records.signatures.trust import Anchor
from infostrada.site.records.signatures.trust import is_certificate
from infostrada.site.records.signatures.trust import names_of
from infostrada.site.records.signatures.trust import SIGNATURE
from infostrada.site.records.signatures.trust import TIMESTAMP
from infostrada.site.records.signatures.trust import Trust
from infostrada.site.records.signatures.tsl import ListFault
from infostrada.site.records.signatures.tsl import read_list
from infostrada.site.records.signatures.tsl import TrustedList
from persistent import Persistent
from plone import api
from typing import NamedTuple
from zope.annotation.interfaces import IAnnotations

import hashlib


KEY = "infostrada.site.trust"
MANAGE = "infostrada.site: Manage trusted certificates"


class Entry(NamedTuple):
    """A certificate of the list: the anchor, whose it is, where it comes from, who took it in when."""

    anchor: Anchor
    name: str
    source: str
    actor: Actor
    at: datetime

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate; with the purpose it names the entry."""
        return hashlib.sha256(self.anchor.der).hexdigest()


class HeldList(NamedTuple):
    """A trusted list that was taken in: where its entries come from, its number and times, who signed it, who took it in."""

    source: str
    number: int
    issued_at: datetime | None
    next_update: datetime | None
    signer: str
    signed_with: str
    sha256: str
    actor: Actor
    at: datetime


class TrustList(Persistent):
    """Entries, trusted lists they come from, lists of revoked certificates; empty on a new site."""

    entries: tuple[Entry, ...] = ()
    lists: tuple[HeldList, ...] = ()
    crls: tuple[bytes, ...] = ()


def trust_list() -> TrustList:
    """The site's list, never None; one that is not stored yet is empty."""
    found: TrustList | None = IAnnotations(api.portal.get()).get(KEY)
    return TrustList() if found is None else found


def trust() -> Trust:
    """The list as validation uses it."""
    held = trust_list()
    return Trust([entry.anchor for entry in held.entries], held.crls)


def add_certificate(data: bytes, purpose: str) -> Entry:
    """Believe a certificate from now on, for signatures or timestamps; it may end long before."""
    require(MANAGE, api.portal.get())
    if purpose not in (SIGNATURE, TIMESTAMP):
        raise invalid("purpose", "not_in_list")
    der = _der(data, "file")
    if not is_certificate(der):
        raise invalid("file", "certificate_broken")
    name, _issuer, _serial = names_of(x509.Certificate.load(der))
    held = _stored()
    if any(entry.anchor.der == der and entry.anchor.purpose == purpose for entry in held.entries):
        raise invalid("file", "certificate_known")
    entry = Entry(Anchor(der, purpose), name, "", _operator(), now())
    held.entries = (*held.entries, entry)
    journal.append("site.trust.added", unit=None, data={"sha256": entry.fingerprint, "purpose": purpose})
    return entry


def remove_certificate(fingerprint: str, purpose: str) -> None:
    """Believe a certificate no more; reports made before stay as they are."""
    require(MANAGE, api.portal.get())
    held = _stored()
    kept = tuple(
        entry for entry in held.entries if (entry.fingerprint, entry.anchor.purpose) != (fingerprint, purpose)
    )
    if len(kept) == len(held.entries):
        raise invalid("fingerprint", "unknown_object")
    held.entries = kept
    journal.append("site.trust.removed", unit=None, data={"sha256": fingerprint, "purpose": purpose})


def import_list(data: bytes, signed_with: str = "") -> TrustedList:
    """Take a trusted list in; it replaces what an earlier one of the same territory brought.

    The earlier one stays when the new one cannot be read, has ended or is not newer. One that another certificate signed than
    the earlier is taken only by whoever names that certificate (`signed_with`, its SHA-256, from the European list of lists).
    """
    require(MANAGE, api.portal.get())
    try:
        found = read_list(data, now())
    except ListFault as error:
        raise invalid("file", error.args[0]) from error
    held, source, digest = _stored(), f"TSL {found.territory}", hashlib.sha256(data).hexdigest()
    _succeeds(found, digest, next((each for each in held.lists if each.source == source), None), signed_with)
    actor, at = _operator(), now()
    new = [
        Entry(service.anchor, f"{service.provider}: {service.name}", source, actor, at)
        for service in found.services
    ]
    kept = HeldList(
        source,
        found.sequence,
        found.issued_at,
        found.next_update,
        found.signer,
        found.signed_with,
        digest,
        actor,
        at,
    )
    held.entries = (*(each for each in held.entries if each.source != source), *new)
    held.lists = (*(each for each in held.lists if each.source != source), kept)
    journal.append(
        "site.trust.imported",
        unit=None,
        data={
            "source": source,
            "number": found.sequence,
            "services": len(new),
            "sha256": digest,
            "signed_with": found.signed_with,
        },
    )
    return found


def _succeeds(found: TrustedList, digest: str, earlier: HeldList | None, signed_with: str) -> None:
    """Raises InvalidData unless the list may take the place of the earlier one."""
    named = "".join(sign for sign in signed_with.lower() if sign.isalnum())
    if named and named != found.signed_with:
        raise invalid("signed_with", "list_signer_other")
    if earlier is None:
        return
    if found.sequence < earlier.number or (found.sequence == earlier.number and digest != earlier.sha256):
        raise invalid("file", "list_not_newer")
    if found.signed_with != earlier.signed_with and not named:
        raise invalid("signed_with", "list_signer_changed")


def add_revocations(data: bytes) -> None:
    """Take in a list of revoked certificates (CRL); it replaces the issuer's earlier one."""
    require(MANAGE, api.portal.get())
    der = _der(data, "file")
    try:
        load_der_x509_crl(der)
        issuer = crl.CertificateList.load(der, strict=True).issuer.dump()
    except (ValueError, TypeError) as error:
        raise invalid("file", "crl_broken") from error
    held = _stored()
    kept = [item for item in held.crls if crl.CertificateList.load(item).issuer.dump() != issuer]
    held.crls = (*kept, der)
    journal.append("site.trust.revocations", unit=None, data={"sha256": hashlib.sha256(der).hexdigest()})


def _stored() -> TrustList:
    annotations = IAnnotations(api.portal.get())
    if KEY not in annotations:
        annotations[KEY] = TrustList()
    held: TrustList = annotations[KEY]
    return held


def _der(data: bytes, field: str) -> bytes:
    if not data:
        raise invalid(field, "file_missing")
    if not pem.detect(data):
        return data
    try:
        _kind, _headers, der = pem.unarmor(data)
    except ValueError as error:
        raise invalid(field, "certificate_broken") from error
    return bytes(der)


def _operator() -> Actor:
    user = api.user.get_current()
    return Actor(user.getId() or "", user.getProperty("fullname", "") or user.getId() or "", "")


def validity(entry: Entry) -> tuple[datetime | None, datetime | None]:
    """From when to when the list believes the certificate, else the certificate's own times."""
    own = x509.Certificate.load(entry.anchor.der)
    since = entry.anchor.since or own.not_valid_before.astimezone(UTC)
    return since, entry.anchor.until or own.not_valid_after.astimezone(UTC)

"""Whom signatures are believed: certificates, each for times and a purpose, and lists of revoked ones.

Paths are built and checked by pyHanko's certvalidator (RFC 5280) against these alone: nothing is
fetched from the network and the operating system's own list is never asked. pyHanko is loaded, here and
beside, by the first signature that is looked at or made: it takes a second and 17 megabytes.
"""

from __future__ import annotations

from asn1crypto import x509
from collections.abc import Iterable
from collections.abc import Sequence
from cryptography.x509 import InvalidVersion
from cryptography.x509 import load_der_x509_certificate
from cryptography.x509 import load_der_x509_crl
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple
from typing import TYPE_CHECKING

import asyncio
import hashlib


if TYPE_CHECKING:
    from pyhanko_certvalidator import ValidationContext
    from pyhanko_certvalidator.path import ValidationPath


SIGNATURE, TIMESTAMP = "signature", "timestamp"
SHORTEST_KEYS = {"rsa": 2048, "rsassa_pss": 2048, "dsa": 2048, "ec": 224}
SIGNING = {"non_repudiation", "digital_signature"}
# Purposes of keys that are for something else than documents; a certificate with these alone signs none.
OTHER_PURPOSES = {"server_auth", "code_signing", "time_stamping", "ocsp_signing"}


class Anchor(NamedTuple):
    """A certificate believed for a purpose between two moments (the second open when None)."""

    der: bytes
    purpose: str = SIGNATURE
    since: datetime | None = None
    until: datetime | None = None

    def holds(self, moment: datetime) -> bool:
        """Is it believed at this moment?"""
        after = self.since is None or self.since <= moment
        return after and (self.until is None or moment < self.until)


@dataclass(frozen=True)
class Trust:
    """A trust list as validation uses it."""

    anchors: Sequence[Anchor] = ()
    crls: Sequence[bytes] = field(default=())

    @property
    def digest(self) -> str:
        """Names this state of the list in a report."""
        digest = hashlib.sha256()
        for anchor in sorted(self.anchors, key=lambda item: (item.der, item.purpose, str(item.since))):
            digest.update(anchor.der + repr(anchor[1:]).encode())
        for crl in sorted(self.crls):
            digest.update(crl)
        return digest.hexdigest()

    def context(
        self, purpose: str, moment: datetime, others: Iterable[x509.Certificate] = ()
    ) -> ValidationContext:
        """A context of certvalidator for one purpose and moment."""
        from pyhanko_certvalidator import ValidationContext

        roots = [
            x509.Certificate.load(anchor.der)
            for anchor in self.anchors
            if anchor.purpose == purpose and anchor.holds(moment)
        ]
        return ValidationContext(
            trust_roots=roots,
            other_certs=list(others),
            moment=moment,
            crls=list(self.crls),
            allow_fetching=False,
            revocation_mode="soft-fail",
            retroactive_revinfo=True,
        )

    @property
    def revocation(self) -> str:
        """What a report says of revocation: checked against lists at hand, or not at all."""
        return "lists" if self.crls else "not_checked"

    def revokes(self, path: ValidationPath | None, moment: datetime) -> bool:
        """Does a list at hand name a certificate of this path as revoked by the moment?

        certvalidator looks into lists only for certificates that say where theirs is published; many name an OCSP
        responder alone. A list counts when the issuer of the certificate signed it.
        """
        chain = [] if path is None else [each.dump() for each in path.iter_certs(include_root=True)]
        return any(
            _names(crl, certificate, issuer, moment)
            for issuer, certificate in pairwise(chain)
            for crl in self.crls
        )

    def why_not(
        self, certificate: x509.Certificate, others: Iterable[x509.Certificate], moment: datetime
    ) -> str | None:
        """Why a signer's certificate is not believed at this moment; None when it is.

        The key has to be as long as ETSI TS 119 312 asks and the certificate meant for signatures (EN 319 412-2, 4.3.2);
        what a certificate is for, an anchor need not say: the operator took it in for this.
        """
        from pyhanko_certvalidator import CertificateValidator

        anchored = any(anchor.der == certificate.dump() for anchor in self.anchors)
        try:
            validator = CertificateValidator(certificate, list(others), self.context(SIGNATURE, moment))
            if is_weak(certificate):
                return "weak_algorithm"
            if certificate.issuer == certificate.subject and not anchored:
                return "issuer_unknown"
            revoked = self.revokes(asyncio.run(validator.async_validate_path()), moment)
            meant = anchored or is_for_signatures(certificate)
        except Exception as error:
            return path_problem(error)
        return "certificate_revoked" if revoked else None if meant else "certificate_misused"


def is_certificate(der: bytes) -> bool:
    """Can every part of it be read that is asked for when a signature leads to it?"""
    try:
        load_der_x509_certificate(der)
        names_of(read := x509.Certificate.load(der, strict=True))
        return bool(
            read.not_valid_before and read.not_valid_after and read.public_key.algorithm and read.native
        )
    except (ValueError, TypeError, InvalidVersion):
        return False


def is_weak(certificate: x509.Certificate) -> bool:
    """Is the key shorter than signatures are believed with today?"""
    key = certificate.public_key
    return key.algorithm in SHORTEST_KEYS and key.bit_size < SHORTEST_KEYS[key.algorithm]


def is_for_signatures(certificate: x509.Certificate) -> bool:
    """May the key sign documents, by its usage and its purposes?"""
    usage, purposes = certificate.key_usage_value, certificate.extended_key_usage_value
    other = purposes is not None and set(purposes.native) <= OTHER_PURPOSES
    return usage is not None and bool(SIGNING & usage.native) and not other


def _names(crl: bytes, certificate: bytes, issuer: bytes, moment: datetime) -> bool:
    """Does a list signed by the issuer name the certificate (all DER) as revoked by the moment?"""
    held, above = load_der_x509_crl(crl), load_der_x509_certificate(issuer)
    if held.issuer != above.subject:
        return False
    serial = load_der_x509_certificate(certificate).serial_number
    row = held.get_revoked_certificate_by_serial_number(serial)
    if row is None or row.revocation_date_utc > moment:
        return False
    return held.is_signature_valid(above.public_key())  # type: ignore[arg-type]


def path_problem(error: Exception) -> str:
    """The machine word of an error of certvalidator."""
    from pyhanko_certvalidator import errors

    known: tuple[tuple[type[Exception], str], ...] = (
        (errors.RevokedError, "certificate_revoked"),
        (errors.ExpiredError, "certificate_expired"),
        (errors.NotYetValidError, "certificate_not_yet_valid"),
        (errors.DisallowedAlgorithmError, "weak_algorithm"),
        (errors.InvalidCertificateError, "certificate_misused"),
        (errors.PathBuildingError, "issuer_unknown"),
    )
    return next((word for kind, word in known if isinstance(error, kind)), "chain_invalid")


def names_of(certificate: x509.Certificate) -> tuple[str, str, str]:
    """Signer, issuer and serial number (hexadecimal) as people read them."""
    subject, issuer = certificate.subject.native, certificate.issuer.native
    return _name(subject), _name(issuer), f"{certificate.serial_number:x}"


def _name(parts: dict[str, object]) -> str:
    for key in ("common_name", "organization_name", "surname"):
        value = parts.get(key)
        if value:
            return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return ", ".join(f"{key}={value}" for key, value in parts.items())

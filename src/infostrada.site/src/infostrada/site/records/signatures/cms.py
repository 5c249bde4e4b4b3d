"""Signatures in CMS form (CAdES, timestamps), by pyHanko."""

from __future__ import annotations

from asn1crypto import cms
from asn1crypto import pem
from asn1crypto import x509
from base64 import b64decode
from collections.abc import Callable
from collections.abc import Iterator
from cryptography.exceptions import UnsupportedAlgorithm
from datetime import datetime
from infostrada.site.records.signatures.report import INVALID
from infostrada.site.records.signatures.report import SignatureReport
from infostrada.site.records.signatures.report import UNTRUSTED
from infostrada.site.records.signatures.report import UNVERIFIABLE
from infostrada.site.records.signatures.report import VALID
from infostrada.site.records.signatures.source import Source
from infostrada.site.records.signatures.trust import names_of
from infostrada.site.records.signatures.trust import SIGNATURE
from infostrada.site.records.signatures.trust import TIMESTAMP
from infostrada.site.records.signatures.trust import Trust
from typing import Any
from typing import NamedTuple
from typing import TYPE_CHECKING

import asyncio
import hashlib
import re


if TYPE_CHECKING:
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko.sign.validation.status import SignatureStatus


MOST_SIGNERS = 50
LOOKED_AT = 4096
ARMOUR = re.compile(rb"-----BEGIN (PKCS ?#?7|CMS)")
BARE = re.compile(rb"[A-Za-z0-9+/=\s]+")


def usage() -> KeyUsageConstraints:
    """What a signer's key must be for: to sign, in one of the two words certificates have for it."""
    from pyhanko.sign.validation.settings import KeyUsageConstraints

    return KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False)


def signed_data(data: bytes) -> cms.SignedData:
    """The SignedData of a DER file; ValueError for anything else."""
    content = cms.ContentInfo.load(data, strict=True)
    if content["content_type"].native != "signed_data":
        raise ValueError("not signed data")
    return content["content"]


def encapsulated(data: bytes) -> bytes | None:
    """Content a CAdES file carries inside; None for a detached signature."""
    content = signed_data(data)["encap_content_info"]["content"]
    return None if content.native is None else bytes(content)


def is_armoured(head: bytes) -> bool:
    """Does a signature written as text begin like this: PEM or bare base64?"""
    begun = head.lstrip()
    return bool(ARMOUR.match(begun) or (begun.startswith(b"MI") and BARE.fullmatch(begun)))


def unarmored(data: bytes) -> bytes:
    """The DER of a signature that some programs write as text: PEM or bare base64; anything else as it is."""
    head = data[:LOOKED_AT].lstrip()
    if ARMOUR.match(head):
        try:
            return bytes(pem.unarmor(data.strip())[2])
        except (ValueError, TypeError):
            return data
    if head.startswith(b"MI") and BARE.fullmatch(head):
        try:
            return b64decode(b"".join(data.split()), validate=True)
        except ValueError:
            return data
    return data


def check_cms(data: bytes, content: Source, trust: Trust, now: datetime) -> list[SignatureReport]:
    """Validate every signer of a CAdES signature over `content`, which is read in pieces."""
    try:
        signature = signed_data(data)
        alone = list(_alone(signature))
    except (ValueError, TypeError):
        return [SignatureReport(UNVERIFIABLE, "signature_broken")]
    return [_check_signer(one, content, trust, now) for one in alone]


def _alone(signature: cms.SignedData) -> Iterator[cms.SignedData]:
    """The signature as each of its signers made it: several may sign side by side (RFC 5652, 5.1)."""
    kind = signature["encap_content_info"]["content_type"].native
    for info in list(signature["signer_infos"])[:MOST_SIGNERS]:
        one = signature.copy()
        one["signer_infos"] = cms.SignerInfos([info])
        # The content is given beside, wherever it lay.
        one["encap_content_info"] = {"content_type": kind}
        yield one


def _check_signer(signature: cms.SignedData, content: Source, trust: Trust, now: datetime) -> SignatureReport:
    from pyhanko.sign.validation.generic_cms import async_validate_detached_cms

    checking = async_validate_detached_cms(
        content.opened(),
        signature,
        trust.context(SIGNATURE, now),
        trust.context(TIMESTAMP, now),
        key_usage_settings=usage(),
    )
    try:
        return judged(asyncio.run(checking), certificates(signature), trust, now, covers=True)
    except Exception as error:
        return SignatureReport(UNVERIFIABLE, unread(error))


def unread(error: Exception) -> str:
    """Why pyHanko could not look at a signature, or what it carries is damaged: the machine word."""
    from pyhanko.sign.ades.report import AdESIndeterminate

    if isinstance(error, NotImplementedError | UnsupportedAlgorithm):
        return "algorithm_unknown"
    missing = AdESIndeterminate.NO_SIGNING_CERTIFICATE_FOUND
    return (
        "certificate_missing" if getattr(error, "ades_subindication", None) is missing else "signature_broken"
    )


def judged(
    status: Any, others: list[x509.Certificate], trust: Trust, now: datetime, *, covers: bool = False
) -> SignatureReport:
    """A report from pyHanko's status and the certificates beside the signer's; believed at its timestamp when it has one."""
    stamped = stamp_of(status)
    verdict, reason = verdict_of(status)
    if verdict == VALID:
        verdict, reason = believed(trust.why_not(status.signing_cert, others, stamped or now))
    signer, issuer, serial = names_of(status.signing_cert)
    return SignatureReport(
        verdict,
        reason,
        signer,
        issuer,
        serial,
        status.signer_reported_dt,
        stamped,
        covers,
        revocation=trust.revocation,
        stamp_ends=status.timestamp_validity.signing_cert.not_valid_after if stamped is not None else None,
    )


def verdict_of(status: SignatureStatus) -> tuple[str, str]:
    """Verdict and reason of a CMS signature, whoever's it is."""
    if not status.intact:
        return INVALID, "content_changed"
    if not status.valid:
        return INVALID, "signature_forged"
    if getattr(status.trust_problem_indic, "name", "").startswith("CRYPTO_CONSTRAINTS"):
        return UNVERIFIABLE, "weak_algorithm"
    stamp = getattr(status, "timestamp_validity", None)
    if stamp is not None and not (stamp.intact and stamp.valid):
        return INVALID, "timestamp_forged"
    return VALID, "signature_good"


def believed(why: str | None) -> tuple[str, str]:
    """Verdict and reason of a sound signature whose certificate is not believed for this reason."""
    if why is None:
        return VALID, "signature_good"
    verdicts = {"certificate_revoked": INVALID, "weak_algorithm": UNVERIFIABLE}
    return verdicts.get(why, UNTRUSTED), why


def stamp_of(status: Any) -> datetime | None:
    """Time of a trusted timestamp over the signature."""
    stamp: Any = getattr(status, "timestamp_validity", None)
    good = stamp is not None and stamp.intact and stamp.valid and stamp.trusted
    return stamp.timestamp if good else None


class Stamp(NamedTuple):
    """A timestamp: its time when it is trusted, whether it is sound, when its maker's certificate ends."""

    at: datetime | None
    sound: bool
    ends: datetime | None = None


def check_stamp(token: bytes, imprinted: bytes, trust: Trust, now: datetime) -> Stamp:
    """What a timestamp token over `imprinted` proves."""
    return check_imprint(token, lambda algorithm: hashlib.new(algorithm, imprinted).digest(), trust, now)


def check_imprint(token: bytes, digest_of: Callable[[str], bytes], trust: Trust, now: datetime) -> Stamp:
    """What a timestamp token proves of something whose digest by an algorithm `digest_of` tells."""
    from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
    from pyhanko.sign.validation.status import TimestampSignatureStatus

    try:
        values = asyncio.run(
            validate_tst_signed_data(
                signed_data(token),
                trust.context(TIMESTAMP, now),
                digest_of,
            )
        )
        status = TimestampSignatureStatus(**values)
    except Exception:
        return Stamp(None, False)
    sound = status.intact and status.valid
    if not sound or not status.trusted:
        return Stamp(None, sound)
    return Stamp(status.timestamp, True, status.signing_cert.not_valid_after)


def certificates(data: cms.SignedData) -> list[x509.Certificate]:
    """Certificates a CMS signature brings along."""
    return [item.chosen for item in data["certificates"] if item.name == "certificate"]

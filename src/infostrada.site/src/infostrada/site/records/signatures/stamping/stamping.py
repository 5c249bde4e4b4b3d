"""A timestamp of the installation's authority that is trusted today, over a digest or over a whole PDF."""

from __future__ import annotations

from asn1crypto import cms
from asn1crypto import crl
from collections.abc import Callable
from datetime import datetime
from datetime import timedelta
from infostrada.site.records.signatures.cms import certificates
from infostrada.site.records.signatures.cms import check_imprint
from infostrada.site.records.signatures.stamping.client import ask
from infostrada.site.records.signatures.stamping.protocol import ALGORITHM
from infostrada.site.records.signatures.stamping.protocol import question
from infostrada.site.records.signatures.stamping.protocol import Refused
from infostrada.site.records.signatures.stamping.protocol import token_of
from infostrada.site.records.signatures.stamping.settings import Authority
from infostrada.site.records.signatures.trust import names_of
from infostrada.site.records.signatures.trust import Trust
from tempfile import TemporaryFile
from typing import Any
from typing import IO
from typing import NamedTuple

import asyncio


# How far the authority's clock may be from ours.
DRIFT = timedelta(minutes=5)
# Hexadecimal digits kept free in a PDF for a token with the certificates above it.
RESERVED = 50_000


class Stamped(NamedTuple):
    """A token: when, until when its maker's certificate proves it, who made it, its bytes."""

    at: datetime
    ends: datetime
    maker: str
    token: bytes


def stamp_digest(authority: Authority, digest: bytes, trust: Trust, now: datetime) -> Stamped:
    """A timestamp over a SHA-256 digest; raises `Refused` for an answer not to be believed, `Unreachable` without one."""
    asked = question(digest, authority.policy)
    return believed(token_of(ask(authority, asked.der), asked), lambda _algorithm: digest, trust, now)


def believed(
    token: cms.ContentInfo, digest_of: Callable[[str], bytes], trust: Trust, now: datetime
) -> Stamped:
    """The token as proof; raises `Refused` when its signature, its maker or its time is not to be believed."""
    found = check_imprint(token.dump(), digest_of, trust, now)
    if not found.sound:
        raise Refused("stamp_forged")
    if found.at is None or found.ends is None or found.ends <= now:
        raise Refused("stamp_untrusted")
    if abs(found.at - now) > DRIFT:
        raise Refused("stamp_of_other_time", found.at.isoformat())
    return Stamped(found.at, found.ends, _maker(token), token.dump())


def stamp_pdf(
    authority: Authority, source: IO[bytes], trust: Trust, now: datetime
) -> tuple[IO[bytes], Stamped]:
    """The PDF with a timestamp of the whole document behind its last byte (PAdES, ETSI EN 319 142-1, 5.5).

    What was there stays byte for byte the beginning of the new file.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.signers import PdfTimeStamper
    from pyhanko.sign.timestamps import TimeStamper
    from pyhanko.sign.validation.dss import DocumentSecurityStore

    made: list[Stamped] = []

    class Maker(TimeStamper):
        """The installation's authority as pyHanko asks one."""

        async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
            # In a thread: what is checked there runs a loop of its own.
            made.append(await asyncio.to_thread(stamp_digest, authority, message_digest, trust, now))
            return cms.ContentInfo.load(made[-1].token)

    target = TemporaryFile()  # noqa: SIM115 - of whoever asked
    writer = IncrementalPdfFileWriter(source)
    lists = [crl.CertificateList.load(each) for each in trust.crls]
    DocumentSecurityStore.supply_dss_in_writer(writer, None, certs=_embedded(writer), crls=lists)
    maker = PdfTimeStamper(Maker())
    asyncio.run(maker.async_timestamp_pdf(writer, ALGORITHM, bytes_reserved=RESERVED, output=target))
    target.seek(0)
    return target, made[-1]


def _embedded(writer: Any) -> list[Any]:
    """Certificates the signatures and earlier timestamps of the file bring along: they stay readable beside it."""
    found: dict[bytes, Any] = {}
    for each in writer.prev.embedded_signatures:
        for certificate in certificates(each.signed_data):
            found[certificate.dump()] = certificate
    return list(found.values())


def _maker(token: cms.ContentInfo) -> str:
    for certificate in certificates(token["content"]):
        usage = certificate.extended_key_usage_value
        if usage is not None and "time_stamping" in usage.native:
            return names_of(certificate)[0]
    return ""

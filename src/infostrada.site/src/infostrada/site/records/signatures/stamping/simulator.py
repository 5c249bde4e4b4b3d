"""A time-stamping authority for trials (RFC 3161 over HTTP), kept in memory; what it signs is worth nothing outside.

Faults told to it, each for one question: `refuse` (a rejection), `error` (HTTP 500), `lost` (no answer), `delay` (an answer
after `DELAY` seconds), `repeat` (the answer before), `nonce`, `hash` and `policy` (another one than asked), `late` (a time of
last year), `expired` (a maker whose certificate has ended), `stranger` (a maker nobody knows), `garbage`, `flood`.
"""

from asn1crypto import algos
from asn1crypto import cms
from asn1crypto import core
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from infostrada.site.records.network.standin import Answer
from infostrada.site.records.network.standin import Call
from infostrada.site.records.network.standin import Service
from infostrada.site.records.signatures.stamping.protocol import ALGORITHM
from infostrada.site.records.signatures.stamping.protocol import Question
from infostrada.site.records.signatures.stamping.protocol import question
from infostrada.site.records.signatures.stamping.protocol import request_of
from infostrada.site.records.signatures.stamping.protocol import Response
from typing import Any

import hashlib
import time


POLICY = "1.3.6.1.4.1.99999.1"
DELAY, LASTS = 3.0, timedelta(days=3650)
USAGE = x509.KeyUsage(True, False, False, False, False, False, False, False, False)


class Maker:
    """A root of its own and the certificate that signs timestamps."""

    def __init__(self, name: str, lasts: timedelta = LASTS) -> None:
        self.root_key, self.key = generate_private_key(65537, 2048), generate_private_key(65537, 2048)
        whole = max(lasts, timedelta(days=1))
        self.root = _certified(f"{name}: centrum", self.root_key, None, self.root_key, whole)
        self.certificate = _certified(name, self.key, self.root, self.root_key, lasts)

    @property
    def pem(self) -> str:
        """The root, for the trust list."""
        return self.root.public_bytes(Encoding.PEM).decode()

    def token(self, asked: Question, policy: str, at: datetime) -> cms.ContentInfo:
        """A signed TSTInfo (RFC 3161, 2.4.2) with the signing certificate named by its digest (RFC 5816)."""
        imprint = request_of(asked)["message_imprint"]
        info = tsp.TSTInfo(
            {
                "version": 1,
                "policy": policy,
                "message_imprint": imprint,
                "serial_number": time.time_ns(),
                "gen_time": core.GeneralizedTime(at.replace(microsecond=0)),
                "nonce": asked.nonce,
            }
        )
        content, der = info.dump(), self.certificate.public_bytes(Encoding.DER)
        named = tsp.SigningCertificateV2(
            {"certs": [tsp.ESSCertIDv2({"cert_hash": hashlib.sha256(der).digest()})]}
        )
        attributes = cms.CMSAttributes(
            [
                cms.CMSAttribute({"type": "content_type", "values": ["tst_info"]}),
                cms.CMSAttribute({"type": "message_digest", "values": [hashlib.sha256(content).digest()]}),
                cms.CMSAttribute({"type": "signing_certificate_v2", "values": [named]}),
            ]
        )
        own = asn1_x509.Certificate.load(der)
        digest = algos.DigestAlgorithm({"algorithm": ALGORITHM})
        signer = cms.SignerInfo(
            {
                "version": "v1",
                "sid": cms.SignerIdentifier(
                    {"issuer_and_serial_number": cms.IssuerAndSerialNumber({"issuer": own.issuer, "serial_number": own.serial_number})}
                ),
                "digest_algorithm": digest,
                "signed_attrs": attributes,
                "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "sha256_rsa"}),
                "signature": self.key.sign(attributes.untag().dump(), padding.PKCS1v15(), SHA256()),
            }
        )  # fmt: skip
        signed = cms.SignedData(
            {
                "version": "v3",
                "digest_algorithms": [digest],
                "encap_content_info": {
                    "content_type": "tst_info",
                    "content": core.ParsableOctetString(content),
                },
                "certificates": [own, asn1_x509.Certificate.load(self.root.public_bytes(Encoding.DER))],
                "signer_infos": [signer],
            }
        )
        return cms.ContentInfo({"content_type": "signed_data", "content": signed})


class TimeStamping(Service):
    """The authority: every POST is a question."""

    def __init__(self, lasts: timedelta = LASTS) -> None:
        super().__init__()
        self.maker = Maker("Znacznik czasu na próbę", lasts)
        self.last = b""

    def malformed(self, words: str) -> Answer:
        """The refusal of a request that cannot be understood."""
        return Answer(400, {"error": words})

    def respond(self, call: Call) -> Any:
        """The answer to a question, or what the fault of this call makes of it."""
        fault = self.next_fault()
        if fault in ("error", "lost"):
            raise Answer(500, {"error": fault}, lost=fault == "lost")
        if fault == "delay":
            time.sleep(DELAY)
        raise Answer(200, raw=self._answer(call.body, fault))

    def _answer(self, body: bytes, fault: str) -> bytes:
        if fault == "garbage":
            return b"<html>To nie jest znacznik</html>"
        if fault == "flood":
            return bytes(1_000_000)
        if fault == "repeat":
            return self.last
        if fault == "refuse":
            said = {
                "status": "rejection",
                "status_string": ["Limit wyczerpany"],
                "fail_info": {"system_failure"},
            }
            return bytes(Response({"status": said}).dump())
        asked = self._asked(body, fault)
        makers = {"expired": lambda: Maker("Dawny", timedelta(days=-1)), "stranger": lambda: Maker("Obcy")}
        maker = makers.get(fault, lambda: self.maker)()
        at = datetime.now(UTC) - (timedelta(days=365) if fault == "late" else timedelta())
        policy = "1.2.3.4" if fault == "policy" else asked.policy or POLICY
        token = maker.token(asked, policy, at)
        self.last = tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token}).dump()
        return self.last

    def _asked(self, body: bytes, fault: str) -> Question:
        told = tsp.TimeStampReq.load(body, strict=True)
        digest = told["message_imprint"]["hashed_message"].native
        asked = Question(digest, told["nonce"].native, told["req_policy"].native or "")
        if fault == "nonce":
            return question(digest, asked.policy)
        return asked._replace(digest=hashlib.sha256(digest).digest()) if fault == "hash" else asked


def _certified(name: str, key: Any, issuer: Any, issuer_key: Any, lasts: timedelta) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject if issuer is None else issuer.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=30))
        .not_valid_after(now + lasts)
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
    )
    if issuer is not None:
        stamps = x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.TIME_STAMPING])
        made = made.add_extension(USAGE, critical=True).add_extension(stamps, critical=True)
    return made.sign(issuer_key, SHA256())

"""Timestamps of an outside authority (RFC 3161): asked for, believed or not, laid over files.

What is right is said by the standard and by OpenSSL, which makes and verifies tokens here by itself.
"""

from asn1crypto import cms
from ca import Authority as Centre
from ca import pdf
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from infostrada.site.records.network.standin import Answer
from infostrada.site.records.network.standin import Service
from infostrada.site.records.network.standin import StandIn
from infostrada.site.records.signatures.pades import check_pdf
from infostrada.site.records.signatures.stamping import client
from infostrada.site.records.signatures.stamping.client import Unreachable
from infostrada.site.records.signatures.stamping.protocol import question
from infostrada.site.records.signatures.stamping.protocol import Refused
from infostrada.site.records.signatures.stamping.settings import Authority
from infostrada.site.records.signatures.stamping.settings import is_url
from infostrada.site.records.signatures.stamping.simulator import TimeStamping
from infostrada.site.records.signatures.stamping.stamping import stamp_digest
from infostrada.site.records.signatures.stamping.stamping import stamp_pdf
from infostrada.site.records.signatures.trust import Anchor
from infostrada.site.records.signatures.trust import SIGNATURE
from infostrada.site.records.signatures.trust import TIMESTAMP
from infostrada.site.records.signatures.trust import Trust
from ssl import PEM_cert_to_DER_cert as der_of

import hashlib
import io
import pytest
import subprocess


CONTENT = "Decyzja w sprawie żwirowni".encode()
DIGEST = hashlib.sha256(CONTENT).digest()
CONFIG = """
[tsa]
default_tsa = own
[own]
serial = {folder}/serial
signer_digest = sha256
default_policy = 1.2.616.1.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
[ext]
extendedKeyUsage = critical,timeStamping
keyUsage = critical,digitalSignature
"""


def now():
    return datetime.now(UTC)


@pytest.fixture(scope="module")
def service():
    with StandIn(TimeStamping()).running() as server:
        server.service.url = f"http://127.0.0.1:{server.server_port}/"
        yield server.service


@pytest.fixture
def authority(service):
    service.faults.clear()
    return Authority(service.url)


def trust_in(service):
    return Trust((Anchor(der_of(service.maker.pem), TIMESTAMP),))


def openssl(*words, **more):
    done = subprocess.run(["openssl", *words], capture_output=True, check=False, timeout=60, **more)
    return done.returncode, (done.stdout + done.stderr).decode(errors="replace")


def verified(folder, token, root, content=CONTENT):
    """Does OpenSSL take the token for a timestamp of the content, made by somebody the root certified?"""
    (folder / "token.tst").write_bytes(token)
    (folder / "root.pem").write_text(root)
    (folder / "content").write_bytes(content)
    told = (
        "-data",
        folder / "content",
        "-in",
        folder / "token.tst",
        "-token_in",
        "-CAfile",
        folder / "root.pem",
    )
    code, said = openssl("ts", "-verify", *map(str, told))
    return code == 0 and "Verification: OK" in said


def test_openssl_verifies_a_token_of_the_stand_in(service, authority, tmp_path):
    stamped = stamp_digest(authority, DIGEST, trust_in(service), now())
    assert verified(tmp_path, stamped.token, service.maker.pem)
    assert not verified(tmp_path, stamped.token, service.maker.pem, b"another content")
    assert stamped.maker == "Znacznik czasu na próbę"
    assert abs(stamped.at - now()) < timedelta(seconds=30)
    assert stamped.ends == service.maker.certificate.not_valid_after_utc


def test_openssl_reads_the_question(authority, tmp_path):
    asked = question(DIGEST, "1.2.616.1.1")
    (tmp_path / "q.tsq").write_bytes(asked.der)
    _code, said = openssl("ts", "-query", "-in", str(tmp_path / "q.tsq"), "-text")
    digits = f"{asked.nonce:X}"
    assert "Hash Algorithm: sha256" in said and "Policy OID: 1.2.616.1.1" in said
    assert f"Nonce: 0x{digits if len(digits) % 2 == 0 else '0' + digits}" in said
    assert "Certificate required: yes" in said


class ByOpenssl(Service):
    """A time-stamping authority whose every answer is made by `openssl ts -reply`."""

    def __init__(self, folder):
        super().__init__()
        self.folder = folder
        config, run = (
            folder / "tsa.cnf",
            [str(folder / name) for name in ("ca.key", "ca.pem", "tsa.key", "tsa.csr", "tsa.pem")],
        )
        config.write_text(CONFIG.format(folder=folder))
        (folder / "serial").write_text("01")
        rsa = ("-newkey", "rsa:2048", "-nodes")
        openssl(
            "req",
            "-x509",
            *rsa,
            "-keyout",
            run[0],
            "-out",
            run[1],
            "-subj",
            "/CN=Centrum OpenSSL",
            "-days",
            "400",
        )
        openssl("req", *rsa, "-keyout", run[2], "-out", run[3], "-subj", "/CN=Znacznik OpenSSL")
        openssl("x509", "-req", "-in", run[3], "-CA", run[1], "-CAkey", run[0], "-CAcreateserial", "-out", run[4],
                "-days", "300", "-extfile", str(config), "-extensions", "ext")  # fmt: skip
        self.root = (folder / "ca.pem").read_text()

    def respond(self, call):
        query, reply = self.folder / "in.tsq", self.folder / "out.tsr"
        query.write_bytes(call.body)
        told = ("-queryfile", query, "-config", self.folder / "tsa.cnf", "-section", "own", "-out", reply)
        keys = (
            "-signer",
            self.folder / "tsa.pem",
            "-inkey",
            self.folder / "tsa.key",
            "-chain",
            self.folder / "ca.pem",
        )
        code, said = openssl("ts", "-reply", *map(str, (*told, *keys)))
        assert code == 0, said
        raise Answer(200, raw=reply.read_bytes())


@pytest.fixture(scope="module")
def outside(tmp_path_factory):
    with StandIn(ByOpenssl(tmp_path_factory.mktemp("tsa"))).running() as server:
        server.service.url = f"http://127.0.0.1:{server.server_port}/"
        yield server.service


def test_an_authority_run_by_openssl_is_believed(outside, tmp_path):
    held = Trust((Anchor(der_of(outside.root), TIMESTAMP),))
    stamped = stamp_digest(Authority(outside.url), DIGEST, held, now())
    assert stamped.maker == "Znacznik OpenSSL"
    # The certificate was made for 300 days.
    assert timedelta(days=299) < stamped.ends - now() < timedelta(days=301)
    assert verified(tmp_path, stamped.token, outside.root)


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("refuse", "stamp_refused"),
        ("nonce", "stamp_repeated"),
        ("hash", "stamp_of_other"),
        ("late", "stamp_of_other_time"),
        ("expired", "stamp_untrusted"),
        ("stranger", "stamp_untrusted"),
        ("garbage", "stamp_broken"),
    ],
)
def test_what_is_not_a_timestamp_of_what_was_asked_is_refused(service, authority, fault, reason):
    service.faults.append(fault)
    with pytest.raises(Refused) as refused:
        stamp_digest(authority, DIGEST, trust_in(service), now())
    assert refused.value.reason == reason
    if fault == "refuse":
        assert refused.value.words == "rejection: Limit wyczerpany: system_failure"


def test_an_answer_given_before_is_not_taken_for_a_new_one(service, authority):
    stamp_digest(authority, DIGEST, trust_in(service), now())
    service.faults.append("repeat")
    with pytest.raises(Refused) as refused:
        stamp_digest(authority, DIGEST, trust_in(service), now())
    assert refused.value.reason == "stamp_repeated"


def test_the_policy_asked_for_is_wanted(service, authority):
    wanted = authority._replace(policy="1.2.616.1.7")
    assert stamp_digest(wanted, DIGEST, trust_in(service), now()).token
    service.faults.append("policy")
    with pytest.raises(Refused) as refused:
        stamp_digest(wanted, DIGEST, trust_in(service), now())
    assert (refused.value.reason, refused.value.words) == ("stamp_other_policy", "1.2.3.4")


@pytest.mark.parametrize("fault", ["error", "lost", "flood", "delay"])
def test_no_answer_is_worth_another_try(service, authority, fault, monkeypatch):
    monkeypatch.setattr(client.ask, "__defaults__", (0.5,))
    monkeypatch.setattr("infostrada.site.records.signatures.stamping.simulator.DELAY", 1.5)
    service.faults.append(fault)
    with pytest.raises(Unreachable):
        stamp_digest(authority, DIGEST, trust_in(service), now())
    monkeypatch.undo()
    assert stamp_digest(authority, DIGEST, trust_in(service), now()).token


def test_a_changed_signature_of_the_token_is_seen(service, authority):
    from infostrada.site.records.signatures.stamping.stamping import believed

    token = bytearray(stamp_digest(authority, DIGEST, trust_in(service), now()).token)
    token[-1] ^= 1
    with pytest.raises(Refused) as refused:
        believed(cms.ContentInfo.load(bytes(token)), lambda _name: DIGEST, trust_in(service), now())
    assert refused.value.reason == "stamp_forged"


def test_a_pdf_is_only_extended_and_proved_on(service, authority):
    centre = Centre()
    signed = centre.sign_pdf(pdf(), stamp=centre.stamper())
    held = Trust((*centre.trust().anchors, *trust_in(service).anchors))
    (before,) = check_pdf(io.BytesIO(signed), held, now())
    extended, stamped = stamp_pdf(authority, io.BytesIO(signed), held, now())
    data = extended.read()
    assert data.startswith(signed) and len(data) > len(signed)
    (after,) = check_pdf(io.BytesIO(data), held, now())
    assert (after.verdict, after.reason, after.stamped_at) == (
        before.verdict,
        before.reason,
        before.stamped_at,
    )
    assert before.stamp_ends == centre.tsa.certificate.not_valid_after_utc < stamped.ends == after.stamp_ends
    # Once more over what was extended: each timestamp covers all there was.
    again, _stamped = stamp_pdf(authority, io.BytesIO(data), held, now())
    assert again.read().startswith(data)
    # Without trust in the authority the new timestamp proves nothing on.
    (unbelieved,) = check_pdf(io.BytesIO(data), Trust(centre.trust().anchors), now())
    assert unbelieved.stamp_ends == before.stamp_ends


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("http://time.example.pl", True),
        ("https://tsa.example.pl/tsa?x=1", True),
        ("https://jan:haslo@tsa.example.pl", False),
        ("ftp://tsa.example.pl", False),
        ("http://", False),
        ("http://tsa.example.pl:abc", False),
        ("http://tsa.example.pl/a b", False),
    ],
)
def test_addresses(text, right):
    assert is_url(text) is right


def test_a_document_of_a_centre_is_no_timestamp(service, authority):
    """A trusted root for signatures alone does not make timestamps believed."""
    only = Trust((Anchor(der_of(service.maker.pem), SIGNATURE),))
    with pytest.raises(Refused) as refused:
        stamp_digest(authority, DIGEST, only, now())
    assert refused.value.reason == "stamp_untrusted"

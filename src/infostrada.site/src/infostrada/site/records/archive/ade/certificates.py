"""Certificates of a day's trial: an authority, the stand-in's own, and one for an account. Never for a real service."""

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization import NoEncryption
from cryptography.hazmat.primitives.serialization import PrivateFormat
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from ipaddress import ip_address
from pathlib import Path

import ssl


LASTS = timedelta(days=30)
NAMES = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]


class Authority:
    """An authority of our own that signs certificates for a trial."""

    def __init__(self) -> None:
        self.key = generate_private_key(SECP256R1())
        self.certificate = self._signed("Infostrada, urząd próbny", self.key, authority=True)

    @property
    def pem(self) -> str:
        """The authority's certificate."""
        return _pem(self.certificate)

    def issue(self, name: str, lasts: timedelta = LASTS) -> tuple[str, str]:
        """Certificate and key in PEM form for a name, good on the loopback address."""
        key = generate_private_key(SECP256R1())
        made = self._signed(name, key, lasts=lasts)
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        return _pem(made), private

    def _signed(
        self, name: str, key: EllipticCurvePrivateKey, *, authority: bool = False, lasts: timedelta = LASTS
    ) -> x509.Certificate:
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        now = datetime.now(UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject if authority else self.certificate.subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=2))
            .not_valid_after(now + lasts)
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        )
        if not authority:
            made = made.add_extension(x509.SubjectAlternativeName(NAMES), critical=False)
        return made.sign(self.key, SHA256())


def server_context(authority: Authority, folder: Path) -> ssl.SSLContext:
    """TLS for the stand-in, which wants a certificate of the authority from every client; its files go into `folder`."""
    certificate, key = authority.issue("localhost")
    place = folder / "server.pem"
    place.touch(0o600)
    place.write_text(certificate + key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(place)
    context.load_verify_locations(cadata=authority.pem)
    context.verify_mode = ssl.CERT_REQUIRED
    return context


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(Encoding.PEM).decode()

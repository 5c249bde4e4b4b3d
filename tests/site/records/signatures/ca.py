"""A certificate authority of the tests: root, signer, seal, timestamps, revocation."""

from asn1crypto import keys as asn1_keys
from asn1crypto import pem
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization import NoEncryption
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.hazmat.primitives.serialization import PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID
from cryptography.x509.oid import NameOID
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from functools import cache
from functools import cached_property
from infostrada.site.records.signatures.trust import Anchor
from infostrada.site.records.signatures.trust import SIGNATURE
from infostrada.site.records.signatures.trust import TIMESTAMP
from infostrada.site.records.signatures.trust import Trust
from pyhanko.sign import signers
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore
from signxml.xades import XAdESSigner

import asyncio
import io
import pikepdf
import zipfile


NOW = datetime.now(UTC).replace(microsecond=0)
YEAR = timedelta(days=365)
USAGE = dict.fromkeys(("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"), False)  # fmt: skip


class Identity:
    """A key with its certificate."""

    def __init__(
        self, name, issuer=None, since=-YEAR, until=YEAR, usage="content_commitment", stamps=False, lists=True
    ):
        # the timestamps of pyHanko's test authority are signed with RSA only
        made = rsa.generate_private_key(65537, 2048) if stamps else ec.generate_private_key(ec.SECP256R1())
        self.key = made
        subject = x509.Name(
            [
                x509.NameAttribute(NameOID.COUNTRY_NAME, "PL"),
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Urząd testów"),
                x509.NameAttribute(NameOID.COMMON_NAME, name),
            ]
        )
        signer = issuer or self
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer.certificate.subject if issuer else subject)
            .public_key(self.key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW + since)
            .not_valid_after(NOW + until)
            .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(self.key.public_key()), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.key.public_key()), critical=False
            )
        )
        if issuer is None:
            kinds = {**USAGE, "key_cert_sign": True, "crl_sign": True}
        else:
            kinds = {**USAGE, usage: True}
        builder = builder.add_extension(x509.KeyUsage(**kinds), critical=True)
        # Certificates of some authorities name a responder (OCSP) and no list.
        if issuer is not None and lists:
            points = [
                x509.DistributionPoint(
                    [x509.UniformResourceIdentifier("http://ca.invalid/c.crl")], None, None, None
                )
            ]
            builder = builder.add_extension(x509.CRLDistributionPoints(points), critical=False)
        if stamps:
            usages = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
            builder = builder.add_extension(usages, critical=True)
        self.certificate = builder.sign(signer.key, hashes.SHA256())

    @property
    def der(self):
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def pem(self):
        return self.certificate.public_bytes(Encoding.PEM).decode()

    @property
    def asn1(self):
        return asn1_x509.Certificate.load(self.der)

    @property
    def asn1_key(self):
        data = self.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        return asn1_keys.PrivateKeyInfo.load(data)

    @property
    def key_pem(self):
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    def p12(self, password):
        return pkcs12.serialize_key_and_certificates(
            b"seal", self.key, self.certificate, None, BestAvailableEncryption(password)
        )


class XmlSigner(XAdESSigner):
    def _tostring(self, xml_node, **options):
        return super()._tostring(xml_node, **{"encoding": "utf-8", **options})


class Authority:
    """The root and those it certified."""

    @cached_property
    def root(self):
        return Identity("Testowe centrum certyfikacji")

    @cached_property
    def signer(self):
        return Identity("Jan Dąbrowski", self.root)

    @cached_property
    def second(self):
        return Identity("Anna Żółć", self.root)

    @cached_property
    def unlisted(self):
        return Identity("Ewa Bezlista", self.root, lists=False)

    @cached_property
    def expired(self):
        return Identity("Maria Dawna", self.root, since=-YEAR, until=timedelta(days=-10))

    @cached_property
    def tsa(self):
        return Identity("Testowy znacznik czasu", self.root, usage="digital_signature", stamps=True)

    def trust(self, *revoked):
        crls = (self._crl(revoked),) if revoked else ()
        return Trust((Anchor(self.root.der, SIGNATURE), Anchor(self.root.der, TIMESTAMP)), crls)

    def _crl(self, revoked):
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.root.certificate.subject)
            .last_update(NOW - timedelta(days=1))
            .next_update(NOW + YEAR)
        )
        for identity in revoked:
            row = (
                x509.RevokedCertificateBuilder()
                .serial_number(identity.certificate.serial_number)
                .revocation_date(NOW - timedelta(days=2))
                .build()
            )
            builder = builder.add_revoked_certificate(row)
        return builder.sign(self.root.key, hashes.SHA256()).public_bytes(Encoding.DER)

    def stamper(self, at=None):
        store = SimpleCertificateStore()
        store.register(self.root.asn1)
        return DummyTimeStamper(self.tsa.asn1, self.tsa.asn1_key, store, fixed_dt=at)

    def pdf_signer(self, identity):
        store = SimpleCertificateStore()
        store.register(self.root.asn1)
        return signers.SimpleSigner(identity.asn1, identity.asn1_key, store)

    def sign_pdf(self, data, identity=None, stamp=None, field="Podpis1"):
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.sign.fields import SigSeedSubFilter

        writer = IncrementalPdfFileWriter(io.BytesIO(data))
        meta = signers.PdfSignatureMetadata(field_name=field, subfilter=SigSeedSubFilter.PADES)
        signer = self.pdf_signer(identity or self.signer)
        return signers.sign_pdf(writer, meta, signer, timestamper=stamp).getvalue()

    def sign_cms(self, data, identity=None, stamp=None):
        signer = self.pdf_signer(identity or self.signer)
        signing = signer.async_sign_general_data(data, "sha256", detached=True, timestamper=stamp)
        return asyncio.run(signing).dump()

    def sign_xml(self, data, identity=None, method="enveloped", **more):
        from lxml import etree
        from signxml import SignatureConstructionMethod

        identity = identity or self.signer
        signer = XmlSigner(
            signature_algorithm="ecdsa-sha256",
            method=SignatureConstructionMethod(getattr(SignatureConstructionMethod, method)),
        )
        root = etree.fromstring(data) if isinstance(data, bytes) else data
        signed = signer.sign(root, key=identity.key, cert=identity.pem, **more)
        return etree.tostring(signed, encoding="utf-8")


@cache
def authority():
    """One for all tests of a process: making keys takes longer than most of them."""
    return Authority()


def pdf(text="Decyzja"):
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(300, 300))
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.Contents = document.make_stream(f"BT /F1 12 Tf 20 200 Td ({text}) Tj ET".encode())
    out = io.BytesIO()
    document.save(out, deterministic_id=True)
    return out.getvalue()


def container(files, signatures, kind="e"):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        target.writestr("mimetype", f"application/vnd.etsi.asic-{kind}+zip")
        for name, data in {**files, **signatures}.items():
            target.writestr(name, data)
    return out.getvalue()


def pem_text(der):
    return pem.armor("CERTIFICATE", der).decode()

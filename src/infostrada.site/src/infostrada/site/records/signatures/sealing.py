"""The office's electronic seal: a key this server holds, for seals and test authorities only.

People sign elsewhere, with their card or podpis zaufany. The key lies encrypted in the database
and opens only with the installation's own key (`infostrada.core.security.keys`).
"""

from __future__ import annotations

from asn1crypto import x509 as asn1_x509
from base64 import b64decode
from base64 import b64encode
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization import NoEncryption
from cryptography.hazmat.primitives.serialization import pkcs12
from infostrada.core import journal
from infostrada.core.security.keys import seal
from infostrada.core.security.keys import unseal
from infostrada.site.records.files import CHUNK
from infostrada.site.records.files import RecordFile
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from infostrada.site.records.signatures.asic import SIMPLE
from infostrada.site.records.signatures.trust import names_of
from infostrada.site.records.upload import Upload
from io import SEEK_END
from lxml import etree
from signxml.algorithms import DigestAlgorithm
from signxml.algorithms import SignatureConstructionMethod
from signxml.algorithms import SignatureMethod
from signxml.xades import XAdESDataObjectFormat
from signxml.xades import XAdESSigner
from tempfile import TemporaryFile
from typing import Any
from typing import IO
from typing import NamedTuple
from typing import TYPE_CHECKING
from zope.annotation.interfaces import IAnnotations

import asyncio
import shutil
import zipfile


if TYPE_CHECKING:
    from pyhanko.sign import SimpleSigner

KEY = PURPOSE = "infostrada.site.seal"
MANAGE = "infostrada.site: Manage trusted certificates"


class Keystore(NamedTuple):
    """What a PKCS#12 file holds: its key, the certificate of the key, those above it."""

    key: Any
    certificate: x509.Certificate
    more: list[x509.Certificate]

    @property
    def name(self) -> str:
        """Name in the certificate."""
        return _name_in(self.certificate)


def read_keystore(unit: Any, data: bytes, password: str) -> Keystore:
    """The keystore somebody who may keep it brings; InvalidData when it is none or the password is wrong."""
    require(MANAGE, unit)
    try:
        key, certificate, more = pkcs12.load_key_and_certificates(data, password.encode())
    except ValueError as error:
        raise invalid("file", "keystore_broken") from error
    if key is None or certificate is None:
        raise invalid("file", "keystore_broken")
    return Keystore(key, certificate, more)


def keep_seal(unit: Any, data: bytes, password: str) -> str:
    """Keep the key and certificates of a PKCS#12 file as the unit's seal; answers the seal's name."""
    key, certificate, more = held = read_keystore(unit, data, password)
    plain = pkcs12.serialize_key_and_certificates(None, key, certificate, more, NoEncryption())
    annotations = IAnnotations(unit)
    annotations[KEY] = seal(PURPOSE, unit.unit_id, b64encode(plain).decode())
    journal.append("site.seal.kept", unit=unit.unit_id, data={"serial": f"{certificate.serial_number:x}"})
    return held.name


def drop_seal(unit: Any) -> None:
    """Forget the unit's seal."""
    require(MANAGE, unit)
    if IAnnotations(unit).pop(KEY, None) is not None:
        journal.append("site.seal.dropped", unit=unit.unit_id)


def has_seal(unit: Any) -> bool:
    """Does this server hold a seal of the unit?"""
    return KEY in IAnnotations(unit)


def seal_name(unit: Any) -> str:
    """Name in the seal's certificate."""
    _key, certificate, _more = _opened(unit)
    return _name_in(certificate)


def sealed(unit: Any, file: RecordFile) -> Upload:
    """The file with the unit's seal: a PDF inside itself (PAdES), anything else in an ASiC-S container."""
    if not has_seal(unit):
        raise Blocked([], reason="no_seal")
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import PdfSignatureMetadata
    from pyhanko.sign import sign_pdf
    from pyhanko.sign.fields import SigSeedSubFilter

    signer = _signer(unit)
    with file.open() as source:
        if source.read(5) == b"%PDF-":
            meta = PdfSignatureMetadata(field_name="Pieczec", subfilter=SigSeedSubFilter.PADES)
            out = TemporaryFile()  # noqa: SIM115 - of the upload
            sign_pdf(IncrementalPdfFileWriter(source), meta, signer, output=out)
            return Upload(file.filename, out, "application/pdf")
        source.seek(0)
        signature = asyncio.run(signer.async_sign_general_data(source, "sha256", detached=True)).dump()
        return Upload(f"{file.filename}.asics", container(file.filename, source, signature), SIMPLE)


def sealed_xml(unit: Any, data: bytes) -> bytes:
    """XML with the unit's seal inside it (enveloped XAdES, level B-B).

    Raises Blocked when the unit keeps no seal.
    """
    if not has_seal(unit):
        raise Blocked([], reason="no_seal")
    key, certificate, more = _opened(unit)
    signer = XAdESSigner(
        method=SignatureConstructionMethod.enveloped,
        signature_algorithm=SignatureMethod.RSA_SHA256
        if isinstance(key, RSAPrivateKey)
        else SignatureMethod.ECDSA_SHA256,
        digest_algorithm=DigestAlgorithm.SHA256,
        data_object_format=XAdESDataObjectFormat(
            Description="Dokument z pieczęcią urzędu", MimeType="text/xml"
        ),
    )
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = signer.sign(etree.fromstring(data, parser), key=key, cert=[certificate, *more])
    signed: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return signed


def container(name: str, content: IO[bytes], signature: bytes) -> IO[bytes]:
    """An ASiC-S container of one file and its CAdES signature (ETSI EN 319 162-1, 4.3), written in pieces."""
    out = TemporaryFile()  # noqa: SIM115 - of whoever asked
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr(zipfile.ZipInfo("mimetype"), SIMPLE)
        about = zipfile.ZipInfo(name)
        about.compress_type, about.file_size = zipfile.ZIP_DEFLATED, content.seek(0, SEEK_END)
        content.seek(0)
        with target.open(about, "w") as entry:
            shutil.copyfileobj(content, entry, CHUNK)
        target.writestr("META-INF/signature.p7s", signature)
    return out


def _name_in(certificate: x509.Certificate) -> str:
    name, _issuer, _serial = names_of(asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER)))
    return name


def _opened(unit: Any) -> Any:
    plain = b64decode(unseal(PURPOSE, unit.unit_id, IAnnotations(unit)[KEY]))
    return pkcs12.load_key_and_certificates(plain, None)


def _signer(unit: Any) -> SimpleSigner:
    from pyhanko.sign import SimpleSigner

    plain = b64decode(unseal(PURPOSE, unit.unit_id, IAnnotations(unit)[KEY]))
    return SimpleSigner.load_pkcs12_data(plain, other_certs=[], passphrase=None)

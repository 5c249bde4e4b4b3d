"""An enveloped XAdES verified by the steps of XML Signature 1.1 (section 3.2), without the libraries the product uses for it."""

from base64 import b64decode
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric import utils
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree
from pathlib import Path

import copy
import hashlib
import signxml


NS = {"ds": "http://www.w3.org/2000/09/xmldsig#", "x": "http://uri.etsi.org/01903/v1.3.2#"}
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
# ETSI's own schema, which lies in signxml's wheel.
SCHEMA = Path(signxml.__file__).parent / "xades" / "schemas" / "XAdES01903v132-201601.xsd"


def canonical(node, method):
    """Canonical XML; 1.1 differs from 1.0 in attributes of the `xml` namespace alone, which receipts have none of."""
    exclusive = "exc-c14n" in method.get("Algorithm")
    return etree.tostring(node, method="c14n", exclusive=exclusive, with_comments=False, with_tail=False)


def verified(data):
    """The certificate that signed and what is signed of the document; AssertionError when anything is not as it should be."""
    root = etree.fromstring(data)
    (signature,) = root.findall("ds:Signature", NS)
    (properties,) = signature.findall("ds:Object/x:QualifyingProperties", NS)
    etree.XMLSchema(etree.parse(SCHEMA)).assertValid(etree.fromstring(etree.tostring(properties)))
    info = signature.find("ds:SignedInfo", NS)
    references = info.findall("ds:Reference", NS)
    signed = [digested(root, signature, reference) for reference in references]
    (certificate,) = [
        x509.load_der_x509_certificate(b64decode(each.text))
        for each in signature.findall("ds:KeyInfo/ds:X509Data/ds:X509Certificate", NS)
    ]
    value = b64decode(signature.findtext("ds:SignatureValue", namespaces=NS))
    half = len(value) // 2
    der = utils.encode_dss_signature(int.from_bytes(value[:half]), int.from_bytes(value[half:]))
    method = info.find("ds:CanonicalizationMethod", NS)
    certificate.public_key().verify(der, canonical(info, method), ec.ECDSA(hashes.SHA256()))
    bound = properties.find(".//x:CertDigest", NS)
    assert bound.find("ds:DigestMethod", NS).get("Algorithm") == SHA256
    fingerprint = hashlib.sha256(certificate.public_bytes(Encoding.DER)).digest()
    assert b64decode(bound.findtext("ds:DigestValue", namespaces=NS)) == fingerprint
    return certificate, signed


def digested(root, signature, reference):
    """What a reference covers, after its transforms, with its digest compared."""
    uri, transforms = reference.get("URI"), reference.findall("ds:Transforms/ds:Transform", NS)
    if uri == "":
        node = copy.deepcopy(root)
        (own,) = node.findall("ds:Signature", NS)
        assert any(each.get("Algorithm").endswith("enveloped-signature") for each in transforms)
        node.remove(own)
    else:
        (node,) = signature.xpath(".//*[@Id=$name]", name=uri.removeprefix("#"))
    ways = [each for each in transforms if "c14n" in each.get("Algorithm")]
    data = canonical(node, ways[-1]) if ways else etree.tostring(node, method="c14n", with_tail=False)
    assert reference.find("ds:DigestMethod", NS).get("Algorithm") == SHA256
    assert b64decode(reference.findtext("ds:DigestValue", namespaces=NS)) == hashlib.sha256(data).digest()
    return data

"""The account of an office's system at the ADE: where it answers, and the certificate the office proves itself with."""

from collections.abc import Mapping
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.hazmat.primitives.serialization import PublicFormat
from datetime import datetime
from datetime import UTC
from infostrada.core import journal
from infostrada.core.security.keys import seal
from infostrada.core.security.keys import unseal
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from persistent.mapping import PersistentMapping
from plone import api
from typing import Any
from typing import NamedTuple
from urllib.parse import urlsplit
from zope.annotation.interfaces import IAnnotations


KEY = PURPOSE = "infostrada.site.ade"
ADMINISTER = "infostrada.site: Administer unit"
LOCAL = ("localhost", "127.0.0.1", "::1")
OPEN_NAMES = ("url", "requestor", "certificate", "authority")


class Account(NamedTuple):
    """An account: address, name of the applicant there, certificate, its key and who signs the server's (all PEM).

    Without an `authority` the certificates the machine trusts are asked.
    """

    url: str
    requestor: str
    certificate: str
    key: str
    authority: str = ""


def keep_account(unit: Any, values: Mapping[str, str]) -> None:
    """Keep the unit's account; the key is sealed and left as it is when none is given.

    Raises InvalidData for an address that is none, a certificate that is none or is over, a key of another certificate.
    """
    require(ADMINISTER, unit)
    held = _accounts().get(unit.unit_id, {})
    kept = {name: values.get(name, "").strip() for name in OPEN_NAMES}
    kept["url"] = kept["url"].rstrip("/")
    given = values.get("key", "").strip()
    key = given or (unseal(PURPOSE, unit.unit_id, held["key"]) if held else "")
    faults = _faults(kept, key)
    if faults:
        raise InvalidData(faults)
    kept["key"] = seal(PURPOSE, unit.unit_id, key)
    _accounts()[unit.unit_id] = kept
    serial = f"{_certificate(kept['certificate']).serial_number:x}"
    journal.append("archive.ade.account", unit=unit.unit_id, data={"url": kept["url"], "serial": serial})


def drop_account(unit: Any) -> None:
    """Forget the account; transfers under way wait until there is one again."""
    require(ADMINISTER, unit)
    if _accounts().pop(unit.unit_id, None) is not None:
        journal.append("archive.ade.account_dropped", unit=unit.unit_id)


def account_of(unit: Any) -> Account | None:
    """The unit's account; None when none is kept."""
    held = _accounts().get(unit.unit_id)
    if held is None:
        return None
    key = unseal(PURPOSE, unit.unit_id, held["key"])
    return Account(held["url"], held["requestor"], held["certificate"], key, held["authority"])


def shown(unit: Any) -> dict[str, str]:
    """What is kept without the key: addresses, names and, of the certificate, the account (CN) and its last day."""
    held = _accounts().get(unit.unit_id)
    if held is None:
        return {}
    certificate = _certificate(held["certificate"])
    told = {name: held[name] for name in OPEN_NAMES}
    return {
        **told,
        "account": name_of(certificate),
        "valid_to": certificate.not_valid_after_utc.date().isoformat(),
    }


def name_of(certificate: x509.Certificate) -> str:
    """The common name, by which the ADE knows the system's account."""
    found = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return str(found[0].value) if found else ""


def _faults(kept: Mapping[str, str], key: str) -> list[Fault]:
    faults = [] if _address(kept["url"]) else [Fault("url", "not_an_address")]
    faults += [] if kept["requestor"] else [Fault("requestor", "required")]
    faults += _certificate_faults(kept["certificate"], key)
    if kept["authority"] and not _certificates(kept["authority"]):
        faults.append(Fault("authority", "not_a_certificate"))
    return faults


def _certificate_faults(text: str, key: str) -> list[Fault]:
    found = _certificates(text)
    if not found:
        return [Fault("certificate", "not_a_certificate")]
    if found[0].not_valid_after_utc < datetime.now(UTC):
        return [Fault("certificate", "certificate_over")]
    if not key:
        return [Fault("key", "required")]
    try:
        own: Any = load_pem_private_key(key.encode(), None)
    except (ValueError, TypeError):
        return [Fault("key", "not_a_private_key")]
    same = _public(own.public_key()) == _public(found[0].public_key())
    return [] if same else [Fault("key", "key_of_other_certificate")]


def _public(key: Any) -> bytes:
    data: bytes = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return data


def _certificates(text: str) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(text.encode())
    except ValueError:
        return []


def _certificate(text: str) -> x509.Certificate:
    return _certificates(text)[0]


def _address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOCAL)
    )


def _accounts() -> PersistentMapping:
    """All accounts of the site by unit; made when the first one is kept."""
    annotations = IAnnotations(api.portal.get())
    if KEY not in annotations:
        return annotations.setdefault(KEY, PersistentMapping())
    return annotations[KEY]

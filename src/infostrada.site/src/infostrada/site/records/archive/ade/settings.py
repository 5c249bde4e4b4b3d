"""The account of an office's system at the ADE: where it answers, and the certificate the office proves itself with."""

from collections.abc import Mapping
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization import PublicFormat
from datetime import datetime
from datetime import UTC
from infostrada.core import journal
from infostrada.site.records.network.accounts import ADMINISTER
from infostrada.site.records.network.accounts import is_address
from infostrada.site.records.network.accounts import read_key
from infostrada.site.records.network.accounts import SealedAccounts
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from typing import Any
from typing import NamedTuple


OPEN_NAMES = ("url", "requestor", "certificate", "authority")
ACCOUNTS = SealedAccounts("infostrada.site.ade", OPEN_NAMES)


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
    given = ACCOUNTS.given(unit, values)
    faults = _faults(given)
    if faults:
        raise InvalidData(faults)
    ACCOUNTS.keep(unit, given)
    serial = f"{_certificate(given['certificate']).serial_number:x}"
    journal.append("archive.ade.account", unit=unit.unit_id, data={"url": given["url"], "serial": serial})


def drop_account(unit: Any) -> None:
    """Forget the account; transfers under way wait until there is one again."""
    require(ADMINISTER, unit)
    if ACCOUNTS.drop(unit):
        journal.append("archive.ade.account_dropped", unit=unit.unit_id)


def account_of(unit: Any) -> Account | None:
    """The unit's account; None when none is kept."""
    held = ACCOUNTS.opened(unit)
    return Account(**held) if held is not None else None


def shown(unit: Any) -> dict[str, str]:
    """What is kept without the key: addresses, names and, of the certificate, the account (CN) and its last day."""
    told = ACCOUNTS.shown(unit)
    if not told:
        return {}
    certificate = _certificate(told["certificate"])
    return {
        **told,
        "account": name_of(certificate),
        "valid_to": certificate.not_valid_after_utc.date().isoformat(),
    }


def name_of(certificate: x509.Certificate) -> str:
    """The common name, by which the ADE knows the system's account."""
    found = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return str(found[0].value) if found else ""


def _faults(given: Mapping[str, str]) -> list[Fault]:
    faults = [] if is_address(given["url"]) else [Fault("url", "not_an_address")]
    faults += [] if given["requestor"] else [Fault("requestor", "required")]
    faults += _certificate_faults(given["certificate"], given["key"])
    if given["authority"] and not _certificates(given["authority"]):
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
    own = read_key(key)
    if own is None:
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

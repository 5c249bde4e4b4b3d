"""The time-stamping authority this installation asks; whether its answers are trusted says the trust list."""

from infostrada.core import journal
from infostrada.core.security.keys import seal
from infostrada.core.security.keys import unseal
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from plone import api
from typing import NamedTuple
from urllib.parse import urlsplit
from zope.annotation.interfaces import IAnnotations

import re


KEY = PURPOSE = "infostrada.site.stamping"
MANAGE = "infostrada.site: Manage trusted certificates"
OID = re.compile(r"[0-2](?:\.(?:0|[1-9]\d{0,38})){1,30}\Z", re.ASCII)
LONGEST = 500


class Authority(NamedTuple):
    """Where it is asked, with which policy, as whom; the password is opened when it is used."""

    url: str
    policy: str = ""
    login: str = ""
    password: str = ""


def authority() -> Authority | None:
    """The authority of this installation, its password opened; None when there is none."""
    held = kept()
    if held is None or not held.password:
        return held
    return held._replace(password=unseal(PURPOSE, held.login, held.password))


def kept() -> Authority | None:
    """What is kept, the password sealed."""
    found: Authority | None = IAnnotations(api.portal.get()).get(KEY)
    return found


def keep_authority(url: str, policy: str = "", login: str = "", password: str = "") -> None:
    """Ask this authority from now on; an empty password keeps that of the same login. InvalidData names the fields.

    Plain HTTP is allowed: RFC 3161 answers are signed, and nothing but a digest is told.
    """
    require(MANAGE, api.portal.get())
    url, policy, login = url.strip(), policy.strip(), login.strip()
    faults = [] if is_url(url) else [Fault("url", "not_an_address")]
    if policy and not OID.match(policy):
        faults.append(Fault("policy", "not_an_oid"))
    if (login or password) and not url.startswith("https:") and not _is_local(url):
        faults.append(Fault("login", "password_over_http"))
    if faults:
        raise InvalidData(faults)
    before = kept()
    held = before.password if before is not None and before.login == login else ""
    secret = seal(PURPOSE, login, password) if password else held
    IAnnotations(api.portal.get())[KEY] = Authority(url, policy, login, secret if login else "")
    journal.append("site.stamping.kept", unit=None, data={"url": url, "policy": policy})


def drop_authority() -> None:
    """Ask nobody from now on."""
    require(MANAGE, api.portal.get())
    if IAnnotations(api.portal.get()).pop(KEY, None) is not None:
        journal.append("site.stamping.dropped", unit=None)


def is_url(text: str) -> bool:
    """An address of HTTP or HTTPS with a host and without a login in it."""
    try:
        parts = urlsplit(text)
        _port = parts.port
    except ValueError:
        return False
    whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None
    return whole and len(text) <= LONGEST and text.isascii() and not re.search(r"\s", text)


def _is_local(url: str) -> bool:
    try:
        return urlsplit(url).hostname in ("localhost", "127.0.0.1", "::1")
    except ValueError:
        return False

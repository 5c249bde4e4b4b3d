"""A message of e-mail signed by S/MIME: beside its content (`multipart/signed`) or around it (`application/pkcs7-mime`).

Source: RFC 8551, 3.5.2 and 3.5.3; RFC 1847, 2.1: what is signed are the bytes of the first part, its headers included,
with lines ended by CR LF, without the line end before the delimiter.
"""

from binascii import Error as NotBase64Error
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from typing import NamedTuple

import re


_HEADER = re.compile(rb"(?:From |[A-Za-z][A-Za-z0-9-]*:)")
_END = re.compile(rb"\r?\n\r?\n")
_LINE = re.compile(rb"\r?\n")
SIGNATURES = ("application/pkcs7-signature", "application/x-pkcs7-signature")
AROUND = ("application/pkcs7-mime", "application/x-pkcs7-mime")
LONGEST_HEAD = 1 << 20


class SignedMail(NamedTuple):
    """The signature (CMS), and the bytes it signs; None when they lie in it."""

    signature: bytes
    content: bytes | None


def signed_mail(data: bytes) -> SignedMail | None:
    """The signature of a message; None for anything that is no signed message."""
    found = _END.search(data, 0, LONGEST_HEAD) if _HEADER.match(data) else None
    if found is None:
        return None
    head = BytesParser(policy=compat32).parsebytes(data[: found.start()] + b"\r\n\r\n", headersonly=True)
    kind = head.get_content_type()
    if kind in AROUND:
        return _around(data)
    boundary = head.get_boundary()
    if kind != "multipart/signed" or not boundary:
        return None
    return _beside(data[found.end() :], boundary)


def _around(data: bytes) -> SignedMail | None:
    signature = _payload(BytesParser(policy=compat32).parsebytes(data))
    return SignedMail(signature, None) if signature else None


def _beside(body: bytes, boundary: str) -> SignedMail | None:
    mark = re.escape(boundary.encode("utf-8", "surrogateescape"))
    parts = re.split(rb"(?:\A|\r?\n)--" + mark + rb"(?:--)?[ \t]*(?=\r?\n|\Z)", body)
    if len(parts) < 3:
        return None
    content, signature = (_LINE.sub(b"\r\n", part).removeprefix(b"\r\n") for part in parts[1:3])
    told = BytesParser(policy=compat32).parsebytes(signature)
    found = _payload(told) if told.get_content_type() in SIGNATURES else b""
    return SignedMail(found, content) if found else None


def _payload(part: Message) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except (NotBase64Error, ValueError):
        return b""
    return payload if isinstance(payload, bytes) else b""

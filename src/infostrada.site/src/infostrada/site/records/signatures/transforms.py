"""How a signature in XML prepares what it signs: which ways are known, and what they leave out.

Sources: XML Signature 1.1, 6.6 (canonical forms, base64, XPath, enveloped); XML-Signature XPath Filter 2.0. Of XPath only the
expressions are taken that leave signatures out, word for word: programs built on the European library DSS write
`not(ancestor-or-self::ds:Signature)` so that several people may sign one document. Any other expression could point
anywhere, and a signature that has one is not looked at.
"""

from enum import Enum
from lxml import etree
from typing import Any

import re


DS = "http://www.w3.org/2000/09/xmldsig#"
C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
BASE64 = f"{DS}base64"
ENVELOPED = f"{DS}enveloped-signature"
XPATH = "http://www.w3.org/TR/1999/REC-xpath-19991116"
FILTER = "http://www.w3.org/2002/06/xmldsig-filter2"
PLAIN = {
    ENVELOPED,
    BASE64,
    C14N,
    f"{C14N}#WithComments",
    "http://www.w3.org/2006/12/xml-c14n11",
    "http://www.w3.org/2006/12/xml-c14n11#WithComments",
    "http://www.w3.org/2001/10/xml-exc-c14n#",
    "http://www.w3.org/2001/10/xml-exc-c14n#WithComments",
}
_NAME = r"(?:(?P<prefix>[\w.-]+):Signature|\*\[local-name\(\)=['\"]Signature['\"]\])"
_ALL = (
    re.compile(rf"not\(ancestor-or-self::{_NAME}\)"),
    re.compile(rf"(?:/descendant::|//){_NAME}"),
)
_OWN = (
    re.compile(
        r"count\(ancestor-or-self::(?P<prefix>[\w.-]+):Signature\|here\(\)/ancestor::(?P=prefix):Signature\[1\]\)"
        r">count\(ancestor-or-self::(?P=prefix):Signature\)"
    ),
    re.compile(r"here\(\)/ancestor::(?P<prefix>[\w.-]+):Signature\[1\]"),
)


class LeavesOut(Enum):
    """What a transform takes away before the digest."""

    NOTHING = 0
    OWN = 1
    ALL = 2


def left_out(transform: Any, *, seen: bool = False) -> LeavesOut | None:
    """What a transform takes away; None for one that is not known.

    `seen`: its prefixes were looked at before; the exclusive canonical form, in which a verifier holds it, drops them.
    """
    algorithm = transform.get("Algorithm")
    if algorithm in PLAIN:
        return LeavesOut.OWN if algorithm == ENVELOPED else LeavesOut.NOTHING
    if algorithm == XPATH:
        return _expressed(transform, _ALL[:1], _OWN[:1], seen)
    if algorithm == FILTER and all(step.get("Filter") == "subtract" for step in transform):
        return _expressed(transform, _ALL[1:], _OWN[1:], seen)
    return None


def _expressed(transform: Any, everything: Any, own: Any, seen: bool) -> LeavesOut | None:
    steps = list(transform.iterchildren(etree.Element))
    if len(steps) != 1 or etree.QName(steps[0]).localname != "XPath":
        return None
    written = re.sub(r"\s", "", steps[0].text or "")
    for kinds, answer in ((everything, LeavesOut.ALL), (own, LeavesOut.OWN)):
        for kind in kinds:
            found = kind.fullmatch(written)
            if found and (seen or not found["prefix"] or steps[0].nsmap.get(found["prefix"]) == DS):
                return answer
    return None


def take_out(signature: Any) -> None:
    """Take a signature out of its tree; the text behind it stays."""
    parent, before, tail = signature.getparent(), signature.getprevious(), signature.tail or ""
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(signature)


def without_signatures(payload: Any) -> None:
    """Take every signature out of a tree."""
    for signature in list(payload.iterdescendants(f"{{{DS}}}Signature")):
        take_out(signature)

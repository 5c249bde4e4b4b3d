"""Kept answers compressed once, for every browser that takes them so (RFC 9110, 8.4.1.3).

Only answers that are the same for everybody are kept, so nothing secret stands beside what a visitor typed.
"""

from collections.abc import Iterable

import gzip
import re


SMALLEST = 1_000
LEVEL = 6
TEXTS = re.compile(r"(text/|application/([\w.-]+\+)?(json|xml)\b|application/javascript|image/svg)")
REFUSED = re.compile(r"q=0(\.0*)?$")


def packed(headers: Iterable[tuple[str, str]], body: bytes) -> bytes:
    """The body as gzip; empty when it is no text, is packed already, or would hardly become smaller."""
    said = {name.lower(): value for name, value in headers}
    if len(body) < SMALLEST or "content-encoding" in said or not TEXTS.match(said.get("content-type", "")):
        return b""
    made = gzip.compress(body, LEVEL, mtime=0)
    return made if len(made) < len(body) else b""


def takes_gzip(accepted: str) -> bool:
    """Does a header `Accept-Encoding` take gzip?"""
    for part in accepted.split(","):
        name, _sign, weight = part.strip().partition(";")
        if name.strip().lower() in ("gzip", "x-gzip"):
            return not REFUSED.fullmatch(weight.replace(" ", ""))
    return False


def varying(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The headers, telling caches on the way that the answer depends on what encoding is taken."""
    found = [(name, value) for name, value in headers if name.lower() != "vary"]
    named = [value for name, value in headers if name.lower() == "vary"]
    return [*found, ("Vary", ", ".join([*named, "Accept-Encoding"]))]

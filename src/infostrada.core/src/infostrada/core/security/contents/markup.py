"""SVG and XML: scripts and what is fetched from elsewhere.

Sources: SVG 2, 16 (scripting) and 5.10 (`foreignObject`); SVG Integration, 2.2 (secure static mode); XML Stylesheet 1.0.
"""

from lxml import etree

import re


PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
XHTML, SVG = b"http://www.w3.org/1999/xhtml", b"http://www.w3.org/2000/svg"
PROGRAMS = frozenset(
    ["script", "foreignobject", "iframe", "embed", "object", "handler", "listener", "audio", "video"]
)
MOVERS = frozenset(["set", "animate", "animatetransform", "animatemotion"])
ADDRESSES = frozenset(["href", "src", "data", "action", "formaction"])
_SCRIPTED = re.compile(
    r"^(javascript|vbscript|data:(text/html|text/xml|application|image/svg)|livescript)", re.IGNORECASE
)
_FETCHING_STYLE = re.compile(
    r"@import|url\(\s*['\"]?\s*(https?:|//|ftp:)|expression\(|-moz-binding", re.IGNORECASE
)
_REMOTE = re.compile(r"^(https?:|ftp:|file:/*//[^/]|smb:|webdav|//|\\\\)", re.IGNORECASE)


def is_remote(address: str) -> bool:
    """Does an address lead to another machine? Drives of one's own (`file:///C:/…`) do not."""
    plain = "".join(char for char in address if char > " ").replace("\\", "/")
    if re.match(r"^file:/{3}[A-Za-z]:", plain, re.IGNORECASE):
        return False
    return bool(_REMOTE.match(plain)) or bool(re.match(r"^file:/{2}[^/]|^file:/{4,}", plain, re.IGNORECASE))


def judge_svg(data: bytes) -> str | None:
    """Why a drawing is not taken."""
    try:
        root = etree.fromstring(data, PARSER)
    except (etree.XMLSyntaxError, ValueError):
        return "file_content_differs"
    for before in root.itersiblings(preceding=True):
        if before.tag is etree.PI and before.target == "xml-stylesheet":
            return "file_fetches"
    for part in root.iter():
        if reason := _part(part):
            return reason
    return None


def judge_xml(data: bytes) -> str | None:
    """Why XML is not taken: data may come in, a page or drawing in disguise with a script may not."""
    return judge_svg(data) if XHTML in data or SVG in data else None


def _part(part: etree._Element) -> str | None:
    if part.tag is etree.Entity:
        # A browser puts in what the entity stands for; nobody looked at that.
        return "file_program_inside"
    if not isinstance(part.tag, str):
        return None
    name = etree.QName(part).localname.lower()
    if name in PROGRAMS:
        return "file_program_inside"
    if name == "style" and _FETCHING_STYLE.search(part.text or ""):
        return "file_fetches"
    for full, value in part.attrib.items():
        if reason := _attribute(name, full.rpartition("}")[2].lower(), "".join(value.split())):
            return reason
    return None


def _attribute(element: str, name: str, value: str) -> str | None:
    if name.startswith("on") or (element in MOVERS and name == "attributename" and _moves(value)):
        return "file_program_inside"
    if name in ADDRESSES:
        if _SCRIPTED.match(value):
            return "file_program_inside"
        if element != "a" and is_remote(value):
            return "file_fetches"
    if name == "style" and _FETCHING_STYLE.search(value):
        return "file_fetches"
    return None


def _moves(attribute: str) -> bool:
    """An animation that changes where something leads, or what it does."""
    bare = attribute.rpartition(":")[2].lower()
    return bare in ADDRESSES or bare.startswith("on")

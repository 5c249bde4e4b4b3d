"""Put values into the paragraphs of an office file; its looks stay as the template has them.

A field may be cut into several runs or spans by the word processor: the text of a paragraph is
read as one, and the value is put where the field begins, in the style of that place.
"""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from copy import deepcopy
from infostrada.site.records.templates.office import OfficeFile
from infostrada.site.records.templates.office import W
from infostrada.site.records.templates.office import write_office
from infostrada.site.records.templates.rules import FIELD
from infostrada.site.records.templates.rules import LISTED
from lxml import etree
from typing import Any
from typing import NamedTuple


ODT_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
ODT_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
ODT_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
ODT_VALUE = f"{{{ODT_OFFICE}}}string-value"
ODT_VARIABLES = (f"{{{ODT_TEXT}}}user-field-decl", f"{{{ODT_TEXT}}}variable-set")
ODT_STRUCK = f"{{{ODT_TEXT}}}tracked-changes"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
PARAGRAPHS = {
    "docx": (f"{{{W}}}p",),
    "odt": (f"{{{ODT_TEXT}}}p", f"{{{ODT_TEXT}}}h"),
}
ROWS = {"docx": f"{{{W}}}tr", "odt": f"{{{ODT_TABLE}}}table-row"}
Value = Callable[[str], str]


class Slot(NamedTuple):
    """A place that holds text: an element and `text` or `tail`."""

    node: Any
    where: str

    @property
    def value(self) -> str:
        """What it says."""
        return getattr(self.node, self.where) or ""

    def put(self, text: str) -> None:
        """Say something else."""
        setattr(self.node, self.where, text)


def texts_of(file: OfficeFile) -> list[str]:
    """Text of every paragraph, headers and footers included, and of the variables of an ODT."""
    texts = [_text(file.kind, paragraph) for paragraph in _paragraphs(file)]
    return texts + [node.get(ODT_VALUE) for node in _variables(file)]


def fill(file: OfficeFile, values: Mapping[str, str], parties: Sequence[Mapping[str, str]]) -> bytes:
    """The file with its fields replaced; the trees of `file` are changed."""
    _unbind(file)
    for node in _variables(file):
        node.set(
            ODT_VALUE, FIELD.sub(lambda match: clean(values.get(match["name"], "")), node.get(ODT_VALUE))
        )
    for paragraph in list(_paragraphs(file)):
        if any(match["name"].startswith(LISTED) for match in FIELD.finditer(_text(file.kind, paragraph))):
            _repeat(file.kind, paragraph, parties)
    for paragraph in list(_paragraphs(file)):
        _replace(file.kind, paragraph, lambda name: values.get(name, ""))
    return write_office(file)


def _paragraphs(file: OfficeFile) -> Iterator[Any]:
    for tree in file.trees.values():
        for paragraph in tree.iter(*PARAGRAPHS[file.kind]):
            # What was struck out of an ODT while changes are tracked is kept apart and shown to nobody.
            if file.kind != "odt" or next(paragraph.iterancestors(ODT_STRUCK), None) is None:
                yield paragraph


def _variables(file: OfficeFile) -> list[Any]:
    """Variables and user fields of an ODT with a field for a value: the program shows the value, not the text in the place."""
    if file.kind != "odt":
        return []
    named = (node for tree in file.trees.values() for node in tree.iter(*ODT_VARIABLES))
    return [node for node in named if FIELD.search(node.get(ODT_VALUE, ""))]


def _unbind(file: OfficeFile) -> None:
    """Untie content controls from data elsewhere in a DOCX, which Word would show instead of what is put in."""
    for tree in file.trees.values():
        for control in tree.iter(f"{{{W}}}sdt"):
            if FIELD.search("".join(node.text or "" for node in control.iter(f"{{{W}}}t"))):
                for told in control.findall(f"{{{W}}}sdtPr/*"):
                    if told.tag in (f"{{{W}}}dataBinding", f"{{{W}}}showingPlcHdr"):
                        told.getparent().remove(told)


def _text(kind: str, paragraph: Any) -> str:
    return "".join(slot.value for slot in _slots(kind, paragraph))


def _slots(kind: str, paragraph: Any) -> list[Slot]:
    """Places of the paragraph's own text; a text box inside has paragraphs of its own."""
    if kind == "docx":
        own = (node for node in paragraph.iter(f"{{{W}}}t") if _nearest(kind, node) is paragraph)
        return [Slot(node, "text") for node in own]
    found = [Slot(paragraph, "text")]
    for child in paragraph:
        found += _odt_slots(child)
    return found


def _odt_slots(node: Any) -> list[Slot]:
    found: list[Slot] = []
    if (
        isinstance(node.tag, str)
        and node.tag.startswith(f"{{{ODT_TEXT}}}")
        and node.tag not in PARAGRAPHS["odt"]
    ):
        found.append(Slot(node, "text"))
        for child in node:
            found += _odt_slots(child)
    return [*found, Slot(node, "tail")]


def _nearest(kind: str, node: Any) -> Any:
    while node is not None and node.tag not in PARAGRAPHS[kind]:
        node = node.getparent()
    return node


def _repeat(kind: str, paragraph: Any, parties: Sequence[Mapping[str, str]]) -> None:
    """The paragraph, or the table row it stands in, once for every party."""
    whole = paragraph
    while whole is not None and whole.tag != ROWS[kind]:
        whole = whole.getparent()
    whole = paragraph if whole is None else whole
    if whole.getparent() is None:
        return
    for party in parties or ({},):
        copy = deepcopy(whole)
        copy.tail = None
        whole.addprevious(copy)
        for inner in [copy, *copy.iter(*PARAGRAPHS[kind])]:
            if inner.tag in PARAGRAPHS[kind]:
                _replace(kind, inner, lambda name, party=party: party.get(name, ""), LISTED)  # type: ignore[misc]
    parent, tail = whole.getparent(), whole.tail
    previous = whole.getprevious()
    parent.remove(whole)
    if tail and previous is not None:
        previous.tail = tail


def _replace(kind: str, paragraph: Any, value: Value, only: str = "") -> None:
    slots = _slots(kind, paragraph)
    texts = [slot.value for slot in slots]
    whole = "".join(texts)
    changed = False
    for match in reversed(list(FIELD.finditer(whole))):
        if match["name"].startswith(only):
            _cut(texts, match.start(), match.end(), clean(value(match["name"])))
            changed = True
    if not changed:
        return
    for slot, text in zip(slots, texts, strict=True):
        if text != slot.value:
            slot.put(text)
            _break_lines(kind, slot)


def _cut(texts: list[str], start: int, end: int, value: str) -> None:
    """Take `start:end` of the joined texts out and put `value` where it began."""
    at, placed = 0, False
    for place, text in enumerate(texts):
        begin, stop = max(start - at, 0), min(end - at, len(text))
        at += len(text)
        if begin < len(text) and stop > begin:
            texts[place] = text[:begin] + ("" if placed else value) + text[stop:]
            placed = True


def clean(text: str) -> str:
    """Without the characters XML 1.0 forbids; line ends as `\\n`."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        sign
        for sign in plain
        if sign in "\t\n" or (sign >= " " and not "\ud800" <= sign <= "\udfff" and sign not in "\ufffe\uffff")
    )


def _break_lines(kind: str, slot: Slot) -> None:
    """A line end inside a value becomes a line break of the format."""
    first, *rest = slot.value.split("\n")
    if kind == "docx":
        slot.node.set(SPACE, "preserve")
        slot.put(first)
        after = slot.node
        for line in rest:
            line_break = etree.Element(f"{{{W}}}br")
            text = etree.Element(f"{{{W}}}t")
            text.text = line
            text.set(SPACE, "preserve")
            after.addnext(line_break)
            line_break.addnext(text)
            after = text
        return
    if rest:
        _break_odt(slot, first, rest)


def _break_odt(slot: Slot, first: str, rest: list[str]) -> None:
    breaks = []
    for line in rest:
        node = etree.Element(f"{{{ODT_TEXT}}}line-break")
        node.tail = line
        breaks.append(node)
    slot.put(first)
    if slot.where == "text":
        place, parent = 0, slot.node
    else:
        parent = slot.node.getparent()
        place = parent.index(slot.node) + 1
    for further, node in enumerate(breaks):
        parent.insert(place + further, node)

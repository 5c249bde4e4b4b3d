"""The invisible text over a picture of a page, so that it is searched, copied and read aloud.

The font has no shapes: text that is never drawn (render mode 3) needs none, only what its codes mean (PDF 2.0, 9.3.6).
Codes are UTF-16 units.
"""

from collections.abc import Iterable
from infostrada.site.bip.pdf.document import Word
from pikepdf import Array
from pikepdf import Dictionary
from pikepdf import Name
from typing import Any

import pikepdf


# Thousandths of the font's size: every character is taken to be half as wide as high and stretched to its word.
WIDTH = 500
_RANGES = "\n".join(f"<{high:02x}00> <{high:02x}ff> <{high:02x}00>" for high in range(0x64))
_MEANING = f"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
100 beginbfrange
{_RANGES}
endbfrange
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


def text_layer(words: Iterable[Word], height: float) -> bytes:
    """Operators that write the words where they are seen; `height` is the page's, in points."""
    parts = ["BT 3 Tr"]
    for word in words:
        codes = "".join(char for char in word.text if ord(char) < 0x6400)
        size = max(1.0, word.box.bottom - word.box.top)
        if not codes:
            continue
        # A space after each word: readers that look at codes alone do not run words together.
        stretch = 100 * (word.box.right - word.box.left) / (len(codes) * size * WIDTH / 1000)
        base = height - word.box.bottom + 0.2 * size
        shown = (codes + " ").encode("utf-16-be").hex()
        parts.append(
            f"/T {size:.2f} Tf {max(stretch, 1):.2f} Tz 1 0 0 1 {word.box.left:.2f} {base:.2f} Tm <{shown}> Tj"
        )
    return "\n".join([*parts, "ET\n"]).encode()


def text_resources(made: Any) -> Any:
    """The font of the layer, one in a document."""
    found = next(
        (page.Resources.Font for page in made.pages if "/T" in page.get("/Resources", {}).get("/Font", {})),
        None,
    )
    return found if found is not None else Dictionary(T=_font(made))


def _font(made: Any) -> Any:
    system = Dictionary(Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0)
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name("/Unseen"), Flags=4, FontBBox=Array([0, -200, WIDTH, 800]),
        ItalicAngle=0, Ascent=800, Descent=-200, CapHeight=700, StemV=80,
    )  # fmt: skip
    shape = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name("/Unseen"), CIDSystemInfo=system, DW=WIDTH,
        FontDescriptor=made.make_indirect(descriptor), CIDToGIDMap=Name.Identity,
    )  # fmt: skip
    return made.make_indirect(
        Dictionary(
            Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/Unseen"), Encoding=Name("/Identity-H"),
            DescendantFonts=Array([made.make_indirect(shape)]), ToUnicode=made.make_stream(_MEANING.encode()),
        )
    )  # fmt: skip

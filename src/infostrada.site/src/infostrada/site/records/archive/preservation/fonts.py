"""Is text shown in a font whose program is not in the file? Invisible text of a scan, rendering mode 3, needs none (ISO 19005-2, 6.2.11.4.1)."""

from typing import Any


PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")
SHOWING = ("Tj", "TJ", "'", '"')
INVISIBLE = 3
HIGHEST = 50


def shows_without_font(holder: Any) -> bool:
    """Does a page or a form show text in such a font? Its content is read only when a font of its is not embedded."""
    missing = {name for name, font in _fonts(holder) if not is_embedded(font)}
    return bool(missing) and _shows(holder, missing)


def is_embedded(font: Any) -> bool:
    """Is the font's program in the file? A font of type 3 is drawn by the file itself, a composite one by its descendants."""
    kind = str(font.get("/Subtype", ""))
    if kind == "/Type3":
        return True
    if kind == "/Type0":
        return all(is_embedded(each) for each in font.get("/DescendantFonts", []))
    told = font.get("/FontDescriptor")
    return told is not None and any(name in told for name in PROGRAMS)


def _fonts(holder: Any) -> list[tuple[str, Any]]:
    """Fonts by their names; a page may have them from a node above it."""
    node, height = holder, 0
    while "/Resources" not in node and "/Parent" in node and height < HIGHEST:
        node, height = node.Parent, height + 1
    fonts = node.get("/Resources", {}).get("/Font", {})
    return list(fonts.items())


def _shows(holder: Any, missing: set[str]) -> bool:
    import pikepdf

    font, mode = "", 0
    before: list[tuple[str, int]] = []
    for step in pikepdf.parse_content_stream(holder):
        told, word = step.operands, str(step.operator)
        if word == "q":
            before.append((font, mode))
        elif word == "Q" and before:
            font, mode = before.pop()
        elif word == "Tf" and told:
            font = str(told[0])
        elif word == "Tr" and told:
            mode = int(told[0])
        elif word in SHOWING and font in missing and mode != INVISIBLE:
            return True
    return False

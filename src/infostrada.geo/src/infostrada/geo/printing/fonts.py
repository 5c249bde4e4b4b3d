"""The typeface of the sheets: Source Sans 3 (SIL OFL 1.1, LICENSE beside the files), with every Polish letter."""

from functools import cache
from importlib.resources import files
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont


REGULAR = "Infostrada"
BOLD = "Infostrada-Bold"


@cache
def use_fonts() -> None:
    """Make the fonts known to reportlab; it embeds only the letters a sheet uses."""
    folder = files(__package__).joinpath("fonts")
    for name, file in ((REGULAR, "regular.ttf"), (BOLD, "bold.ttf")):
        pdfmetrics.registerFont(TTFont(name, str(folder.joinpath(file))))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)

"""The redaction editor: findings to tick, words to name, places to draw; all but drawing works without scripts."""

from infostrada.core.addressed import TakesNames
from infostrada.site import _
from infostrada.site.bip.browser.checked import CheckedForm
from infostrada.site.bip.gate.model import Box
from infostrada.site.bip.gate.model import LOW
from infostrada.site.bip.gate.readers.bounds import UnreadableError
from infostrada.site.bip.gate.words import finding_words
from infostrada.site.bip.operations import PersonalData
from infostrada.site.bip.pdf import pictures
from infostrada.site.bip.redaction.operations import Bar
from infostrada.site.bip.redaction.operations import redact_file
from infostrada.site.bip.redaction.operations import Wish
from infostrada.site.bip.scan import in_file
from infostrada.site.bip.timing.moments import is_public
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from Products.Five.browser import BrowserView
from typing import Any
from typing import NamedTuple
from zExceptions import NotFound

import io
import json


SCALE = 1.5
MILLIMETRES_IN_POINT = 25.4 / 72
MOST_SHOWN = 60
MOST_PIXELS_WIDE = 1600


class Sheet(NamedTuple):
    """A page to draw on: its number and its size in the units of boxes."""

    number: int
    width: float
    height: float


class RedactPage(CheckedForm):
    """The editor of one file."""

    page_title = label = _("Redact a file")
    phrases_label = _("Words to take out wherever they stand")
    phrases_hint = _("One name or phrase in a line, in each form it is written in.")
    reason_label = _("Reason of the change")
    reason_hint = _("Everybody can read it.")

    def act(self) -> None:
        """Burn out what was chosen."""
        redact_file(self.context, self.digest, self._wish(), self.value("reason"))

    def faults_of(self, problem: InvalidData) -> list[Fault]:
        """What else was found is told on the page of the check."""
        if isinstance(problem, PersonalData):
            found = _("Other things in the entry still look like personal data: decide about them first.")
            return [Fault("", "", found)]
        return problem.faults

    @property
    def digest(self) -> str:
        """The file's digest."""
        return str(self.request.form.get("file", ""))

    @property
    def file(self) -> Any:
        """The file; NotFound when the entry has none like it."""
        found = self.context.file(self.digest)
        if found is None:
            raise NotFound(self.digest)
        return found

    @property
    def public(self) -> bool:
        """Is the entry public, so that a reason is needed?"""
        return is_public(self.context)

    def value(self, name: str) -> str:
        """What was sent last time."""
        return str(self.request.form.get(name, "")).strip()

    def errors(self) -> list[dict[str, str]]:
        """What is wrong, for the summary above the form."""
        places = {"phrases": "phrases", "reason": "reason"}
        return [{"id": places.get(fault.field, ""), "text": self.say(fault.text)} for fault in self.faults]

    def error(self, field: str) -> str:
        """What is wrong with a field."""
        return next((self.say(fault.text) for fault in self.faults if fault.field == field), "")

    def findings(self) -> list[dict[str, Any]]:
        """Findings that have a place on a page; the certain ones are ticked."""
        sent = self.request.form.get("keys") if self.request.method == "POST" else None
        return [
            {
                "key": item.key,
                "kind": self.say(finding_words(item.kind)),
                "text": item.text,
                "page": item.page,
                "ticked": "checked" if (item.key in sent if sent else item.severity != LOW) else None,
            }
            for item in in_file(self.file)
            if item.boxes
        ]

    def sheets(self) -> list[Sheet]:
        """Pages to draw on, the first sixty; none when the file cannot be opened."""
        if not hasattr(self, "_sheets"):
            try:
                self._sheets = _sheets(self.file)
            except UnreadableError:
                self._sheets = []
        return self._sheets

    def picture_url(self, sheet: Sheet) -> str:
        """Address of a page as a picture."""
        return f"{self.context.absolute_url()}/@@redact-page/{self.digest}/{sheet.number}"

    def picture_words(self, sheet: Sheet) -> str:
        """What the picture is, for those who do not see it."""
        return self.say(_("Page ${page}", mapping={"page": sheet.number}))

    def add_words(self, sheet: Sheet) -> str:
        """Words of the button that adds a place without drawing."""
        return self.say(_("Add a place on page ${page}", mapping={"page": sheet.number}))

    @property
    def paper(self) -> bool:
        """Is the file paper, measured in millimetres, and not a picture, measured in its own points?"""
        return bool(self.file.data.startswith(b"%PDF-"))

    def unit(self) -> float:
        """How many of the units people measure in make one unit of the page."""
        return MILLIMETRES_IN_POINT if self.paper else 1

    def drawing_words(self) -> str:
        """What the drawing says and calls things, as JSON; `{name}` stands for a value."""
        unit = "mm" if self.paper else "px"
        told = {
            "place": _("place_on_page", default="Place {number} on page {page}"),
            "left": _("From the left (${unit})", mapping={"unit": unit}),
            "top": _("From the top (${unit})", mapping={"unit": unit}),
            "width": _("Width (${unit})", mapping={"unit": unit}),
            "height": _("Height (${unit})", mapping={"unit": unit}),
            "remove": _("Take back"),
            "added": _("place_added", default="{place} added."),
            "removed": _("place_removed", default="{place} taken back."),
            "standing": _(
                "place_standing",
                default="{place}: {left} ${unit} from the left, {top} ${unit} from the top, {width} ${unit} wide, {height} ${unit} high",
                mapping={"unit": unit},
            ),
        }
        return json.dumps({name: self.say(word) for name, word in told.items()}, ensure_ascii=False)

    def drawn(self, sheet: Sheet) -> str:
        """Places of a page that were sent and came back with the form, as JSON."""
        found = []
        for item in self.request.form.get("boxes") or ():
            try:
                bar = _bar(str(item), 0)
            except InvalidData:
                continue
            if bar.page == sheet.number:
                found.append(list(bar.box))
        return json.dumps(found)

    def _wish(self) -> Wish:
        form = self.request.form
        keys = tuple(str(key) for key in form.get("keys") or ())
        bars = tuple(_bar(str(item), number) for number, item in enumerate(form.get("boxes") or ()))
        return Wish(keys, bars, tuple(self.value("phrases").splitlines()))


def _bar(text: str, number: int) -> Bar:
    try:
        page, *sides = text.split(",")
        return Bar(int(page), Box(*map(float, sides)))
    except (TypeError, ValueError) as error:
        raise invalid(f"boxes[{number}]", "box_malformed") from error


def _sheets(file: Any) -> list[Sheet]:
    if not file.data.startswith(b"%PDF-"):
        picture, _kind = pictures.opened(file.data)
        return [Sheet(1, *picture.size)]
    from infostrada.site.bip.pdf import document as pdfium

    with pdfium.opened(file.data) as document:
        numbers = range(min(len(document), MOST_SHOWN))
        return [Sheet(number + 1, *pdfium.size(document[number])) for number in numbers]


class PagePicture(TakesNames, BrowserView):
    """A page of a file as a picture, for the editor: `@@redact-page/<digest>/<number>`."""

    most_names = 2

    def __call__(self) -> bytes:
        """PNG bytes that no cache keeps."""
        digest, number = (*self.names, "", "")[:2]
        file = self.context.file(digest)
        if file is None or not number.isdigit() or len(number) > 4:
            raise NotFound(number)
        out = io.BytesIO()
        try:
            _drawn(file, int(number)).save(out, "PNG")
        except UnreadableError as error:
            raise NotFound(number) from error
        self.request.response.setHeader("Content-Type", "image/png")
        self.request.response.setHeader("Cache-Control", "private, no-store")
        return out.getvalue()


def _drawn(file: Any, number: int) -> Any:
    if not file.data.startswith(b"%PDF-"):
        picture, _kind = pictures.opened(file.data)
        picture.thumbnail((MOST_PIXELS_WIDE, MOST_PIXELS_WIDE))
        return picture
    from infostrada.site.bip.pdf import document as pdfium

    with pdfium.opened(file.data) as document:
        if not 1 <= number <= len(document):
            raise UnreadableError("no such page")
        return pdfium.picture(document[number - 1], SCALE)

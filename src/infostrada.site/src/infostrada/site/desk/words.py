"""Words and days as the desk shows them."""

from collections.abc import Iterable
from collections.abc import Sequence
from datetime import date
from datetime import datetime
from datetime import timedelta
from infostrada.core.calendar import POLAND
from infostrada.site import _
from infostrada.site.desk.days import month_of
from infostrada.site.desk.days import whole
from infostrada.site.theme.dates import long_date
from typing import Any
from zope.i18n import translate
from zope.i18nmessageid import Message

import re
import unicodedata


SHORT_PL = ("sty", "lut", "mar", "kwi", "maj", "cze", "lip", "sie", "wrz", "paź", "lis", "gru")
SHORT_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NEAR = timedelta(days=3)
DAY = re.compile(r"(?<![\w-])\d{4}-\d{2}-\d{2}(?![\w-])")
NOTHING = "–"
MEGA = 1_000_000


def word(text: Any, request: Any) -> str:
    """A message in the visitor's language."""
    said: str = translate(text, context=request)
    return said


def polish(request: Any) -> bool:
    """Is the page read in Polish?"""
    return str(request.get("LANGUAGE") or "pl").startswith("pl")


def when(value: date | datetime | str | None, request: Any) -> str:
    """A day as people write it, "22 listopada 2026", with the hour if there is one."""
    if value is None or isinstance(value, str):
        return value or ""
    day: date = _here(value)
    said = long_date(day, "pl" if polish(request) else "en")
    return f"{said}, {day:%H:%M}" if isinstance(day, datetime) else said


def short(value: date, request: Any) -> str:
    """A day for narrow columns, "22 lis 2026"."""
    months = SHORT_PL if polish(request) else SHORT_EN
    return f"{value.day} {months[value.month - 1]} {value.year}"


def moment(value: datetime, request: Any) -> str:
    """A moment for narrow columns, "22 lis 2026, 14:05"."""
    value = _here(value)
    return f"{short(value, request)}, {value:%H:%M}"


def _here(value: Any) -> Any:
    """A moment by the clocks of Poland, whatever the server's."""
    return value.astimezone(POLAND) if isinstance(value, datetime) and value.tzinfo else value


def dated(value: Any, request: Any) -> dict[str, Any]:
    """Cell of a register with a day."""
    if not value or isinstance(value, str):
        return {"text": value or ""}
    return {"text": short(value, request), "datetime": value.isoformat()}


def partial(text: str | None, request: Any) -> str:
    """A day that may be incomplete as people write it: "22 listopada 2026", "listopad 2026", "2026"."""
    day = whole(text or "")
    if day is not None:
        return when(day, request)
    return month_of(text or "", polish=polish(request)) or text or ""


def partial_cell(text: str | None, request: Any) -> dict[str, Any]:
    """Cell of a register with a day that may be incomplete."""
    if not text:
        return {"text": ""}
    day = whole(text)
    shown = short(day, request) if day else month_of(text, polish=polish(request)) or text
    return {"text": shown, "datetime": text}


def days_told(text: str, request: Any) -> str:
    """A text with its days as people write them: "2026-12-14" becomes "14 gru 2026"."""
    return DAY.sub(lambda found: _told(found[0], request), text or "")


def _told(text: str, request: Any) -> str:
    try:
        return short(date.fromisoformat(text), request)
    except ValueError:
        return text


def sized(count: int, request: Any) -> str:
    """A number of bytes for people: "12 kB", "3,4 MB", "1,2 GB"."""
    if count < MEGA:
        return f"{max(1, round(count / 1000))} kB"
    amount, unit = (count / MEGA, "MB") if count < 1000 * MEGA else (count / (1000 * MEGA), "GB")
    said = f"{amount:.1f} {unit}"
    return said.replace(".", ",") if polish(request) else said


def unaccented(text: str) -> str:
    """Small letters without accents, to compare what is typed in a hurry."""
    spread = unicodedata.normalize("NFD", text.casefold().replace("ł", "l"))
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


def plural(count: int, one: Any, few: Any, many: Any) -> Any:
    """The message for so many things, as Polish bends them: 1 pismo, 2 pisma, 5 pism; 22 pisma, 12 pism."""
    bent = count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14)
    form = one if count == 1 else few if bent else many
    return Message(form, mapping={"count": str(count)})


def done_rows(count: int) -> Any:
    """What is said after an act on ticked rows."""
    return plural(
        count,
        _("Done: ${count} row."),
        _("done_rows_few", default="Done: ${count} rows."),
        _("done_rows_many", default="Done: ${count} rows."),
    )


def termed(value: date | None, request: Any, *, today: date, running: bool = True) -> dict[str, Any]:
    """Cell of a register with a term; one that is past or near says so in words and tone."""
    if value is None:
        return {"text": ""}
    cell = dated(value, request)
    if not running or value - today > NEAR:
        return cell
    if value < today:
        note, tone = _("overdue"), "warn"
    elif value == today:
        note, tone = _("today"), "run"
    else:
        note, tone = _("soon"), "wait"
    return {**cell, "note": {"text": note, "tone": tone}}


def fact(label: Any, value: Any, url: str | None = None) -> dict[str, Any]:
    """A line of a fact sheet; a missing value is a dash."""
    return {"label": label, "value": value if value not in (None, "") else NOTHING, "url": url}


def known(facts: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The lines that say something."""
    return [each for each in facts if each["value"] != NOTHING]


def gathered(facts: Sequence[dict[str, Any]], request: Any) -> list[dict[str, Any]]:
    """The lines that say something; the labels of those that do not stand together in one line behind them."""
    empty = [word(each["label"], request) for each in facts if each["value"] == NOTHING]
    together = ", ".join(_within(label) if place else label for place, label in enumerate(empty))
    return [*known(facts), *([fact(_("Not filled in"), together)] if empty else [])]


def _within(label: str) -> str:
    """A label inside a sentence: "Date on the letter" begins small, "RPW number" does not."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def options(words: dict[str, Any], first: Any = None) -> list[dict[str, Any]]:
    """Options of a list with words of its own."""
    listed = [{"value": value, "label": label} for value, label in words.items()]
    return [{"value": "", "label": first}, *listed] if first is not None else listed


def choices(values: Any, first: Any = None) -> list[dict[str, Any]]:
    """Options of a closed list whose words are their own labels."""
    return options({value: value for value in values}, first)

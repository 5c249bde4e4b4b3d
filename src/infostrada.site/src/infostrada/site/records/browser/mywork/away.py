"""What "my work" says of absences: that the person is away or soon will be, and for whom the person stands in."""

from collections.abc import Iterator
from datetime import date
from datetime import timedelta
from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.desk.words import when
from infostrada.site.desk.words import word
from infostrada.site.records.actor import name_of
from infostrada.site.records.browser.registers.choices import me
from infostrada.site.records.tasks.routing import Absence
from infostrada.site.records.tasks.routing import absences
from infostrada.site.records.tasks.routing import standing_in
from infostrada.site.records.tasks.routing import standing_in_for
from typing import Any
from zope.i18nmessageid import Message


SOON = timedelta(days=14)


def away_section(unit: Any, request: Any) -> dict[str, Any] | None:
    """A notice above the lists; None where nobody concerned is away."""
    known, today = absences(unit), polish_today()
    told = [
        *_own(known, me(), today),
        *(
            (_("You stand in for ${name} until ${last}: new tasks come to you."), each, each.person)
            for each in standing_in_for(known, me(), today)
        ),
    ]
    if not told:
        return None
    said = [word(_filled(text, absence, name, request), request) for text, absence, name in told]
    return {
        "id": "away",
        "title": _("Absences and substitutes"),
        "quiet": True,
        "notice": {"text": " ".join(said)},
        "more": f"{unit.absolute_url()}/@@routing#absences",
        "more_label": _("Absences and substitutes"),
    }


def _own(known: tuple[Absence, ...], person: str, today: date) -> Iterator[tuple[Any, Absence, str]]:
    own = sorted((each for each in known if each.person == person), key=lambda each: each.first)
    for each in own:
        if each.first <= today <= each.last:
            instead = standing_in(known, person, today)
            if instead == person:
                yield (
                    _("You are away until ${last}, and so is whoever stands in: new tasks wait for you."),
                    each,
                    "",
                )
            else:
                yield _("You are away until ${last}: new tasks go to ${name}."), each, instead
        elif today < each.first <= today + SOON:
            yield _("From ${first} to ${last} your new tasks go to ${name}."), each, each.substitute


def _filled(text: Any, absence: Absence, person: str, request: Any) -> Any:
    mapping = {
        "first": when(absence.first, request),
        "last": when(absence.last, request),
        "name": name_of(person) if person else "",
    }
    return Message(text, mapping=mapping)

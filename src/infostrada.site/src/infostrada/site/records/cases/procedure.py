"""Letters the code wants in the course of a case, as dated data: what each says, and what a fault of it is. Pure.

Sources: KPA art. 61 § 4 (notice of the start), art. 10 § 1 (before the decision), art. 64 § 2 (call for completion, at
least seven days) and art. 65 § 1 (transfer by competence), art. 9 (information). A changed article ends a row and
begins another; a drafted letter stays as it was.
"""

from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


START, BEFORE, CALL, UNEXAMINED, TRANSFER = "start", "before_decision", "call", "unexamined", "transfer"
LONGEST_DAYS = 365


@dataclass(frozen=True, slots=True)
class Sort:
    """A letter of the procedure; `{what}`, `{days}`, `{authority}` of its words are told by the officer.

    `least` is the shortest term in days the law allows, 0 where it names none.
    """

    key: str
    basis: str
    title: str
    document_kind: str
    paragraphs: tuple[str, ...]
    needs: tuple[str, ...] = ()
    least: int = 0
    stops_clock: bool = False
    valid_from: date = date.min
    valid_to: date = date.max


SORTS: tuple[Sort, ...] = (
    Sort(
        START,
        "KPA art. 61 § 4",
        "Zawiadomienie o wszczęciu postępowania",
        "zawiadomienie",
        (
            "Na podstawie art. 61 § 4 Kodeksu postępowania administracyjnego zawiadamiam, że w dniu {started} wszczęto "
            "postępowanie w sprawie: {title}.",
            "{what}",
            "Strona może w każdym stadium postępowania przeglądać akta sprawy, sporządzać z nich notatki, kopie lub odpisy "
            "(art. 73 KPA) oraz składać wnioski i dowody (art. 10 § 1 i art. 78 KPA). W toku postępowania strony oraz ich "
            "przedstawiciele i pełnomocnicy mają obowiązek zawiadamiać organ o każdej zmianie swojego adresu (art. 41 KPA).",
        ),
    ),
    Sort(
        BEFORE,
        "KPA art. 10 § 1",
        "Zawiadomienie o możliwości wypowiedzenia się przed wydaniem decyzji",
        "zawiadomienie",
        (
            "Na podstawie art. 10 § 1 Kodeksu postępowania administracyjnego zawiadamiam, że w sprawie „{title}” zebrano "
            "dowody i materiały wystarczające do wydania decyzji.",
            "Przed jej wydaniem strona może wypowiedzieć się co do zebranych dowodów i materiałów oraz zgłoszonych żądań w "
            "terminie {days} dni od dnia doręczenia tego zawiadomienia. Akta sprawy można przeglądać w siedzibie organu.",
            "{what}",
        ),
        needs=("days",),
        least=1,
    ),
    Sort(
        CALL,
        "KPA art. 64 § 2",
        "Wezwanie do usunięcia braków podania",
        "wezwanie",
        (
            "Na podstawie art. 64 § 2 Kodeksu postępowania administracyjnego wzywam do usunięcia braków podania w sprawie "
            "„{title}” w terminie {days} dni od dnia doręczenia wezwania:",
            "{what}",
            "Nieusunięcie braków w tym terminie spowoduje pozostawienie podania bez rozpoznania.",
        ),
        needs=("what", "days"),
        least=7,
        stops_clock=True,
    ),
    Sort(
        UNEXAMINED,
        "KPA art. 64 § 2",
        "Zawiadomienie o pozostawieniu podania bez rozpoznania",
        "zawiadomienie",
        (
            "Na podstawie art. 64 § 2 Kodeksu postępowania administracyjnego zawiadamiam, że podanie w sprawie „{title}” "
            "pozostawiono bez rozpoznania, ponieważ jego braki nie zostały usunięte w wyznaczonym terminie.",
            "{what}",
            "Na pozostawienie podania bez rozpoznania służy ponaglenie (art. 37 KPA).",
        ),
    ),
    Sort(
        TRANSFER,
        "KPA art. 65 § 1",
        "Zawiadomienie o przekazaniu podania według właściwości",
        "zawiadomienie",
        (
            "Na podstawie art. 65 § 1 Kodeksu postępowania administracyjnego zawiadamiam, że podanie w sprawie „{title}” "
            "przekazano do organu właściwego: {authority}.",
            "Uzasadnienie: {what}",
            "Podanie wniesione do organu niewłaściwego przed upływem przepisanego terminu uważa się za wniesione z "
            "zachowaniem terminu (art. 65 § 2 KPA).",
        ),
        needs=("authority", "what"),
    ),
)  # fmt: skip


class Drafted(NamedTuple):
    """A letter of the procedure that was drafted: its sort, when, its document, the days it gives, what became of it.

    Of a call: `answered_on` is the day its demands were met.
    """

    sort: str
    made_on: date
    document: str
    days: int = 0
    answered_on: date | None = None


def sort_on(key: str, day: date, sorts: Iterable[Sort] = SORTS) -> Sort | None:
    """The row of this sort that holds on a day."""
    return next((each for each in sorts if each.key == key and each.valid_from <= day <= each.valid_to), None)


def sorts_on(day: date) -> list[Sort]:
    """Every sort that exists on a day."""
    return [each for each in SORTS if each.valid_from <= day <= each.valid_to]


def draft_faults(sort: Sort, what: str, days: int, authority: str) -> list[tuple[str, str]]:
    """(field, reason) for everything a letter of this sort lacks."""
    told = {"what": what.strip(), "days": days, "authority": authority.strip()}
    found = [(name, "required") for name in sort.needs if not told[name]]
    if days and not 0 < days <= LONGEST_DAYS:
        found.append(("days", "not_a_count"))
    elif days and days < sort.least:
        found.append(("days", "shorter_than_law"))
    return found


def days_given(drafted: Sequence[Drafted], document: str) -> int:
    """Days the letter of this document gives its addressee; 0 when it says none."""
    return next((one.days for one in reversed(drafted) if one.document == document), 0)


def words_of(sort: Sort, **told: str) -> list[str]:
    """Its paragraphs; one that would be empty is left out."""
    said = (paragraph.format(**told).strip() for paragraph in sort.paragraphs)
    return [each for each in said if each]

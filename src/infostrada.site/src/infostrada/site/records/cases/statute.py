"""Terms the law sets, as dated data: count, unit, what they run from, what they mean.

A change of the law is a new row with its own dates; a started case stays on the row that held on
its first day. Article numbers are those of the acts named; KPA is the act of 14 June 1960, Kodeks
postępowania administracyjnego.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal


Kind = Literal["counted", "at_once", "on_day", "not_counted", "before_end"]
Unit = Literal["day", "week", "month", "year", "hour", "calendar_year"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A term: `count` units from the event `starts`.

    `kind`: counted; at_once (niezwłocznie); on_day (every year on `month_day`); not_counted (the
    days of KPA 35 § 5); before_end (an act due before another term ends).
    """

    key: str
    basis: str
    matter: str
    starts: str = ""
    count: int = 0
    unit: Unit = "day"
    kind: Kind = "counted"
    month_day: tuple[int, int] | None = None
    at_least: bool = False
    effect: str = ""
    settles_case: bool = False
    valid_from: date = date.min
    valid_to: date = date.max


def _days(key: str, basis: str, matter: str, count: int, starts: str, **more: object) -> Rule:
    return Rule(key, basis, matter, starts, count, "day", **more)  # type: ignore[arg-type]


def _months(key: str, basis: str, matter: str, count: int, starts: str, **more: object) -> Rule:
    return Rule(key, basis, matter, starts, count, "month", **more)  # type: ignore[arg-type]


START, RECEIPT = "wszczęcie sprawy", "otrzymanie pisma"

RULES: tuple[Rule, ...] = (
    Rule("at_once", "KPA art. 35 § 1-2", "sprawa bez postępowania wyjaśniającego", START, kind="at_once"),
    _months("inquiry", "KPA art. 35 § 3", "postępowanie wyjaśniające", 1, START, settles_case=True),
    _months(
        "complex",
        "KPA art. 35 § 3",
        "sprawa szczególnie skomplikowana",
        2,
        START,
        effect="wymaga oznaczenia przez prowadzącego",
        settles_case=True,
    ),
    _months("appeal", "KPA art. 35 § 3", "odwołanie", 1, "otrzymanie odwołania", settles_case=True),
    _months("simplified", "KPA art. 35 § 3a", "postępowanie uproszczone", 1, START, settles_case=True),
    Rule(
        "not_counted",
        "KPA art. 35 § 5",
        "okresy nieliczone",
        kind="not_counted",
        effect="terminy czynności, doręczanie PUH, zawieszenie, mediacja, wina strony, przyczyny niezależne",
    ),
    Rule(
        "delay_notice",
        "KPA art. 36",
        "zawiadomienie o niezałatwieniu w terminie",
        kind="before_end",
        effect="przyczyna, nowy termin, pouczenie o ponagleniu",
    ),
    _days("urge", "KPA art. 37 § 4", "przekazanie ponaglenia organowi wyższemu", 7, RECEIPT),
    _days(
        "completion",
        "KPA art. 64 § 2",
        "wezwanie do usunięcia braków",
        7,
        "doręczenie wezwania",
        at_least=True,
        effect="pozostawienie bez rozpoznania",
    ),
    _months(
        "silent",
        "KPA art. 122a",
        "milczące załatwienie",
        1,
        "doręczenie żądania",
        effect="gdy ustawa szczególna",
        settles_case=True,
    ),
    _days("appealing", "KPA art. 129 § 2", "wniesienie odwołania", 14, "doręczenie decyzji"),
    _days("files_up", "KPA art. 133", "przekazanie akt organowi odwoławczemu", 7, "otrzymanie odwołania"),
    _days("complaining", "KPA art. 141 § 2", "wniesienie zażalenia", 7, "doręczenie postanowienia"),
    _days("certificate", "KPA art. 217 § 3", "zaświadczenie", 7, "złożenie wniosku", settles_case=True),
    _months("complaint", "KPA art. 237 § 1", "skarga (dział VIII)", 1, RECEIPT, settles_case=True),
    _days("complaint_passed", "KPA art. 231", "przekazanie skargi według właściwości", 7, RECEIPT),
    _days(
        "public_notice",
        "KPA art. 49 § 2",
        "obwieszczenie: skutek doręczenia",
        14,
        "publiczne ogłoszenie",
        effect="dowodem jest data udostępnienia w BIP",
    ),
    _days("notice_left", "KPA art. 44", "awizo: fikcja doręczenia", 14, "złożenie w placówce"),
    _days(
        "public_information",
        "u.d.i.p. art. 13 ust. 1",
        "informacja publiczna",
        14,
        "złożenie wniosku",
        settles_case=True,
    ),
    _months(
        "public_information_longer",
        "u.d.i.p. art. 13 ust. 2",
        "informacja publiczna: przedłużenie",
        2,
        "złożenie wniosku",
        effect="powiadomienie w ciągu 14 dni",
        settles_case=True,
    ),
    _months(
        "petition",
        "ustawa o petycjach art. 10",
        "petycja",
        3,
        "złożenie petycji",
        effect="zbiorcza informacja w BIP do 30 czerwca",
        settles_case=True,
    ),
    _days(
        "accessibility",
        "ustawa o dostępności cyfrowej art. 18",
        "żądanie zapewnienia dostępności",
        7,
        "złożenie żądania",
        effect="najwyżej 2 miesiące z uzasadnieniem",
        settles_case=True,
    ),
    Rule(
        "declaration_review",
        "ustawa o dostępności cyfrowej art. 10",
        "przegląd deklaracji dostępności",
        kind="on_day",
        month_day=(3, 31),
    ),
    _days(
        "interpellation",
        "u.s.g. art. 24 ust. 6",
        "odpowiedź na interpelację lub zapytanie",
        14,
        RECEIPT,
        effect="publikacja treści i odpowiedzi w BIP",
        settles_case=True,
    ),
    Rule(
        "declaration_of_means",
        "u.s.g. art. 24h",
        "oświadczenie majątkowe",
        "stan na 31 grudnia",
        kind="on_day",
        month_day=(4, 30),
        effect="30 dni od ślubowania; przechowywanie 6 lat",
    ),
    Rule("report", "u.s.g. art. 28aa", "raport o stanie gminy", kind="on_day", month_day=(5, 31)),
    _days("resolution_sent", "u.s.g. art. 90", "uchwała do wojewody", 7, "podjęcie uchwały"),
    _months(
        "data_subject",
        "RODO art. 12 ust. 3",
        "żądanie osoby",
        1,
        RECEIPT,
        effect="można wydłużyć o 2 miesiące",
    ),
    Rule(
        "breach",
        "RODO art. 33",
        "zgłoszenie naruszenia",
        "stwierdzenie naruszenia",
        72,
        "hour",
        effect="rejestr naruszeń",
    ),
    _months(
        "environment",
        "u.i.o.ś. art. 14",
        "informacja o środowisku",
        1,
        "złożenie wniosku",
        effect="można wydłużyć o miesiąc; dokument z wykazu w dniu wniosku",
        settles_case=True,
    ),
    _days(
        "reuse",
        "ustawa o otwartych danych art. 42",
        "ponowne wykorzystywanie",
        14,
        "złożenie wniosku",
        settles_case=True,
    ),
    Rule(
        "to_archive",
        "instrukcja kancelaryjna (Dz.U. 2011 nr 14 poz. 67)",
        "przejście do archiwum zakładowego",
        "1 stycznia po roku zakończenia",
        2,
        "calendar_year",
    ),
    Rule(
        "to_state_archive",
        "rozp. MSWiA z 2.11.2006 (poz. 1518) § 15",
        "materiały archiwalne elektroniczne do archiwum państwowego",
        "wytworzenie",
        10,
        "year",
        effect="papierowe po 25 latach",
    ),
)


class UnknownTermError(LookupError):
    """No rule of this name holds on the day asked for."""


def rule_on(key: str, day: date, rules: Iterable[Rule] = RULES) -> Rule:
    """The rule that held on a day; raises `UnknownTermError`."""
    for rule in rules:
        if rule.key == key and rule.valid_from <= day <= rule.valid_to:
            return rule
    raise UnknownTermError(key)


@dataclass(frozen=True, slots=True)
class Channel:
    """A way by which a paper handed over on the last day keeps a term (KPA art. 57 § 5)."""

    key: str
    basis: str
    title: str
    evidence: str
    valid_from: date = date.min
    valid_to: date = date.max


CHANNELS: tuple[Channel, ...] = (
    Channel("office", "KPA art. 57 § 1", "złożenie w urzędzie", "data wpływu"),
    Channel(
        "electronic",
        "KPA art. 57 § 5 pkt 1",
        "wysłanie do urzędu na adres do doręczeń elektronicznych lub do systemu urzędu",
        "dowód otrzymania albo urzędowe poświadczenie odbioru",
    ),
    Channel(
        "designated_operator",
        "KPA art. 57 § 5 pkt 2",
        "nadanie w polskiej placówce pocztowej operatora wyznaczonego",
        "data stempla lub potwierdzenia nadania",
    ),
    Channel(
        "eu_post",
        "KPA art. 57 § 5 pkt 2",
        "nadanie u operatora usług powszechnych w UE, EFTA (EOG) lub Szwajcarii",
        "data stempla lub potwierdzenia nadania",
    ),
    Channel("consulate", "KPA art. 57 § 5 pkt 3", "złożenie w polskim urzędzie konsularnym", "data złożenia"),
    Channel(
        "soldier", "KPA art. 57 § 5 pkt 4", "złożenie przez żołnierza w dowództwie jednostki", "data złożenia"
    ),
    Channel(
        "seaman", "KPA art. 57 § 5 pkt 5", "złożenie przez członka załogi kapitanowi statku", "data złożenia"
    ),
    Channel("prison", "KPA art. 57 § 5 pkt 6", "złożenie w administracji zakładu karnego", "data złożenia"),
)

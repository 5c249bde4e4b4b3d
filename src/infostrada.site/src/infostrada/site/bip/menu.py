"""The subject menu a bulletin begins with.

Composed from the duties of art. 6 and 8 u.d.i.p. and of the acts named at each item, in three groups: who the
office is, what it does and decides, how to reach what is not here.
"""

from typing import NamedTuple


class Item(NamedTuple):
    """A section: its id, title, what is found there, and why it must exist."""

    name: str
    title: str
    description: str
    basis: str


_TABLE = """
Podmiot|podmiot|Podmiot|Status prawny, organizacja, kompetencje, organy i osoby.|art. 6 ust. 1 pkt 2 u.d.i.p.
Podmiot|polityka-i-programy|Polityka i programy|Zamierzenia, projekty aktów, programy i ich realizacja.|art. 6 ust. 1 pkt 1 u.d.i.p.
Podmiot|rada|Rada|Sesje, porządki obrad, uchwały, protokoły, imienne wykazy głosowań.|art. 11b, 14 i 20 u.s.g.
Podmiot|majatek-publiczny|Majątek publiczny|Majątek, dochody, dług, pomoc publiczna, wykazy nieruchomości.|art. 6 ust. 1 pkt 5 u.d.i.p.
Podmiot|finanse|Finanse|Budżet, jego wykonanie, sprawozdania, umorzenia.|art. 37 u.f.p.
Podmiot|oswiadczenia-majatkowe|Oświadczenia majątkowe|Jawne części oświadczeń.|art. 24h-24i u.s.g.
Działalność|zasady-dzialania|Zasady działania|Tryb działania, przyjmowanie i załatwianie spraw, stan spraw.|art. 6 ust. 1 pkt 3 u.d.i.p.
Działalność|dokumenty-urzedowe|Dokumenty urzędowe|Decyzje, zezwolenia, stanowiska i opinie.|art. 6 ust. 1 pkt 4 lit. a i b u.d.i.p.
Działalność|obwieszczenia|Obwieszczenia|Zawiadomienia stron przez publiczne ogłoszenie.|art. 49 k.p.a.
Działalność|prawo-miejscowe|Prawo miejscowe|Zbiór aktów prawa miejscowego.|art. 28 ustawy o ogłaszaniu aktów normatywnych
Działalność|zamowienia|Zamówienia|Plan postępowań, ogłoszenia, wyniki.|ustawa Prawo zamówień publicznych
Działalność|umowy|Umowy|Rejestr umów.|art. 34a u.f.p.
Działalność|nabor|Nabór|Ogłoszenia o naborze i jego wyniki.|art. 13-15 u.p.s.
Działalność|srodowisko|Środowisko|Publicznie dostępny wykaz danych o środowisku.|art. 21 u.u.i.ś.
Działalność|kontrole|Kontrole|Przebieg i wyniki kontroli, wystąpienia, wnioski.|art. 6 ust. 1 pkt 4 lit. a u.d.i.p.
Działalność|petycje|Petycje|Treść petycji, przebieg i sposób załatwienia.|art. 8 i 14 ustawy o petycjach
Działalność|rejestry|Rejestry|Rejestry, ewidencje i archiwa oraz sposób ich udostępniania.|art. 6 ust. 1 pkt 3 lit. f u.d.i.p.
Działalność|raport-o-stanie|Raport o stanie gminy|Raport i debata.|art. 28aa u.s.g.
Działalność|lobbing|Lobbing|Roczna informacja o działaniach lobbingowych.|art. 18 ustawy o działalności lobbingowej
Informacje|dane-publiczne|Dane publiczne|Informacje o stanie jednostki, wystąpienia i oceny.|art. 6 ust. 1 pkt 4 lit. c i d u.d.i.p.
Informacje|ponowne-wykorzystywanie|Ponowne wykorzystywanie|Warunki, opłaty, otwarte dane.|ustawa o otwartych danych
Informacje|ochrona-danych|Ochrona danych|Inspektor ochrony danych i klauzule informacyjne.|art. 37 ust. 7 RODO
Informacje|dostepnosc|Dostępność|Deklaracja, koordynator, plan i raport.|ustawy z 4 kwietnia i 19 lipca 2019 r.
Informacje|zgloszenia-zewnetrzne|Zgłoszenia zewnętrzne|Procedura zgłaszania naruszeń prawa.|ustawa o ochronie sygnalistów
"""


def _menu() -> dict[str, tuple[Item, ...]]:
    found: dict[str, list[Item]] = {}
    for line in _TABLE.strip().splitlines():
        group, *words = line.split("|")
        found.setdefault(group, []).append(Item(*words))
    return {group: tuple(items) for group, items in found.items()}


MENU = _menu()

"""The subject menu a bulletin begins with.

Composed from the duties of art. 6 and 8 u.d.i.p. and of the acts named at each item, in the three groups the
regulation of 18 January 2007 knows for the national page and its subjects.
"""

from typing import NamedTuple


class Item(NamedTuple):
    """A section: its id, title, what is found there, and why it must exist."""

    name: str
    title: str
    description: str
    basis: str


SUBJECT, ACTIVITY, INFORMATION = "Podmiot", "Działalność", "Informacje"

MENU: dict[str, tuple[Item, ...]] = {
    SUBJECT: (
        Item("status-i-organizacja", "Status prawny i organizacja", "Podstawy działania, struktura, organy i osoby.", "art. 6 ust. 1 pkt 2 u.d.i.p."),
        Item("majatek", "Majątek i finanse", "Budżet, sprawozdania, majątek, dług, pomoc publiczna.", "art. 6 ust. 1 pkt 5 u.d.i.p."),
        Item("oswiadczenia-majatkowe", "Oświadczenia majątkowe", "Jawne części oświadczeń.", "art. 24h-24i u.s.g."),
    ),
    ACTIVITY: (
        Item("zasady-dzialania", "Zasady działania i załatwianie spraw", "Jak załatwić sprawę, stan spraw i kolejność ich załatwiania, rejestry.", "art. 6 ust. 1 pkt 3 u.d.i.p."),
        Item("decyzje-i-obwieszczenia", "Decyzje, obwieszczenia i ogłoszenia", "Treść aktów administracyjnych, zawiadomienia stron.", "art. 6 ust. 1 pkt 4 u.d.i.p.; art. 49 k.p.a."),
        Item("prawo-miejscowe", "Uchwały i prawo miejscowe", "Uchwały, zarządzenia, projekty, głosowania imienne.", "art. 6 ust. 1 pkt 1 u.d.i.p.; art. 28 u.o.a.n."),
        Item("zamowienia", "Zamówienia publiczne i umowy", "Plan postępowań, ogłoszenia, wyniki, rejestr umów.", "u.p.z.p.; art. 34a u.f.p."),
        Item("nabor", "Nabór pracowników", "Ogłoszenia o naborze i jego wyniki.", "art. 13-15 u.p.s."),
        Item("srodowisko", "Środowisko i planowanie przestrzenne", "Wykaz danych o środowisku, akty planistyczne, warunki zabudowy.", "art. 21 u.u.i.ś."),
        Item("kontrole", "Kontrole", "Przebieg i wyniki kontroli, wystąpienia, stanowiska.", "art. 6 ust. 1 pkt 4 lit. a u.d.i.p."),
        Item("petycje", "Petycje", "Treść petycji, przebieg i sposób załatwienia.", "art. 8 i 14 ustawy o petycjach"),
    ),
    INFORMATION: (
        Item("dostep-do-informacji", "Dostęp do informacji publicznej", "Jak uzyskać informację, której nie ma w biuletynie; ponowne wykorzystywanie.", "art. 8 ust. 3 i art. 13 u.d.i.p."),
        Item("ochrona-danych", "Ochrona danych osobowych", "Inspektor ochrony danych i klauzule informacyjne.", "art. 37 ust. 7 RODO"),
        Item("dostepnosc", "Dostępność", "Deklaracja, koordynator, plan i raport.", "ustawa z 4 kwietnia 2019 r.; ustawa z 19 lipca 2019 r."),
    ),
}  # fmt: skip

"""Closed lists of the records instruction; the words are the law's and are stored as they stand.

Kinds of text: the NES 2.0 list. Types: DCMI. The ways of delivery and the dispositions are the
product's proposal, in the words offices use.
"""

DOCUMENT_KINDS = (
    "adnotacja",
    "akt notarialny",
    "decyzja",
    "dekretacja",
    "dokument księgowy",
    "informacja",
    "interpretacja podatkowa",
    "inne pismo/dokument",
    "inny środek zaskarżenia",
    "koperta",
    "notatka",
    "odwołanie",
    "opinia",
    "oświadczenie",
    "pełnomocnictwo",
    "plan/projekt",
    "podanie/wniosek",
    "podpis elektroniczny",
    "postanowienie",
    "potwierdzenie odbioru/doręczenia/przedłożenia",
    "protokół",
    "raport",
    "rejestr/ewidencja",
    "rozstrzygnięcie nadzorcze",
    "rozporządzenie",
    "sprzeciw",
    "tytuł wykonawczy",
    "skarga",
    "uchwała",
    "ugoda administracyjna",
    "umowa",
    "upoważnienie",
    "wezwanie",
    "wyrok",
    "zarządzenie",
    "zaświadczenie",
    "zawiadomienie",
    "zażalenie",
    "zeznanie",
    "zgłoszenie",
)
DECISIONS = ("decyzja", "postanowienie", "zaświadczenie", "inne pismo/dokument", "ugoda administracyjna")
DELIVERY_METHODS = (
    "list zwykły",
    "list polecony",
    "list polecony ZPO",
    "kurier",
    "osobiście",
    "ustnie do protokołu",
    "e-Doręczenia",
    "ePUAP",
    "e-mail",
    "faks",
    "nośnik danych",
    "formularz portalu",
    "system dziedzinowy",
    "KSeF",
)
# What no person chooses: letters that come so are registered by the platform itself.
ARRIVALS = (*DELIVERY_METHODS, "między urzędami platformy")
DCMI_TYPES = (
    "Text",
    "Collection",
    "Dataset",
    "MovingImage",
    "PhysicalObject",
    "Software",
    "Sound",
    "StillImage",
)
ACCESS = ("public", "partly_public", "not_public")
DISPOSITIONS = (
    "do załatwienia",
    "do wiadomości",
    "do opinii",
    "pilne",
    "do rozmowy",
    "ad acta",
    "do podpisu",
)
HANDLING = frozenset({"do załatwienia", "pilne"})
# Tasks in a case whose addressee adds something to it: an opinion, a part of the answer.
JOINING = HANDLING | {"do opinii", "do podpisu"}
# How what is made of a letter is signed; empty: as the office usually does.
SIGN_OFFS = ("podpisuje załatwiający", "do podpisu dekretującego", "do podpisu kierownika jednostki")

"""The national models: which class becomes what, and what is never taken. Pure.

Sources: Dz.U. 2021 poz. 1390 (EGiB), 1385 (BDOT500), 1374 (GESUT); Dz.U. 2020 poz. 1916 with
Dz.U. 2023 poz. 2409 (planning acts, 1.0 and 2.0); the address register's models of 2012 and 2021.
The 2013-2015 models have the same class names in namespaces `urn:gugik:specyfikacje:gmlas:...`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from functools import lru_cache

import re


@dataclass(frozen=True)
class Model:
    """A data model, recognised by the namespace of its classes.

    `names` gives the attribute people call a feature by, `layers` the layer a class usually goes to,
    `labels` the attribute that speaks for an object others point to. `dropped` are classes and
    attributes of persons.
    """

    name: str
    namespace: re.Pattern[str]
    names: Mapping[str, str] = field(default_factory=dict)
    layers: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    dropped: re.Pattern[str] | None = None

    def layer_of(self, class_name: str) -> str:
        """The layer a class goes to by itself; `*` in `layers` stands for all others."""
        return self.layers.get(class_name, self.layers.get("*", ""))

    def drops(self, name: str) -> bool:
        """Is a class or an attribute about persons and their rights?"""
        return self.dropped is not None and _matches(self.dropped, name)


@lru_cache(4096)
def _matches(pattern: re.Pattern[str], name: str) -> bool:
    return pattern.fullmatch(name) is not None


def _ns(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


MODELS = (
    Model(
        name="EGiB",
        namespace=_ns(r".*ewidencjaGruntow(IB|B)udynkow:.*"),
        names={
            "EGB_DzialkaEwidencyjna": "idDzialki",
            "EGB_Budynek": "idBudynku",
            "EGB_ObrebEwidencyjny": "idObrebu",
            "EGB_JednostkaEwidencyjna": "idJednostkiEwid",
            "EGB_PunktGraniczny": "idPunktu",
            "EGB_LokalSamodzielny": "idLokalu",
        },
        layers={
            "EGB_DzialkaEwidencyjna": "dzialki",
            "EGB_Budynek": "budynki",
            "EGB_ObrebEwidencyjny": "obreby",
            "EGB_JednostkaEwidencyjna": "jednostki_ewidencyjne",
            "EGB_KonturUzytkuGruntowego": "uzytki",
            "EGB_KonturKlasyfikacyjny": "kontury_klasyfikacyjne",
        },
        labels={"EGB_Zmiana": "nrZmiany", "EGB_OperatTechniczny": "identyfikatorOperatuWgPZGIK"},
        # Owners, holders and their shares, addresses and registers; the numbers of land registers.
        dropped=_ns(
            r"(EGB_)?(Podmiot\w*|OsobaFizyczna|Osoba|Malzenstwo|Instytucja|WspolnotaGruntowa|Udzial\w*"
            r"|AdresPodmiotu|JednostkaRejestrowa\w*|JRG\d?\w*|JR[BL]\w*|Adres\w*Osob\w*)"
            r"|numer(Elektronicznej)?K(W|siegi\w*)|dokumentWlasnosci|wlasciciel\w*|wladajacy\w*"
        ),
    ),
    Model(
        name="BDOT500",
        namespace=_ns(r".*(bazaDanychObiektowTopograficznych500|bdot500):.*"),
        layers={"*": "bdot500", "PrezentacjaGraficzna": "", "KR_ObiektKarto": ""},
    ),
    Model(
        name="GESUT",
        namespace=_ns(r".*(geodezyjnaEwidencjaSieciUzbrojeniaTerenu|gesut):.*"),
        layers={"*": "uzbrojenie", "GES_Rzedna": "", "PrezentacjaGraficzna": ""},
        # Who holds a connection to one house is a person.
        dropped=_ns(r"wladajacy|wlasciciel|GES_Wladajacy|GES_Podmiot"),
    ),
    Model(
        name="APP",
        namespace=_ns(r".*(zagospodarowanieprzestrzenne/schemas/app|planowaniePrzestrzenne).*"),
        names={
            "AktPlanowaniaPrzestrzennego": "tytul",
            "RysunekAktuPlanowaniaPrzestrzennego": "tytul",
            "*": "oznaczenie",
        },
        layers={
            "AktPlanowaniaPrzestrzennego": "akty_planowania",
            "StrefaPlanistyczna": "strefy_planistyczne",
            "ObszarUzupelnieniaZabudowy": "obszary_uzupelnienia_zabudowy",
            "ObszarZabudowySrodmiejskiej": "obszary_zabudowy_srodmiejskiej",
            "ObszarStandardowDostepnosciInfrastrukturySpolecznej": "obszary_standardow",
        },
        labels={"DokumentFormalny": "tytul"},
    ),
    Model(
        name="PRG",
        namespace=_ns(r".*(panstwowyRejestrGranic\w*|ewidencjaMiejscowosciUlicAdresow|prgad|prg-ad).*"),
        layers={"PRG_PunktAdresowy": "adresy", "AD_PunktAdresowy": "adresy"},
        labels={
            "AD_Miejscowosc": "nazwa",
            "AD_UlicaPlac": "nazwaPelna",
            "PRG_MiejscowoscNazwa": "nazwa",
            "PRG_UlicaNazwa": "nazwa",
        },
    ),
)

OTHER = Model(
    name="GML",
    namespace=_ns(r".*"),
    dropped=_ns(
        r"(nr_?|numer_?)?kw|.*ksieg[ai]\w*wieczyst\w*|wlasciciel\w*|wladajac\w*|pesel|nazwisko|imiona?"
    ),
)

# What simple features call the identifier of a parcel or building, most telling first.
IDENTIFIERS = (
    "id_dzialki", "iddzialki", "id_budynku", "idbudynku", "identyfikator", "id_dzialk", "teryt",
    "id_obrebu", "jpt_kod_je", "inspireid", "nazwa", "name",
)  # fmt: skip


@lru_cache(256)
def model_of(namespace: str) -> Model:
    """The model of a class's namespace; `OTHER` for simple features of services and programs."""
    return next((model for model in MODELS if model.namespace.fullmatch(namespace)), OTHER)

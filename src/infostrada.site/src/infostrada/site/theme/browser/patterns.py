"""A live page of all patterns with fictional data, for people who build and check screens."""

from Products.Five import BrowserView
from typing import Any


TONES = (("wait", "oczekuje"), ("run", "w toku"), ("done", "załatwiona"), ("warn", "po terminie"))
STAGES = (
    {"title": "Pismo wpłynęło", "when": "2 listopada 2026, 10:14", "state": "past"},
    {"title": "Sprawa wszczęta", "when": "3 listopada 2026", "state": "past"},
    {
        "title": "Wezwanie do uzupełnienia",
        "when": "od 10 listopada 2026",
        "note": "Termin nie biegnie, dopóki nie uzupełnisz wniosku.",
        "state": "stopped",
    },
    {"title": "Decyzja", "when": "najpóźniej 12 grudnia 2026", "state": "ahead"},
    {"title": "Doręczenie", "state": "ahead"},
)
FACTS = (
    {"label": "Wytworzył", "value": "Anna Brzozowska, Referat Inwestycji"},
    {"label": "Opublikował", "value": "Piotr Zieliński"},
    {"label": "Data wytworzenia", "value": "20 listopada 2026", "datetime": "2026-11-20"},
    {"label": "Wersja", "value": "2 (zobacz poprzednią)", "url": "#sheet"},
)
COLUMNS = (
    {"name": "sign", "label": "Znak sprawy", "sort_url": "#register", "sorted": "ascending"},
    {"name": "title", "label": "Tytuł"},
    {"name": "state", "label": "Stan"},
    {"name": "term", "label": "Termin"},
    {"name": "days", "label": "Dni", "num": True},
)


def _row(number: int) -> dict[str, Any]:
    tone, word = TONES[number % 4]
    return {
        "id": f"row-{number}",
        "title": f"RI.6220.{number}.2026",
        "url": "#register",
        "cells": {
            "sign": {"text": f"RI.6220.{number}.2026"},
            "title": {"text": "Decyzja środowiskowa dla budowy drogi w Lipnowie", "url": "#register"},
            "state": {"text": word, "tone": tone},
            "term": {"text": f"{number} grudnia 2026", "datetime": f"2026-12-{number:02d}"},
            "days": {"text": str(30 - number)},
        },
    }


REGISTER = {
    "caption": "Sprawy wydziału",
    "sentence": (
        {"text": "Pokazuję"},
        {"text": "sprawy w toku", "choice": True},
        {"text": "i", "choice": False},
        {"text": "po terminie", "choice": True},
        {"text": "mojego wydziału.", "choice": False},
    ),
    "columns": COLUMNS,
    "rows": tuple(_row(number) for number in range(1, 9)),
    "bulk": {"url": "#register", "acts": ({"value": "act-assign", "label": "Przydziel"},)},
    "paging": {"text": "około 1 200 spraw", "first_url": "#register", "next_url": "#register"},
}
FIELDS = (
    {
        "id": "field-name",
        "name": "name",
        "label": "Imię i nazwisko",
        "required": True,
        "autocomplete": "name",
        "error": "Wpisz imię i nazwisko",
    },
    {
        "id": "field-parcel",
        "name": "parcel",
        "label": "Numer działki",
        "hint": "Na przykład 049901_1.0001.12/3. Znajdziesz go w wypisie z ewidencji gruntów.",
        "required": True,
        "width": "is-medium",
    },
    {
        "id": "field-channel",
        "name": "channel",
        "label": "Jak mamy odpowiedzieć",
        "kind": "select",
        "options": (
            {"value": "ade", "label": "na adres do e-Doręczeń"},
            {"value": "post", "label": "listem"},
        ),
    },
    {"id": "field-text", "name": "text", "label": "Treść", "kind": "textarea"},
)
ENTRIES = (
    {
        "title": "Obwieszczenie o wydaniu decyzji środowiskowej",
        "url": "#entries",
        "meta": ("20 listopada 2026", "Ochrona środowiska"),
        "tag": {"tone": "run", "text": "trwa wyłożenie"},
        "text": "Strony mogą zapoznać się z aktami w pokoju 12.",
    },
    {"title": "Zarządzenie nr 118/2026", "url": "#entries", "meta": ("18 listopada 2026",)},
)


class PatternsView(BrowserView):
    """Every pattern once, filled with fictional data."""

    page_title = "Patterns"
    tones = tuple({"tone": tone, "text": word} for tone, word in TONES)
    stages = STAGES
    facts = FACTS
    register = REGISTER
    empty_register = {**REGISTER, "rows": (), "paging": None}
    fields = FIELDS
    entries = ENTRIES
    errors = ({"id": "field-name", "text": "Wpisz imię i nazwisko"},)
    notices = (
        {"kind": "run", "title": "Informacja", "text": "Urząd 24 grudnia 2026 jest nieczynny."},
        {"kind": "done", "title": "Gotowe", "text": "Pismo zarejestrowano pod numerem 412."},
        {"kind": "warn", "title": "Uwaga", "text": "Termin mija za dwa dni."},
        {"kind": "danger", "title": "Nie zapisano", "text": "Sprawa jest już zakończona."},
    )
    tiles = (
        {"title": "Złóż wniosek o zaświadczenie", "url": "#tiles", "text": "opłata 17,00 zł"},
        {"title": "Zobacz decyzje środowiskowe", "url": "#tiles", "text": "od 2019 roku"},
        {"title": "Sprawdź, gdzie jest Twoja sprawa", "url": "#tiles"},
    )
    frame = {
        "title": "Działki objęte decyzją",
        "source": "Dane fikcyjne, stan na 22 listopada 2026",
        "csv_url": "#frame",
    }
    state = {
        "title": "Nie ma tu jeszcze żadnych spraw",
        "text": "Gdy zadekretujesz pierwsze pismo, sprawa pojawi się na tej liście.",
        "actions": ({"label": "Zobacz pisma", "url": "#state"}, {"label": "Pomoc", "url": "#state"}),
    }

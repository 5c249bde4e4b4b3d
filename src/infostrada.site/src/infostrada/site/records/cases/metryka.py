"""The metryka sprawy as a table of its six data, and as files.

Source: rozporządzenie MAiC z 6.03.2012 w sprawie wzoru i sposobu prowadzenia metryki sprawy
(Dz.U. 2012 poz. 250), § 2: in electronic records it is made from the system, in order of time. No
official XML schema exists; the XML here uses the regulation's own words.
"""

from collections.abc import Callable
from infostrada.site.records.actor import name_of
from infostrada.site.records.cases.content import Case
from infostrada.site.records.deed import WARSAW
from infostrada.site.records.sheets import Sheet
from infostrada.site.theme.dates import long_date
from infostrada.site.units.lookup import unit_of
from lxml import etree
from typing import Any

import re


HEADINGS = (
    "Lp.",
    "Data czynności",
    "Imię i nazwisko",
    "Stanowisko",
    "Określenie czynności",
    "Czego dotyczy",
    "Identyfikator dokumentu w aktach sprawy",
)
DAY = re.compile(r"(?<![\w-])(\d{4})-(\d{2})-(\d{2})(?![\w-])")
WIDTHS = (2, 6, 7, 9, 10, 13, 9)
NAMES = ("at", "person", "position", "action", "document_uid", "label")


def metryka(case: Case) -> list[dict[str, Any]]:
    """Every act in order of time; the post is the one held at that moment (EOD-06)."""
    return [
        {
            "at": step.at,
            "person": step.actor.name,
            "position": step.actor.post,
            "action": step.action,
            "document_uid": step.document,
            "label": step.label,
        }
        for step in sorted(case.metryka, key=lambda step: step.at)
    ]


def statuses(case: Case) -> list[dict[str, Any]]:
    """States of the case in order of time, append-only: when, who, which."""
    (history,) = case.workflow_history.values()
    return [
        {
            "at": entry["time"].asdatetime(),
            "state": entry["review_state"],
            "transition": entry["action"] or "",
            "person": name_of(entry["actor"]),
        }
        for entry in history
    ]


def metryka_xml(case: Case, words: Any) -> bytes:
    """The metryka as XML; `words` turns the machine word of an act into Polish."""
    root = etree.Element("metrykaSprawy")
    etree.SubElement(root, "oznaczenieSprawy").text = str(case.sign)
    etree.SubElement(root, "dataWszczecia").text = case.started_on.isoformat()
    etree.SubElement(root, "tytulSprawy").text = _clean(case.title)
    for row in metryka(case):
        act = etree.SubElement(root, "czynnosc")
        etree.SubElement(act, "data").text = row["at"].isoformat()
        person = etree.SubElement(act, "osoba")
        etree.SubElement(person, "imieINazwisko").text = _clean(row["person"])
        etree.SubElement(person, "stanowisko").text = _clean(row["position"])
        etree.SubElement(act, "okreslenie").text = _clean(words(row["action"]))
        if row["label"]:
            etree.SubElement(act, "uwagi").text = _clean(row["label"])
        if row["document_uid"]:
            etree.SubElement(act, "identyfikatorDokumentu").text = row["document_uid"]
    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return data


def metryka_pdf(case: Case, words: Callable[[str], str]) -> bytes:
    """The metryka on A4 across, in the order of the model: what stands above the table, then its columns."""
    office = unit_of(case).title
    made = Sheet(f"Metryka sprawy {case.sign}", office, across=True)
    made.line(office)
    made.heading("Metryka sprawy")
    made.line(f"Oznaczenie sprawy: {case.sign}\nTytuł sprawy: {case.title}")
    made.line(f"Data wszczęcia sprawy: {long_date(case.started_on, 'pl')}")
    rows = [
        (
            str(place),
            f"{row['at'].astimezone(WARSAW):%d.%m.%Y, %H:%M}",
            row["person"],
            row["position"],
            words(row["action"]),
            DAY.sub(lambda found: f"{found[3]}.{found[2]}.{found[1]}", row["label"] or ""),
            row["document_uid"],
        )
        for place, row in enumerate(metryka(case), start=1)
    ]
    made.table(HEADINGS, WIDTHS, rows)
    return made.file()


def _clean(text: str) -> str:
    """Without the characters XML 1.0 forbids."""
    return "".join(sign for sign in text if sign in "\t\n\r" or (sign >= " " and sign not in "\ufffe\uffff"))

"""The metryka sprawy as a table of its six data, and as files.

Source: rozporządzenie MAiC z 6.03.2012 w sprawie wzoru i sposobu prowadzenia metryki sprawy
(Dz.U. 2012 poz. 250), § 2: in electronic records it is made from the system, in order of time. No
official XML schema exists; the XML here uses the regulation's own words.
"""

from infostrada.site.records.actor import name_of
from infostrada.site.records.cases.content import Case
from lxml import etree
from typing import Any


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


def _clean(text: str) -> str:
    """Without the characters XML 1.0 forbids."""
    return "".join(sign for sign in text if sign in "\t\n\r" or (sign >= " " and sign not in "\ufffe\uffff"))

"""Entries, registers and bulletins in the words of schema.org; pure.

Acts are `Legislation` (the vocabulary of the ELI task force within schema.org), sessions are events, everything
else is a digital document with its files.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from infostrada.site.bip.opendata.rules import Dataset
from infostrada.site.bip.opendata.rules import declared_type
from typing import Any
from typing import NamedTuple


FORCE = {
    "in_force": "InForce",
    "amended": "InForce",
    "announced": "NotInForce",
    "adopted": "NotInForce",
    "supervised": "NotInForce",
    "draft": "NotInForce",
    "repealed": "NotInForce",
    "void": "NotInForce",
    "done": "NotInForce",
}
EVENTS = {"called": "EventScheduled", "held": "EventScheduled", "cancelled": "EventCancelled"}


class LinkedFile(NamedTuple):
    """A public file of an entry."""

    url: str
    name: str
    content_type: str
    size: int
    sha256: str


class LinkedEntry(NamedTuple):
    """A public entry; days and moments are in ISO form, "" when there is none."""

    uid: str
    url: str
    title: str
    description: str
    content_author: str
    created_on: str
    published_at: str
    changed_at: str
    until: str
    files: tuple[LinkedFile, ...] = ()
    register: str = ""
    values: Mapping[str, Any] = {}
    eli: str = ""


def entry_facts(entry: LinkedEntry, publisher: Mapping[str, Any], bulletin_url: str) -> dict[str, Any]:
    """What search engines may know of an entry."""
    facts = {
        "@type": "DigitalDocument",
        "@id": f"urn:uuid:{entry.uid}",
        "url": entry.url,
        "name": entry.title,
        "description": entry.description,
        "inLanguage": "pl",
        "isAccessibleForFree": True,
        "creator": {"@type": "Person", "name": entry.content_author},
        "publisher": publisher,
        "dateCreated": entry.created_on,
        "datePublished": entry.published_at,
        "dateModified": entry.changed_at,
        "expires": entry.until,
        "isPartOf": {"@type": "DataCatalog", "@id": f"{bulletin_url}#catalog"},
        "encoding": [_media(file) for file in entry.files],
        **_own(entry, publisher),
    }
    return {name: value for name, value in facts.items() if value not in ("", [], None)}


def _media(file: LinkedFile) -> dict[str, Any]:
    return {
        "@type": "MediaObject",
        "name": file.name,
        "contentUrl": file.url,
        "encodingFormat": file.content_type,
        "contentSize": f"{file.size} B",
        "sha256": file.sha256,
    }


def _own(entry: LinkedEntry, publisher: Mapping[str, Any]) -> dict[str, Any]:
    values = entry.values
    if entry.register in ("resolution", "ordinance"):
        return {
            "@type": "Legislation",
            "legislationIdentifier": entry.eli or values.get("number", ""),
            "legislationType": "uchwała" if entry.register == "resolution" else "zarządzenie",
            "legislationDate": values.get("adopted_on") or values.get("issued_on") or "",
            "legislationDateVersion": values.get("in_force_on") or "",
            "legislationLegalForce": f"https://schema.org/{FORCE[values['status']]}",
            "legislationPassedBy": publisher,
            "legislationChanges": _acts(values.get("amends")),
            "legislationRepeals": _acts(values.get("repeals")),
            "legislationConsolidates": _acts(values.get("consolidates")),
            "sameAs": entry.eli,
        }
    if entry.register == "session":
        return {
            "@type": "Event",
            "startDate": _begin(values),
            "eventStatus": f"https://schema.org/{EVENTS[values['status']]}",
            "location": {"@type": "Place", "name": values["place"]},
            "organizer": publisher,
            "recordedIn": values.get("recording", ""),
        }
    return {}


def _acts(numbers: Iterable[str] | None) -> list[dict[str, str]]:
    return [{"@type": "Legislation", "legislationIdentifier": number} for number in numbers or ()]


def _begin(values: Mapping[str, Any]) -> str:
    hour = str(values.get("starts_at") or "").replace(".", ":")
    parts = hour.split(":")
    clear = len(parts) == 2 and all(part.isdigit() for part in parts)
    return f"{values['held_on']}T{int(parts[0]):02d}:{int(parts[1]):02d}:00" if clear else values["held_on"]


def dataset_facts(item: Dataset, publisher: Mapping[str, Any]) -> dict[str, Any]:
    """A dataset with its files."""
    return {
        "@type": "Dataset",
        "@id": f"{item.url}#{item.ident}",
        "name": item.title,
        "description": item.description,
        "url": item.page or item.url,
        "identifier": item.ident,
        "keywords": list(item.tags),
        "isAccessibleForFree": True,
        "creator": publisher,
        "dateModified": max((part.data_date for part in item.resources), default=""),
        "distribution": [
            {
                "@type": "DataDownload",
                "name": part.title,
                "contentUrl": part.url,
                "encodingFormat": declared_type(part.url) or "",
            }
            for part in item.resources
        ],
    }


def catalog_facts(
    title: str, url: str, publisher: Mapping[str, Any], datasets: Iterable[Dataset]
) -> dict[str, Any]:
    """A bulletin as a catalogue of its datasets."""
    return {
        "@type": "DataCatalog",
        "@id": f"{url}#catalog",
        "name": title,
        "url": url,
        "inLanguage": "pl",
        "isAccessibleForFree": True,
        "publisher": publisher,
        "dataset": [dataset_facts(item, publisher) for item in datasets],
    }

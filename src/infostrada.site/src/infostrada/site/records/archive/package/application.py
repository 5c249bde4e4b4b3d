"""The application to the National Digital Archive's system (wniosek), by `ezd_request.xsd`."""

from collections.abc import Sequence
from datetime import date
from datetime import datetime
from infostrada.site.records.archive.package.metadata import HandedOver
from infostrada.site.records.archive.package.metadata import one_line
from lxml import etree


def application(sign: str, made_at: datetime, rows: Sequence[HandedOver], description: str = "") -> bytes:
    """The `wniosek` with the details of its list; ValueError without a case.

    `sign` is the sender's own sign of the matter. The material is ORGANIZED: cases with signs and classes.
    """
    if not rows:
        raise ValueError("an application needs a case")
    root = etree.Element("wniosek")
    _add(root, "znak_sprawy_wysylajacego", sign)
    _add(root, "typ", "ORGANIZED")
    _add(root, "data_przygotowania", made_at.isoformat(timespec="seconds"))
    details = etree.SubElement(root, "szczegoly_spisu_zo")
    if description:
        _add(details, "opis", description)
    _add(details, "data_utworzenia", made_at.date().isoformat())
    _add(details, "najwczesniejsza_data_w_spisie", _iso(min(row.started_on for row in rows)))
    _add(details, "najpozniejsza_data_w_spisie", _iso(max(row.closed_on for row in rows)))
    _add(details, "ilosc_materialow", str(sum(row.documents for row in rows)))
    _add(details, "ilosc_pozycji", str(len(rows)))
    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return data


def _iso(day: date) -> str:
    return day.isoformat()


def _add(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, name).text = one_line(text)

"""The application to the National Digital Archive's system (wniosek), by `ezd_request.xsd`."""

from collections.abc import Sequence
from datetime import datetime
from infostrada.site.records.archive.package.metadata import HandedOver
from infostrada.site.records.archive.package.writing import Node


def application(sign: str, made_at: datetime, rows: Sequence[HandedOver], description: str = "") -> bytes:
    """The `wniosek` with the details of its list; ValueError without a case.

    `sign` is the sender's own sign of the matter. The material is ORGANIZED: cases with signs and classes.
    """
    if not rows:
        raise ValueError("an application needs a case")
    root = Node.root("wniosek")
    root.add("znak_sprawy_wysylajacego", sign)
    root.add("typ", "ORGANIZED")
    root.add("data_przygotowania", made_at.isoformat(timespec="seconds"))
    details = root.add("szczegoly_spisu_zo")
    details.maybe("opis", description)
    details.add("data_utworzenia", made_at.date().isoformat())
    details.add("najwczesniejsza_data_w_spisie", min(row.started_on for row in rows).isoformat())
    details.add("najpozniejsza_data_w_spisie", max(row.closed_on for row in rows).isoformat())
    details.add("ilosc_materialow", str(sum(row.documents for row in rows)))
    details.add("ilosc_pozycji", str(len(rows)))
    return root.file()

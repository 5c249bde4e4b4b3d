"""Acts a thing rests on, as JSON."""

from infostrada.site.records.acts.rules import Act
from infostrada.site.records.acts.rules import Basis
from infostrada.site.records.acts.rules import told
from infostrada.site.records.acts.rules import url_of
from typing import Any


def basis_json(given: tuple[Basis, ...], acts: list[Act]) -> list[dict[str, Any]]:
    """Each act with its provision, as people read it and with its address."""
    return [
        {
            "eli": one.eli,
            "provision": one.provision,
            "text": told(one, acts),
            "url": url_of(one.eli) or None,
        }
        for one in given
    ]

"""Can I build a house here? What the data say, in order; never more than they say. Pure.

Sources: kinds of zones of the general plan (13 zones, art. 13c ustawy o planowaniu i
zagospodarowaniu przestrzennym, Dz.U. 2003 nr 80 poz. 717 z późn. zm.); symbols of local plans
(rozporządzenie w sprawie wymaganego zakresu projektu planu miejscowego, Dz.U. 2021 poz. 2404,
załącznik 1); the building's height and shares are the plan's parameters as given in the data.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from infostrada.geo import _
from typing import Any

import re


HOUSES = {"SJ", "SZ", "SW", "MN", "MNU", "MNI", "MW", "MU", "M", "ML", "RM", "MR"}
FARMERS_ONLY = {"SZ", "RM", "MR"}
SHARED_ONLY = {"SW", "MW"}
SYMBOL = re.compile(r"(?<![A-Za-z])[A-Z]{1,4}(?![A-Za-z])")


@dataclass(frozen=True)
class Line:
    """One sentence of the answer. `kind`: yes, no, check or note."""

    kind: str
    text: Any


def verdict(features: Sequence[Mapping[str, Any]], is_parcel: bool) -> list[Line]:
    """The lines for a parcel; nothing for other places."""
    if not is_parcel:
        return []
    by_theme: dict[str, list[Mapping[str, Any]]] = {}
    for each in features:
        by_theme.setdefault(each["theme"], []).append(each)
    return [
        *_plan(by_theme.get("plan", [])),
        *_protected(by_theme.get("protected", [])),
        *_monuments(by_theme.get("monument", [])),
        *_utilities(by_theme.get("utility", [])),
        *_buildings(by_theme.get("building", [])),
    ]


def zone_symbol(feature: Mapping[str, Any]) -> str:
    """The letters of a plan zone: `1SJ` and `3POG-1SJ` are SJ, `12MN/U` is MN."""
    attrs = feature.get("attrs") or {}
    named = [attrs.get(key) for key in ("symbol", "symbolStrefy", "oznaczenie", "przeznaczenie")]
    for text in (*named, feature.get("business_id")):
        if found := SYMBOL.findall(str(text or "").rsplit("-", 1)[-1].split("/")[0]):
            return str(found[-1])
    return ""


def _plan(zones: list[Mapping[str, Any]]) -> Iterable[Line]:
    if not zones:
        yield Line(
            "check",
            _(
                "No plan is known here. A decision on building conditions (WZ) may be needed; ask the commune."
            ),
        )
        return
    for zone in sorted(_telling(zones), key=lambda each: -(each.get("share") or 0)):
        symbol = zone_symbol(zone)
        name = zone.get("business_id") or symbol
        percent = str(round(100 * (zone.get("share") or 0)))
        said = {"zone": name, "percent": percent}
        if symbol in FARMERS_ONLY:
            yield Line("check", _("Zone ${zone} (${percent}%): houses of farms only.", mapping=said))
        elif symbol in SHARED_ONLY:
            yield Line(
                "check",
                _(
                    "Zone ${zone} (${percent}%): blocks of flats; check whether a house is allowed.",
                    mapping=said,
                ),
            )
        elif symbol in HOUSES:
            yield Line("yes", _("Zone ${zone} (${percent}%): houses are foreseen.", mapping=said))
        elif symbol:
            yield Line("no", _("Zone ${zone} (${percent}%): houses are not foreseen.", mapping=said))
        else:
            yield Line("check", _("Zone ${zone} (${percent}%): read the plan.", mapping=said))


def _telling(zones: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Without the act as a whole where its zones are known: it says nothing that they do not."""
    layers = {each.get("layer") for each in zones if zone_symbol(each)}
    return [each for each in zones if zone_symbol(each) or not layers or each.get("layer") in layers]


def _protected(areas: list[Mapping[str, Any]]) -> Iterable[Line]:
    for each in areas:
        yield Line(
            "check",
            _(
                "Protected nature: ${name}. Its rules may forbid or limit building.",
                mapping={"name": each.get("business_id") or each["layer_title"]},
            ),
        )


def _monuments(found: list[Mapping[str, Any]]) -> Iterable[Line]:
    for each in found:
        name = each.get("business_id") or each["layer_title"]
        if not each.get("distance"):
            yield Line(
                "check",
                _("Monument: ${name}. Works need leave of the conservator.", mapping={"name": name}),
            )


def _utilities(found: list[Mapping[str, Any]]) -> Iterable[Line]:
    nearest: dict[str, float] = {}
    for each in found:
        title = str(each["layer_title"])
        nearest[title] = min(nearest.get(title, 1e9), float(each.get("distance") or 0))
    for title, metres in sorted(nearest.items()):
        said = {"name": title, "metres": str(round(metres))}
        if metres < 1:
            yield Line(
                "check", _("${name}: crosses the parcel; keep the distance its owner asks for.", mapping=said)
            )
        else:
            yield Line("yes", _("${name}: ${metres} m away.", mapping=said))


def _buildings(found: list[Mapping[str, Any]]) -> Iterable[Line]:
    if found:
        yield Line("note", _("Buildings on the parcel: ${count}.", mapping={"count": str(len(found))}))

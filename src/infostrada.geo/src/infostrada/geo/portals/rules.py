"""Which layers a map shows, in which order and in which groups. Pure."""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from typing import Any


TOOLS = ("search", "measure", "draw", "print", "time", "share")
PLAIN = "plain"


@dataclass(frozen=True)
class Composition:
    """A map as composed. `layers` are names of all layers, the topmost first."""

    title: str = ""
    groups: tuple[Mapping[str, Any], ...] = ()
    layers: tuple[str, ...] = ()
    base_maps: tuple[str, ...] = (PLAIN,)
    tools: tuple[str, ...] = TOOLS
    view: Sequence[float] | None = None
    teryt: str = ""
    uid: str = ""
    path: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


def compose(
    portal: Mapping[str, Any] | None, groups: Sequence[Mapping[str, Any]], seen: Sequence[Mapping[str, Any]]
) -> Composition:
    """The composition of a geoportal for somebody who sees these layers and groups.

    `seen` are the visible layers from the lowest to the topmost. Layers and groups that may not be
    seen are left out without a trace. Without a geoportal, or with an empty one, all are shown.
    """
    overlays = [layer["layer"] for layer in reversed(seen) if not layer["is_base"]]
    bases = [layer["layer"] for layer in seen if layer["is_base"]]
    if portal is None:
        return Composition(layers=tuple(overlays), base_maps=(PLAIN, *bases))
    by_uid = {group["uid"]: group for group in groups}
    chosen = tuple(
        {"title": group["title"], "opened": group["opened"], "layers": names}
        for group in (by_uid[uid] for uid in portal["groups"] if uid in by_uid)
        if (names := [name for name in group["layers"] if name in overlays])
    )
    grouped = [name for group in chosen for name in group["layers"]]
    single = [name for name in portal["layers"] if name in overlays and name not in grouped]
    everything = not portal["groups"] and not portal["layers"]
    return Composition(
        title=portal["title"],
        groups=chosen,
        layers=tuple(overlays if everything else dict.fromkeys([*single, *grouped])),
        base_maps=tuple(n for n in portal["base_maps"] if n == PLAIN or n in bases) or (PLAIN,),
        tools=tuple(tool for tool in TOOLS if tool in portal["tools"]),
        view=portal["view"],
        teryt=portal["teryt"],
        uid=portal["uid"],
        path=portal.get("path", ""),
    )

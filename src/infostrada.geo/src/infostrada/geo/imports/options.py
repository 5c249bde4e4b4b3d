"""How a file is to be imported."""

from collections.abc import Mapping
from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import field
from infostrada.core.errors import BadRequest
from infostrada.geo import _
from infostrada.geo.imports.gml.srs import system_named
from infostrada.geo.imports.gml.srs import UnknownSystem
from infostrada.geo.imports.gml.values import moment
from infostrada.geo.layers.content import LAYER_ID
from typing import Any

import re


GUARDED, ALWAYS, NEVER = "guarded", "always", "never"
UNIT = re.compile(r"(\d{2}|\d{4}|\d{6})?")
NAMESPACE = re.compile(r"[\w.-]{0,120}")
DEFAULT_TOLERANCE = 200.0


@dataclass(frozen=True)
class Options:
    """Choices of one import.

    `layers` says which class goes into which layer; classes not named are left out. `unit` is the
    TERYT code (two, four or six digits) whose boundary everything must lie in; without it each
    feature is checked against the commune it belongs to. `tolerance` in metres widens boundaries,
    which are often simplified. `vanish`: what is missing from the delivery is gone; `guarded` stops
    when that would be more than half. `crs` serves files that name no system. `as_of` dates features
    that carry no date. `persons` keeps what EGiB says of persons on the features.
    """

    layers: dict[str, str] = field(default_factory=dict)
    dry_run: bool = False
    unit: str = ""
    tolerance: float = DEFAULT_TOLERANCE
    vanish: str = GUARDED
    crs: str = ""
    as_of: str = ""
    namespace: str = ""
    name_field: str = ""
    persons: bool = False
    validate: bool = True

    def as_data(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def options_of(data: Mapping[str, Any]) -> Options:
    """Checked options; BadRequest names the first field at fault."""
    unknown = set(data) - set(Options.__dataclass_fields__)
    if unknown:
        raise _refusal(sorted(unknown)[0], "unknown_option")
    given = {"layers": {}, **data}
    try:
        made = Options(**{**given, "tolerance": float(given.get("tolerance", DEFAULT_TOLERANCE))})
    except (TypeError, ValueError) as error:
        raise _refusal("tolerance", "not_a_number") from error
    _check(made)
    return made


def _check(made: Options) -> None:
    if not isinstance(made.layers, dict) or not all(
        isinstance(name, str) and isinstance(layer, str) and LAYER_ID.fullmatch(layer)
        for name, layer in made.layers.items()
    ):
        raise _refusal("layers", "malformed")
    if not all(isinstance(getattr(made, name), bool) for name in ("dry_run", "persons", "validate")):
        raise _refusal("dry_run", "not_a_boolean")
    texts = ("unit", "vanish", "crs", "as_of", "namespace", "name_field")
    if wrong := [name for name in texts if not isinstance(getattr(made, name), str)]:
        raise _refusal(wrong[0], "malformed")
    if not UNIT.fullmatch(made.unit):
        raise _refusal("unit", "not_a_teryt")
    if made.vanish not in (GUARDED, ALWAYS, NEVER):
        raise _refusal("vanish", "unknown_choice")
    if not 0 <= made.tolerance <= 10_000:
        raise _refusal("tolerance", "not_a_number")
    if not NAMESPACE.fullmatch(made.namespace):
        raise _refusal("namespace", "malformed")
    if made.as_of and moment(made.as_of) is None:
        raise _refusal("as_of", "not_a_date")
    if made.crs:
        try:
            system_named(made.crs)
        except UnknownSystem as error:
            raise _refusal("crs", "crs_unknown") from error


def _refusal(name: str, reason: str) -> BadRequest:
    return BadRequest(
        _("The option ${name} cannot be used as given.", mapping={"name": name}), field=name, reason=reason
    )

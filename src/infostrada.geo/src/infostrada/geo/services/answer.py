"""One answer of the geo services and the questions' parameters."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from infostrada.core.errors import BadRequest
from infostrada.geo import _
from typing import Any

import json


JSON = "application/json"
GEOJSON = "application/geo+json"
PROBLEM = "application/problem+json"
MVT = "application/vnd.mapbox-vector-tile"


@dataclass(frozen=True)
class Answer:
    """Body and what caches may know of it.

    `revision` makes the ETag; without one the answer is not stored anywhere. `public` says that
    everybody would get the same.
    """

    body: bytes
    content_type: str = JSON
    revision: str | None = None
    public: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)
    unchanged: bool = False


PUBLIC_AGE = 300


def headers_of(answer: Answer, everybody: bool) -> dict[str, str]:
    """The headers of an answer; `everybody`: the asker is not logged in. Shared caches keep what everybody gets."""
    headers = {**answer.headers, "Content-Type": answer.content_type}
    headers["Vary"] = "Accept, Accept-Encoding, Cookie, Authorization"
    if answer.revision is None:
        return {**headers, "Cache-Control": "private, no-store"}
    headers["ETag"] = f'"{answer.revision}"'
    shared = answer.public and everybody
    headers["Cache-Control"] = f"public, max-age={PUBLIC_AGE}" if shared else "private, no-cache"
    if answer.public:
        # Map programs of other sites may read what everybody gets; no credentials are sent so.
        headers["Access-Control-Allow-Origin"] = "*"
    return headers


def revision_in(held: str | None) -> str | None:
    """The revision a header `If-None-Match` names."""
    return held.removeprefix("W/").strip('"') if held else None


def as_json(data: Any) -> bytes:
    """Compact JSON in UTF-8."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=str).encode()


def number(form: Mapping[str, Any], name: str, default: float | None = None) -> float:
    """A finite number among the parameters; BadRequest names the parameter."""
    text = form.get(name, default)
    try:
        value = float(text)
    except (TypeError, ValueError) as error:
        raise bad_number(name) from error
    if not -1e9 < value < 1e9:
        raise bad_number(name)
    return value


def whole(form: Mapping[str, Any], name: str, default: int, least: int, most: int) -> int:
    """A whole number, lowered to the cap; BadRequest when it is below the least."""
    text = str(form.get(name, default))
    if not text.isascii() or not text.isdigit() or len(text) > 18 or int(text) < least:
        raise bad_number(name)
    return min(int(text), most)


def word(form: Mapping[str, Any], name: str) -> str | None:
    """A text parameter, None when absent or empty; BadRequest when given twice or with NUL."""
    value = form.get(name)
    if value is not None and (not isinstance(value, str) or "\0" in value):
        raise BadRequest(_("This parameter is given in an unlawful form."), field=name, reason="malformed")
    return value or None


def bad_number(name: str) -> BadRequest:
    """The refusal of a parameter that is not a lawful number."""
    return BadRequest(_("This parameter must be a number."), field=name, reason="not_a_number")

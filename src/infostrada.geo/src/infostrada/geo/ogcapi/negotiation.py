"""Which form an answer takes: the parameter `f`, else what the client accepts, else JSON."""

from infostrada.core.errors import BadRequest
from infostrada.geo import _


FORMS = ("json", "geojson", "html", "tilejson")


def form_of(given: str | None, accept: str) -> str:
    """`json`, `html` or `tilejson`; BadRequest for an unknown `f`."""
    if given is not None:
        if given not in FORMS:
            raise BadRequest(_("There is no such form of the answer."), field="f", reason="unknown_format")
        return "json" if given == "geojson" else given
    return "html" if _weight(accept, "text/html") > _json_weight(accept) else "json"


def _json_weight(accept: str) -> float:
    named = max(
        _weight(accept, "application/json"),
        _weight(accept, "application/geo+json"),
        _weight(accept, "application/schema+json"),
        _weight(accept, "application/vnd.oai.openapi+json"),
    )
    # A browser names HTML and takes everything else with less weight.
    return named or min(_weight(accept, "*/*"), 0.5)


def _weight(accept: str, media: str) -> float:
    for part in accept.lower().split(","):
        name, *parameters = (each.strip() for each in part.split(";"))
        if name == media:
            quality = next((each[2:] for each in parameters if each.startswith("q=")), "1")
            try:
                return float(quality)
            except ValueError:
                return 0.0
    return 0.0

"""`@@geo-print`: the map as a sheet of paper."""

from infostrada.core.calendar import polish_today
from infostrada.core.errors import BadRequest
from infostrada.core.errors import Problem
from infostrada.core.record.access import principals
from infostrada.geo import _
from infostrada.geo.browser.services import day_given
from infostrada.geo.features.reading import layers
from infostrada.geo.here.place import shape_given
from infostrada.geo.printing.paper import ground
from infostrada.geo.printing.paper import paper_named
from infostrada.geo.printing.pictures import pictures
from infostrada.geo.printing.reading import shown
from infostrada.geo.printing.sheet import map_pdf
from infostrada.geo.printing.sheet import MapSheet
from infostrada.geo.said import said
from infostrada.geo.services.answer import number
from infostrada.geo.services.answer import word
from infostrada.geo.services.view import GeoServices
from plone import api
from typing import Any
from zope.i18n import translate

import json
import re
import shapely


MOST_SHAPES = 50
NAMED = re.compile(r"([a-z][a-z0-9_-]{0,62})(?::([01](?:\.\d+)?))?")
PDF = "application/pdf"


class PdfService(GeoServices):
    """Answers with a PDF file; asked by a form, because drawings do not fit into an address."""

    file_name = "mapa.pdf"

    def __call__(self) -> bytes:
        response = self.request.response
        response.setHeader("X-Content-Type-Options", "nosniff")
        if self.request.method not in ("GET", "HEAD", "POST"):
            response.setStatus(405, lock=1)
            response.setHeader("Allow", "GET, HEAD, POST")
            return b""
        try:
            body = self.pdf()
        except Problem as problem:
            return bytes(self._refuse(problem))
        response.setHeader("Content-Type", PDF)
        response.setHeader("Content-Disposition", f'inline; filename="{self.file_name}"')
        response.setHeader("Cache-Control", "private, no-store")
        return body

    def pdf(self) -> bytes:
        """The sheet."""
        raise NotImplementedError

    def say(self, message: Any) -> str:
        """A message in the reader's language."""
        return str(translate(message, context=self.request))


class PrintService(PdfService):
    """Parameters: `x`, `y`, `scale`, `paper`, `title`, `base`, `layers` (name:opacity from the lowest), `shapes`, `at`."""

    def pdf(self) -> bytes:
        """The map around a centre, to scale."""
        form = self.request.form
        denominator = number(form, "scale", 1000)
        paper = paper_named(word(form, "paper") or "A4-portrait")
        box = ground(paper, number(form, "x"), number(form, "y"), denominator)
        opacities = layers_given(word(form, "layers") or "")
        at = day_given(form) if word(form, "at") else None
        who, language = principals(), api.portal.get_current_language(self.context)
        # The base map lies lowest; a plain one is no layer and simply not found.
        names = list(layers_given(word(form, "base") or "")) + list(opacities)
        drawn = {each.name: each for each in shown(names, box, (word(form, "teryt") or "")[:6], who, at)}
        photographs, missing = pictures(names, layers(who), box, paper, who)
        drawn |= photographs
        sheet = MapSheet(
            title=(word(form, "title") or self.context.Title())[:120],
            paper=paper,
            box=box,
            denominator=denominator,
            sheets=[drawn[name] for name in dict.fromkeys(names) if name in drawn],
            opacities=opacities,
            drawn=shapes_given(word(form, "shapes")),
            made_on=said(polish_today(), language),
            state_of=said(at, language),
            missing=missing,
            on_picture=word(form, "base") in photographs,
            site=self.context.Title(),
            language=language,
        )
        return map_pdf(sheet, self.say)


def layers_given(text: str) -> dict[str, float]:
    """Names of layers with their opacity, in the order given; BadRequest for other texts."""
    found = [NAMED.fullmatch(part) for part in text.split(",") if part]
    if not all(found) or len(found) > 100:
        raise BadRequest(_("Layers are names separated by commas."), field="layers", reason="malformed")
    return {each[1]: float(each[2] or 1) for each in found if each}


def shapes_given(text: str | None) -> list[shapely.Geometry]:
    """Drawn shapes as a JSON list of GeoJSON geometries in EPSG:2180, easting first."""
    try:
        listed = json.loads(text or "[]")
    except ValueError:
        listed = None
    if not isinstance(listed, list) or len(listed) > MOST_SHAPES:
        raise BadRequest(
            _("Shapes are a short list of GeoJSON geometries."), field="shapes", reason="malformed"
        )
    return [shape_given(json.dumps(each)) for each in listed]

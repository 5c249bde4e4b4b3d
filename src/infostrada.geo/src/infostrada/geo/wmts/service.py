"""The service at `@@geo/wmts`: by key-value pairs and by address, exceptions as OWS 1.1 writes them."""

from collections.abc import Sequence
from infostrada.core.errors import Problem
from infostrada.core.record.access import principals
from infostrada.geo.services.answer import Answer
from infostrada.geo.wfs.faults import OwsProblem
from infostrada.geo.wfs.faults import unsupported
from infostrada.geo.wfs.reporting import exception_report
from infostrada.geo.wms.faults import not_installed
from infostrada.geo.wms.program import program
from infostrada.geo.wmts.asking import from_pairs
from infostrada.geo.wmts.asking import from_path
from infostrada.geo.wmts.asking import pixel_of
from infostrada.geo.wmts.asking import tile_of
from infostrada.geo.wmts.asking import VERSION
from infostrada.geo.wmts.capabilities import capabilities
from infostrada.geo.wmts.information import get_information
from infostrada.geo.wmts.tiles import get_tile
from typing import Any


def answer(root: Any, request: Any, path: Sequence[str], known: str | None) -> Answer:
    """The answer to a request; Problem. `path` is what stands behind `wmts`, `known` the revision the asker holds."""
    if program() is None:
        raise not_installed()
    try:
        return _answered(root, request, path, known)
    except OwsProblem as problem:
        # A wrong value in an address is an address of nothing.
        if path and problem.status == 400:
            problem.status = 404
        raise


def report(problem: Problem, request: Any) -> tuple[bytes, str]:
    """An exception report of WMTS 1.0.0 and its media type."""
    return exception_report(problem, request, VERSION)


def _answered(root: Any, request: Any, path: Sequence[str], known: str | None) -> Answer:
    question = from_path(path) if path else from_pairs(request.form)
    match question.operation:
        case "getcapabilities":
            return capabilities(root, request, f"{root.absolute_url()}/@@geo/wmts", principals())
        case "gettile":
            return get_tile(tile_of(question), known, principals())
        case "getfeatureinfo":
            return get_information(pixel_of(question), principals())
    raise unsupported("request", question.operation[:40])

"""The service at `@@geo/wms`: operation by operation, exceptions as the version writes them."""

from collections.abc import Mapping
from infostrada.core.errors import Problem
from infostrada.core.record.access import principals
from infostrada.geo.services.answer import Answer
from infostrada.geo.wfs.faults import OwsProblem
from infostrada.geo.wms.asking import picture_of
from infostrada.geo.wms.asking import question_of
from infostrada.geo.wms.capabilities import capabilities
from infostrada.geo.wms.drawing import get_legend
from infostrada.geo.wms.drawing import get_map
from infostrada.geo.wms.faults import not_installed
from infostrada.geo.wms.faults import refused
from infostrada.geo.wms.information import get_information
from infostrada.geo.wms.program import program
from typing import Any
from xml.sax.saxutils import escape
from xml.sax.saxutils import quoteattr
from zope.i18n import translate


CODES = {404: "LayerNotDefined", 400: "InvalidParameterValue", 503: "NoApplicableCode"}
OGC = "http://www.opengis.net/ogc"


def answer(root: Any, request: Any, known: str | None) -> Answer:
    """The answer to a request; Problem. `known` is the revision the asker holds."""
    if program() is None:
        raise not_installed()
    question = question_of(request.form)
    url, who = f"{root.absolute_url()}/@@geo/wms", principals()
    match question.operation:
        case "getcapabilities" | "capabilities":
            return capabilities(root, request, url, question.version, who)
        case "getmap":
            return get_map(picture_of(question), known, who)
        case "getfeatureinfo":
            return get_information(question, who)
        case "getlegendgraphic":
            return get_legend(question.get("layer"), known, who)
    raise refused("OperationNotSupported", "request", question.operation[:40])


def report(problem: Problem, request: Any) -> tuple[bytes, str]:
    """A service exception report and its media type."""
    is_own = isinstance(problem, OwsProblem)
    code = problem.reason if is_own else CODES.get(problem.status, "NoApplicableCode")
    text = str(problem.message) if is_own else str(translate(problem.message, context=request))
    old = _is_old(request.form)
    # The document type of 1.1.1 knows no locator.
    locator = f" locator={quoteattr(problem.field)}" if problem.field and not old else ""
    space = "" if old else f' xmlns="{OGC}"'
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<ServiceExceptionReport version="{"1.1.1" if old else "1.3.0"}"{space}>'
        f"<ServiceException code={quoteattr(code)}{locator}>{escape(text)}</ServiceException>"
        "</ServiceExceptionReport>"
    )
    return body.encode(), "application/vnd.ogc.se_xml" if old else "text/xml; charset=utf-8"


def _is_old(form: Mapping[str, Any]) -> bool:
    asked = next((value for name, value in form.items() if name.lower() == "version"), "")
    return isinstance(asked, str) and asked.startswith(("1.0", "1.1"))

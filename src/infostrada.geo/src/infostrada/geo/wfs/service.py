"""The service at `@@geo/wfs`: operation by operation, exceptions as OWS writes them."""

from infostrada.core.errors import Problem
from infostrada.geo.services.answer import Answer
from infostrada.geo.wfs import names
from infostrada.geo.wfs.asking import from_pairs
from infostrada.geo.wfs.asking import from_xml
from infostrada.geo.wfs.asking import Question
from infostrada.geo.wfs.capabilities import capabilities
from infostrada.geo.wfs.faults import OwsProblem
from infostrada.geo.wfs.faults import unsupported
from infostrada.geo.wfs.features import get_feature
from infostrada.geo.wfs.schemas import describe
from typing import Any
from xml.sax.saxutils import escape
from xml.sax.saxutils import quoteattr
from zope.i18n import translate


CODES = {404: "InvalidParameterValue", 400: "InvalidParameterValue"}


def answer(root: Any, request: Any) -> Answer:
    """The answer to a request; Problem."""
    url = f"{root.absolute_url()}/@@geo/wfs"
    question = from_xml(request.get("BODY") or b"") if request.method == "POST" else from_pairs(request.form)
    match question.operation.lower():
        case "getcapabilities":
            return capabilities(root, request, url)
        case "describefeaturetype":
            return describe(question)
        case "getfeature":
            return get_feature(question, url)
    raise _unknown(question)


def report(problem: Problem, request: Any) -> tuple[bytes, str]:
    """An exception report of OWS 1.1 and its media type."""
    is_own = isinstance(problem, OwsProblem)
    code = problem.reason if is_own else CODES.get(problem.status, "OperationProcessingFailed")
    locator = f" locator={quoteattr(problem.field)}" if problem.field else ""
    text = str(problem.message) if is_own else translate(problem.message, context=request)
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<ows:ExceptionReport xmlns:ows="{names.OWS}" version="2.0.0">'
        f"<ows:Exception exceptionCode={quoteattr(code)}{locator}>"
        f"<ows:ExceptionText>{escape(text)}</ows:ExceptionText></ows:Exception></ows:ExceptionReport>"
    )
    return body.encode(), "text/xml; charset=utf-8"


def _unknown(question: Question) -> OwsProblem:
    return unsupported("request", question.operation[:40])

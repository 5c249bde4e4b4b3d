"""Exception reports of OWS 1.1, as WFS and WMTS send them."""

from infostrada.core.errors import Problem
from infostrada.geo.wfs.faults import OwsProblem
from infostrada.geo.wfs.names import OWS
from typing import Any
from xml.sax.saxutils import escape
from xml.sax.saxutils import quoteattr
from zope.i18n import translate


CODES = {404: "InvalidParameterValue", 400: "InvalidParameterValue"}


def exception_report(problem: Problem, request: Any, version: str) -> tuple[bytes, str]:
    """An exception report of OWS 1.1 in the version of a service, and its media type."""
    is_own = isinstance(problem, OwsProblem)
    code = problem.reason if is_own else CODES.get(problem.status, "OperationProcessingFailed")
    locator = f" locator={quoteattr(problem.field)}" if problem.field else ""
    text = str(problem.message) if is_own else translate(problem.message, context=request)
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<ows:ExceptionReport xmlns:ows="{OWS}" version="{version}">'
        f"<ows:Exception exceptionCode={quoteattr(code)}{locator}>"
        f"<ows:ExceptionText>{escape(text)}</ows:ExceptionText></ows:Exception></ows:ExceptionReport>"
    )
    return body.encode(), "text/xml; charset=utf-8"

"""The service at `@@geo/wfs`: operation by operation, exceptions as OWS writes them."""

from infostrada.core.errors import Problem
from infostrada.geo.services.answer import Answer
from infostrada.geo.wfs.asking import from_pairs
from infostrada.geo.wfs.asking import from_xml
from infostrada.geo.wfs.asking import Question
from infostrada.geo.wfs.capabilities import capabilities
from infostrada.geo.wfs.faults import OwsProblem
from infostrada.geo.wfs.faults import unsupported
from infostrada.geo.wfs.features import get_feature
from infostrada.geo.wfs.reporting import exception_report
from infostrada.geo.wfs.schemas import describe
from typing import Any


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
    """An exception report of WFS 2.0 and its media type."""
    return exception_report(problem, request, "2.0.0")


def _unknown(question: Question) -> OwsProblem:
    return unsupported("request", question.operation[:40])

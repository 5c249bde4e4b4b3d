"""XML sent to the geo services is a question to WFS, not XML-RPC, which Zope takes every XML for."""

from typing import Any
from zope.interface import provider
from ZPublisher.interfaces import IXmlrpcChecker


@provider(IXmlrpcChecker)
def is_xmlrpc(request: Any) -> bool:
    """May Zope read the body of this request as XML-RPC?"""
    return "/@@geo/" not in request.environ.get("PATH_INFO", "")

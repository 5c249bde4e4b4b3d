"""POST @login with the code of the second factor."""

from infostrada.core.errors import BadRequest
from infostrada.core.errors import Unauthorized
from infostrada.core.i18n import _
from infostrada.core.security.guard import PENDING
from plone.restapi.deserializer import json_body
from plone.restapi.services.auth.login import Login
from typing import Any
from zope.annotation.interfaces import IAnnotations


class LoginWithCode(Login):
    """Like plone.restapi's, with ``code`` beside ``login`` and ``password``.

    A right password without a code answers 401 with the reason ``second_factor_required``; everything else
    that is wrong gets one and the same 401.
    """

    def reply(self) -> Any:
        data = json_body(self.request)
        for field in ("login", "password", "code"):
            if not isinstance(data.get(field, ""), str):
                raise BadRequest(field=field)
        answer = super().reply()
        if IAnnotations(self.request).get(PENDING):
            text = _("factor_required", default="The code of your second factor is needed too.")
            raise Unauthorized(text, field="code", reason="second_factor_required")
        return answer

"""The page that asks for the code after the password."""

from AccessControl.SecurityManagement import newSecurityManager
from infostrada.core.errors import TooManyRequests
from infostrada.core.i18n import _
from infostrada.core.security import failures
from infostrada.core.security import throttle
from infostrada.core.security.factor import step
from infostrada.core.security.factor import store
from plone import api
from Products.Five.browser import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any


class SecondFactorView(BrowserView):
    """GET shows the form, POST with ``code`` logs in."""

    template = ViewPageTemplateFile("second_factor.pt")
    error: str | None = None

    def __call__(self) -> Any:
        user_id = step.holder(self.request.cookies.get(step.COOKIE, ""))
        if user_id is None:
            return self.request.response.redirect(f"{self.context.absolute_url()}/login")
        self.request.response.setHeader("Cache-Control", "no-store")
        if self.request.method == "POST":
            user = api.portal.get_tool("acl_users").getUserById(user_id)
            if user is not None and self._check(user):
                return self._login(user)
            self.request.response.setStatus(401)
            self.error = _(
                "factor_wrong_code",
                default="This code is not right or was used already. Wait for the next one.",
            )
        return self.template()

    @property
    def came_from(self) -> str:
        """Where the person wanted to go, if it is a page of this site."""
        address = self.request.form.get("came_from") or ""
        inside = api.portal.get_tool("portal_url").isURLInPortal(address)
        return address if address and inside else self.context.absolute_url()

    def _check(self, user: Any) -> bool:
        name, address = user.getUserName(), self.request.getClientAddr()
        standing = throttle.standing(name, address)
        if standing.wait:
            raise TooManyRequests(reason="too_many_logins", headers={"Retry-After": str(standing.wait)})
        if store.check(user.getId(), str(self.request.form.get("code") or "")):
            throttle.succeeded(name)
            return True
        throttle.failed(name, address)
        failures.record(user.getId(), name, address, "code")
        return False

    def _login(self, user: Any) -> Any:
        step.end(self.request)
        newSecurityManager(self.request, user.__of__(self.context.acl_users))
        self.context.restrictedTraverse("@@login")._post_login()
        return self.request.response.redirect(self.came_from)

"""The PAS plugin every password passes first: throttling, second factor, no hints about accounts.

It stands before the other authenticators and asks them itself. A password that does not let anybody in is
taken out of the credentials, so that they cannot answer differently afterwards. Sessions and tokens carry no
password and pass by.
"""

from AccessControl import AuthEncoding
from infostrada.core.errors import TooManyRequests
from infostrada.core.security import failures
from infostrada.core.security import throttle
from infostrada.core.security.factor import store
from infostrada.core.security.tokens import holds_credentials
from plone.rest.interfaces import IAPIRequest
from plone.restapi.deserializer import json_body
from plone.restapi.exceptions import DeserializationError
from Products.PluggableAuthService.interfaces.plugins import IAuthenticationPlugin
from Products.PluggableAuthService.plugins.BasePlugin import BasePlugin
from typing import Any
from zope.annotation.interfaces import IAnnotations
from zope.interface import implementer


ID = "infostrada_guard"
PENDING = "infostrada.security.pending"
VERDICTS = "infostrada.security.verdicts"

# Checked when there is no such account, so that the answer takes as long as for one that exists.
NOBODY = AuthEncoding.pw_encrypt("nobody's password")


@implementer(IAuthenticationPlugin)
class LoginGuard(BasePlugin):
    """Lets a password through, or nobody."""

    meta_type = "Infostrada Login Guard"

    def __init__(self, id: str = ID, title: str = "Throttling and second factor") -> None:
        self._setId(id)
        self.title = title

    def authenticateCredentials(self, credentials: dict[str, Any]) -> None:
        """Never names a user itself; raises `TooManyRequests` for one who tried too often."""
        name, password = credentials.get("login"), credentials.get("password")
        if not name or password is None:
            return
        verdicts = IAnnotations(self.REQUEST).setdefault(VERDICTS, {})
        # One request asks several times (page, form, service): it is one try and uses one code.
        if (name, password) not in verdicts:
            verdicts[name, password] = self._judge(name, password)
        if not verdicts[name, password]:
            credentials.clear()

    def _judge(self, name: str, password: str) -> bool:
        address = self.REQUEST.getClientAddr()
        standing = throttle.standing(name, address)
        if standing.wait:
            raise TooManyRequests(reason="too_many_logins", headers={"Retry-After": str(standing.wait)})
        user_id = self._password_of(name, password)
        if user_id is None and not self._is_account_above(name, password):
            return self._failed(name, address, "password")
        if user_id is not None and store.enrolled(user_id):
            code = _code(self.REQUEST)
            if not code:
                IAnnotations(self.REQUEST)[PENDING] = user_id
                return False
            if not store.check(user_id, code):
                return self._failed(name, address, "code")
        if standing.marked:
            throttle.succeeded(name)
        return True

    def _failed(self, name: str, address: str, reason: str) -> bool:
        info = self._getPAS()._verifyUser(self._getPAS().plugins, login=name)
        throttle.failed(name, address)
        failures.record(info and info["id"], name, address, reason)
        return False

    def _password_of(self, name: str, password: str) -> str | None:
        """Id of the account in this user folder that the password belongs to."""
        plugins = self._getPAS().plugins
        for plugin_id, plugin in plugins.listPlugins(IAuthenticationPlugin):
            if plugin_id == self.getId():
                continue
            found = plugin.authenticateCredentials({"login": name, "password": password})
            if found is not None:
                return found[0]
        if self._getPAS()._verifyUser(plugins, login=name) is None:
            AuthEncoding.pw_validate(NOBODY, password)
        return None

    def _is_account_above(self, name: str, password: str) -> bool:
        """The operator's account lives at the database root; its own folder lets it in."""
        root = self.getPhysicalRoot().acl_users
        return root.authenticate(name, password, self.REQUEST) is not None


def _code(request: Any) -> str:
    """The code sent along with the password: ``code`` in the JSON of ``@login``."""
    if not IAPIRequest.providedBy(request) or not holds_credentials(request):
        return ""
    try:
        return str(json_body(request).get("code") or "")
    except DeserializationError:
        # The service itself answers what is wrong with the body.
        return ""


def install(folder: Any) -> None:
    """Put the guard first among the authenticators of a user folder; again is no change."""
    if ID not in folder.objectIds():
        folder._setObject(ID, LoginGuard())
    active = folder.plugins.listPluginIds(IAuthenticationPlugin)
    if ID not in active:
        folder.plugins.activatePlugin(IAuthenticationPlugin, ID)
    while folder.plugins.listPluginIds(IAuthenticationPlugin)[0] != ID:
        folder.plugins.movePluginsUp(IAuthenticationPlugin, [ID])

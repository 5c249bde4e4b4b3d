"""Open the running database from a command or a worker, and make the Plone site in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from infostrada.core.config import Settings
from infostrada.core.config import settings as read_settings
from infostrada.core.server.loading import loading
from infostrada.core.server.render import prepare
from infostrada.core.server.render import Process
from typing import Any

import secrets
import transaction


ADMIN = "operator"


class SiteMissing(Exception):
    """The database holds no site of the configured id."""


class _Anew:
    """Lets each transaction read the settings anew: plone.registry keeps them with the request, and a worker has one for life."""

    def __init__(self, request: Any) -> None:
        self._request = request

    def newTransaction(self, transaction: Any) -> None:
        self._request.other.pop("_plone_registry_cache", None)

    def beforeCompletion(self, transaction: Any) -> None:
        """Nothing to do."""

    afterCompletion = beforeCompletion


@contextmanager
def open_app(settings: Settings | None = None) -> Iterator[Any]:
    """The Zope root with a request, as the operator; aborts what was not committed."""
    from AccessControl.SecurityManagement import newSecurityManager
    from AccessControl.SecurityManagement import noSecurityManager
    from AccessControl.users import system
    from Testing.makerequest import makerequest
    from zope.component.hooks import setSite
    from zope.globalrequest import clearRequest
    from zope.globalrequest import setRequest

    root = _configured(settings or read_settings())
    app = makerequest(root)
    setRequest(app.REQUEST)
    # The manager holds it weakly.
    anew = _Anew(app.REQUEST)
    transaction.manager.registerSynch(anew)
    newSecurityManager(None, system)
    try:
        yield app
    finally:
        # A site made in the aborted transaction has no components left to ask.
        setSite(None)
        transaction.abort()
        transaction.manager.unregisterSynch(anew)
        noSecurityManager()
        clearRequest()
        app._p_jar.close()


@contextmanager
def open_site(settings: Settings | None = None) -> Iterator[tuple[Any, Any]]:
    """The Zope root and the site; raises `SiteMissing`."""
    from zope.component.hooks import setSite

    chosen = settings or read_settings()
    with open_app(chosen) as app:
        site = app.get(chosen.site)
        if site is None:
            raise SiteMissing(f"There is no site {chosen.site!r} in the database: infostrada site create")
        setSite(site)
        yield app, site


def create_site(app: Any, site_id: str, title: str, extensions: list[str]) -> Any:
    """Make the Plone site in Polish and apply GenericSetup profiles; the caller commits."""
    from Products.CMFPlone.factory import addPloneSite
    from zope.component.hooks import setSite

    site = addPloneSite(
        app, site_id, title=title, description="", setup_content=False, default_language="pl",
        portal_timezone="Europe/Warsaw", distribution_name="classic",
    )  # fmt: skip
    setSite(site)
    for extension in extensions:
        site.portal_setup.runAllImportStepsFromProfile(f"profile-{extension}")
    return site


def ensure_operator(app: Any) -> str | None:
    """Make the operator's account at the database root; returns the password when it is new."""
    if app.acl_users.getUser(ADMIN) is not None:
        return None
    password = secrets.token_urlsafe(12)
    app.acl_users.userFolderAddUser(ADMIN, password, ["Manager"], [])
    return password


def _configured(settings: Settings) -> Any:
    import Zope2

    if not getattr(Zope2, "_began_startup", 0):
        from Zope2.Startup.run import configure_wsgi

        prepare(settings, [Process("command", settings.port)])
        configure_wsgi(str(settings.var / "etc" / "zope-command.conf"))
        with loading():
            return Zope2.app()
    return Zope2.app()

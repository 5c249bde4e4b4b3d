"""Pages of outside services: national ones to be added, and the layers a service offers."""

from infostrada.core.errors import BadRequest
from infostrada.core.errors import Problem
from infostrada.geo import _
from infostrada.geo.browser.assets import Styled
from infostrada.geo.layers.sources import WITH_NAME
from infostrada.geo.proxies.national import National
from infostrada.geo.proxies.national import SERVICES
from infostrada.geo.proxies.offers import choose
from infostrada.geo.proxies.offers import offer_to
from infostrada.geo.proxies.pictures import allowed_hosts
from infostrada.geo.proxies.pictures import HOSTS
from plone import api
from plone.protect import CheckAuthenticator
from Products.Five.browser import BrowserView
from typing import Any
from urllib.parse import urlsplit
from zope.i18n import translate


class NationalServices(BrowserView):
    """`@@national-services` of a folder: national services and a button that adds one as a draft layer."""

    def __call__(self) -> Any:
        """The list, or what a button asks for."""
        if self.request.method != "POST":
            return self.index()
        CheckAuthenticator(self.request)
        name = str(self.request.form.get("service", ""))
        chosen = next((each for each in SERVICES if each.name == name), None)
        if chosen is None:
            raise BadRequest(_("There is no such service."), field="service", reason="unknown_service")
        made = self._add(chosen)
        self.request.response.redirect(f"{made.absolute_url()}/@@layer-names")
        return None

    @property
    def services(self) -> tuple[National, ...]:
        """What may be added."""
        return SERVICES

    def _add(self, chosen: National) -> Any:
        hosts = allowed_hosts()
        host = urlsplit(chosen.url).hostname or ""
        if host not in hosts:
            api.portal.set_registry_record(HOSTS, (*hosts, host))
        return api.content.create(
            self.context, "geo_layer", chosen.name, title=api.portal.translate(chosen.title), layer_id=chosen.name,
            source=host, kind="wms", url=chosen.url, remote_name=chosen.layers, remote_version=chosen.version,
            remote_format=chosen.format, is_base=chosen.is_base, shown=False,
        )  # fmt: skip


class LayerNames(Styled, BrowserView):
    """`@@layer-names` of a layer that stands elsewhere: what its service offers, to choose from."""

    error = ""
    page_title = _("Layers of the service")

    def __call__(self) -> Any:
        """The list, or the choice that was sent."""
        if self.context.kind not in WITH_NAME:
            raise BadRequest(_("This layer asks no service that has names."), reason="no_service")
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            try:
                choose(self.context, self._sent())
            except BadRequest as problem:
                self.error = str(translate(problem.message, context=self.request))
                self.request.response.setStatus(400)
            else:
                api.portal.show_message(_("The names of the layers are saved."), self.request)
                return self.request.response.redirect(f"{self.context.absolute_url()}/view", status=303)
        return self.index()

    @property
    def many(self) -> bool:
        """May several layers be drawn at once?"""
        return bool(self.context.kind == "wms")

    @property
    def present(self) -> tuple[str, ...]:
        """The names the layer has."""
        return tuple(filter(None, (self.context.remote_name or "").split(",")))

    def offered(self) -> list[dict[str, Any]]:
        """Rows to choose from; none, and `failed`, when the service does not answer."""
        self.failed = ""
        try:
            offer = offer_to(self.context)
        except Problem as problem:
            self.failed = str(translate(problem.message, context=self.request))
            return []
        return [
            {
                "name": each.name,
                "title": each.title,
                "usable": each.usable,
                "chosen": each.name in self.present,
            }
            for each in offer.layers
        ]

    def missing(self, offered: list[dict[str, Any]]) -> list[str]:
        """Names the layer has and the service does not know."""
        known = {each["name"] for each in offered}
        return [name for name in self.present if name not in known] if offered else []

    def _sent(self) -> tuple[str, ...]:
        names = self.request.form.get("names", ())
        return (names,) if isinstance(names, str) else tuple(map(str, names))

"""The pages for people, made of the same documents that programs get."""

from infostrada.core.record.access import principals
from infostrada.geo import _
from infostrada.geo.features.catalogue import facts
from infostrada.geo.ogcapi.records import CATALOGUE
from infostrada.geo.said import said
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from urllib.parse import urlencode
from zope.i18n import translate

import json


LANDING = ViewPageTemplateFile("templates/landing.pt")
COLLECTIONS = ViewPageTemplateFile("templates/collections.pt")
COLLECTION = ViewPageTemplateFile("templates/collection.pt")
ITEMS = ViewPageTemplateFile("templates/items.pt")
ITEM = ViewPageTemplateFile("templates/item.pt")
DOCUMENT = ViewPageTemplateFile("templates/document.pt")

HEADINGS = {
    "conformance": _("What the API conforms to"),
    "api": _("The API for people"),
    "queryables": _("What filters may name"),
    "schema": _("What the features are made of"),
    "tiles": _("Tiles"),
    "tileMatrixSets": _("Tile grids"),
}
MOST_COLUMNS = 10
LEAST_LISTED = ("business_id", "teryt", "version", "valid_from", "valid_to")


class Pages:
    """Renders one document for the view; `view` gives the template its context and request."""

    def __init__(self, view: Any, path: list[str], data: dict[str, Any]) -> None:
        self.view = view
        self.path = path
        self.data = data
        self.base = f"{view.context.absolute_url()}/@@geo"

    def render(self) -> str:
        """The page of this address."""
        match self.path:
            case []:
                return self._with(LANDING, self.data["title"])
            case ["collections"]:
                return self._with(COLLECTIONS, self._said(_("Layers")))
            case ["collections", _layer]:
                return self._with(COLLECTION, self.data["title"])
            case ["collections", layer, "items"]:
                return self._with(ITEMS, self._layer_title(layer), table=self._table())
            case ["collections", _layer, "items", fid]:
                return self._with(ITEM, fid, rows=self._rows())
        heading = self._said(HEADINGS.get(self.path[-1], self.path[-1]))
        text = json.dumps(self.data, ensure_ascii=False, indent=2)
        return self._with(DOCUMENT, heading, text=text)

    def _with(self, template: Any, heading: str, **more: Any) -> str:
        self.view.page_title = heading
        options = {"data": self.data, "base": self.base, "heading": heading, "crumbs": self._crumbs(),
                   "json_url": self._json_url(), "map_url": f"{self.view.context.absolute_url()}/@@map"}  # fmt: skip
        return str(template.__get__(self.view, type(self.view))(**options, **more))

    def _crumbs(self) -> list[dict[str, str]]:
        """The addresses above this one, the landing page first."""
        titles = {"collections": self._said(_("Layers")), "items": self._said(_("Features"))}
        if self.path[:1] == ["collections"] and len(self.path) > 2:
            titles[self.path[1]] = self._layer_title(self.path[1])
        crumbs = [{"title": self._said(_("Spatial data")), "url": f"{self.base}?f=html"}]
        for depth, name in enumerate(self.path[:-1], 1):
            url = "/".join([self.base, *self.path[:depth]])
            crumbs.append({"title": titles.get(name, name), "url": f"{url}?f=html"})
        return crumbs if self.path else []

    def _json_url(self) -> str:
        form = {name: value for name, value in self.view.request.form.items() if name != "f"}
        return f"{self.view.request['ACTUAL_URL']}?{urlencode({**form, 'f': 'json'})}"

    def _table(self) -> dict[str, Any]:
        """Columns and rows of a page of features; what people call them by comes first."""
        features = self.data["features"]
        names = list(dict.fromkeys(name for each in features for name in each["properties"]))
        own = [name for name in names if name not in LEAST_LISTED]
        columns = ["business_id", *own, "valid_from"][:MOST_COLUMNS]
        url = self.view.request["ACTUAL_URL"]
        rows = [
            {
                "id": each["id"],
                "url": f"{url}/{each['id']}?f=html",
                "cells": [self._shown(each["properties"].get(name)) for name in columns],
            }
            for each in features
        ]
        next_url = next((link["href"] for link in self.data["links"] if link["rel"] == "next"), None)
        return {"columns": columns, "rows": rows, "next": next_url}

    def _layer_title(self, layer: str) -> str:
        """What people call the layer (the records of the catalogue are no layer)."""
        if layer == CATALOGUE:
            return self._said(_("Catalogue of layers"))
        return facts(layer, principals()).title

    def _rows(self) -> list[dict[str, str]]:
        return [
            {"name": name, "value": self._shown(value)} for name, value in self.data["properties"].items()
        ]

    def _said(self, message: str) -> str:
        return str(translate(message, context=self.view.request))

    def _shown(self, value: Any) -> str:
        return said(value, self.view.request.get("LANGUAGE", "pl"))

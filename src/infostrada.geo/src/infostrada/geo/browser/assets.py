"""Addresses of the map's bundle, with its digest so that caches may keep it."""

from functools import cache
from importlib.resources import files
from plone import api
from typing import Any

import json


@cache
def manifest() -> dict[str, Any]:
    """What the build wrote: the digest of the sources and of each built file."""
    text = files(__package__).joinpath("static/geo-map.json").read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(text)
    return data


def address(site_url: str, name: str) -> str:
    """Address of a built file below the site."""
    return f"{site_url}/++resource++infostrada.geo/{name}?v={manifest()['files'][name][:12]}"


class Styled:
    """A page that is laid out by the map's style sheet where the site has no theme of ours."""

    @property
    def style(self) -> str:
        """Address of the style sheet."""
        return address(api.portal.get().absolute_url(), "geo-map.css")

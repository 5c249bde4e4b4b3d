"""Refusals of WMS: the codes of 06-042, table E.1, and of 01-068r3."""

from infostrada.geo.wfs.faults import OwsProblem


def refused(code: str, locator: str, text: str, status: int = 400) -> OwsProblem:
    """A service exception."""
    return OwsProblem(code, locator, text, status)


def unknown_layer(name: str) -> OwsProblem:
    """A layer that is not there or may not be seen."""
    return refused("LayerNotDefined", "layers", name[:80])


def not_installed() -> OwsProblem:
    """There is no MapServer on this machine."""
    text = "WMS and WMTS are switched off here: MapServer (Debian's package cgi-mapserver) is not installed."
    return refused("OperationNotSupported", "service", text, 501)

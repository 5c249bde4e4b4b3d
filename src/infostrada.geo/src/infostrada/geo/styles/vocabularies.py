"""Words for the choices of drawing rules."""

from infostrada.geo import _


OPERATOR_TITLES = {
    "=": _("is"),
    "!=": _("is not"),
    "<": _("is less than"),
    "<=": _("is at most"),
    ">": _("is more than"),
    ">=": _("is at least"),
    "contains": _("contains"),
    "begins": _("begins with"),
    "in": _("is one of (separated by commas)"),
    "empty": _("is empty"),
    "given": _("is filled in"),
}

SYMBOL_TITLES = {
    "": _("no sign"),
    "circle": _("circle"),
    "square": _("square"),
    "triangle": _("triangle"),
    "diamond": _("diamond"),
    "star": _("star"),
    "cross": _("cross"),
}

HATCH_TITLES = {"": _("no pattern"), "lines": _("lines"), "cross": _("crossed lines"), "dots": _("dots")}

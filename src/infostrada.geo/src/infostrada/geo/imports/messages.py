"""The words of reports, for people. Programs rely on the reasons themselves."""

from infostrada.geo import _
from zope.i18n import translate


REASONS = {
    "crs_missing": _("no coordinate reference system is named"),
    "crs_unknown": _("unknown coordinate reference system"),
    "crs_mixed": _("one geometry in two coordinate reference systems"),
    "wrong_zone": _("the coordinates belong to another zone of PL-2000 than the file says"),
    "axes_swapped": _("the axes are swapped: northing and easting have changed places"),
    "outside_poland": _("the coordinates lie outside the area of their system"),
    "outside_boundary": _("outside the boundary of its commune"),
    "ring_open": _("the ring is not closed"),
    "ring_short": _("the ring has fewer than four points"),
    "ring_gap": _("there is a gap between the pieces of the ring"),
    "curve_gap": _("there is a gap between the pieces of the line"),
    "line_short": _("the line has fewer than two points"),
    "arc_points": _("the points of an arc do not make one"),
    "unsupported_curve": _("a kind of curve that is not read"),
    "unsupported_geometry": _("a kind of geometry that is not read"),
    "empty_geometry": _("the geometry is empty"),
    "coordinate_count": _("the number of coordinates does not fit the dimension"),
    "not_a_number": _("a coordinate is not a number"),
    "invalid_shape": _("the outline is broken"),
    "no_identifier": _("the object has no identifier"),
    "doubled_identifier": _("the identifier occurs twice with different contents, first in line"),
    "repeated": _("the same object again, first in line"),
    "schema": _("not valid by the official schema, line"),
    "not_validated": _("not checked against official schemas: the administrator has installed none"),
    "schema_missing": _("no official schema is installed for"),
    "schema_broken": _("the installed schema cannot be used"),
    "persons_left_out": _("objects about persons were left out"),
    "boundary_check_skipped": _("the boundary check was skipped: the layer granice holds no boundary"),
    "boundary_unknown": _("no boundary is known for the communes"),
    "too_many_vanish": _("more than half of the stored features would vanish: the layer was left as it is"),
    "split": _("split"),
    "merge": _("merged"),
    "reshape": _("changed shape"),
    "gone": _("no longer in the delivery"),
    "zones_overlap": _("zones overlap"),
    "gap": _("a gap between the zones of the act"),
    "zone_outside_act": _("a zone reaches beyond the act"),
    "doubled_symbol": _("the symbol of a zone occurs more than once"),
    "too_many_decimals": _("more than one decimal place"),
    "act_missing": _("the act of these zones is not there"),
    "malformed_xml": _("the XML is broken"),
    "document_type_refused": _("files with a document type declaration are refused"),
    "unknown_format": _("the format is not known"),
    "unreadable": _("GDAL cannot read it"),
    "broken_archive": _("the archive is broken"),
    "archive_too_large": _("the archive unpacks to too much"),
    "nothing_inside": _("there is no map file in the archive"),
}

LEVELS = {"refused": _("Refused"), "warning": _("Warning"), "note": _("Note")}
STATES = {
    "uploaded": _("Received"),
    "queued": _("In work"),
    "done": _("Imported"),
    "refused": _("Refused"),
    "failed": _("Failed"),
}


def explain(reason: str) -> str:
    """A reason as a message that can be translated; unknown ones as they stand."""
    return REASONS.get(reason, reason)


def spoken(reason: str, request: object = None) -> str:
    """A reason in the language of the request."""
    return str(translate(explain(reason), context=request))

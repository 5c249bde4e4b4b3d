"""GML made by the tests: any zone, prefix, form of `srsName` and dialect. No sample is copied."""

import pyproj


ZONES = {2176: 15, 2177: 18, 2178: 21, 2179: 24}

EGIB = "ewidencjaGruntowIBudynkow:1.0"
OLD_EGIB = "urn:gugik:specyfikacje:gmlas:ewidencjaGruntowBudynkow:1.0"


def ring(points, northing_first=True):
    """A closed posList of (easting, northing) pairs."""
    closed = [*points, points[0]]
    return " ".join(f"{n:.2f} {e:.2f}" if northing_first else f"{e:.2f} {n:.2f}" for e, n in closed)


def square(longitude, latitude, srid, side=40):
    """Corners of a square (easting, northing) in a system, its south-western corner given in degrees."""
    easting, northing = pyproj.Transformer.from_crs(4326, srid, always_xy=True).transform(longitude, latitude)
    e, n = round(easting, 2), round(northing, 2)
    return [(e, n), (e + side, n), (e + side, n + side), (e, n + side)]


def polygon(pos_list, srs, extra=""):
    return (
        f'<gml:Polygon gml:id="g" srsName="{srs}" {extra}><gml:exterior><gml:LinearRing><gml:posList>{pos_list}'
        "</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon>"
    )


def parcel(
    number, shape, prefix="egb", ns="PL.PZGiK.7777.EGiB", version="2024-03-01T10:00:00", more="", local=""
):
    """A parcel; `shape` is a whole GML geometry."""
    p = prefix
    return (
        f'<{p}:EGB_DzialkaEwidencyjna gml:id="d{number.replace("/", "-").replace(".", "_")}">'
        f"<{p}:idIIP><{p}:EGB_IdentyfikatorIIP><{p}:lokalnyId>{local or 'L' + number.replace('/', '-')}</{p}:lokalnyId>"
        f"<{p}:przestrzenNazw>{ns}</{p}:przestrzenNazw><{p}:wersjaId>{version}</{p}:wersjaId>"
        f"</{p}:EGB_IdentyfikatorIIP></{p}:idIIP><{p}:startObiekt>{version}</{p}:startObiekt>"
        f"<{p}:startWersjaObiekt>{version}</{p}:startWersjaObiekt><{p}:idDzialki>{number}</{p}:idDzialki>"
        f"<{p}:geometria>{shape}</{p}:geometria>{more}</{p}:EGB_DzialkaEwidencyjna>"
    )


def collection(*features, prefix="egb", namespace=EGIB, member="featureMember", head=""):
    """A whole file, a feature a line, the first on line 3."""
    body = "\n".join(f"<gml:{member}>{feature}</gml:{member}>" for feature in features)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{head}<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml/3.2"'
        f' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        f' xmlns:{prefix}="{namespace}">\n{body}\n</gml:FeatureCollection>\n'
    ).encode()

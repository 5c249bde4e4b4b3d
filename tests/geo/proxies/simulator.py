"""A map server on the loopback that behaves as the national services do, and misbehaves when told.

WMS: 1.3.0 takes EPSG:2180 northing first, 1.1.1 easting first; a box outside of Poland in the
order of its version is an exception document, as MapServer sends. Without STYLES it refuses. ULDK:
a count line, then fields joined by bars; unknown parcels and swapped axes answer "-1 no results".
The national services stand at their own paths, know their own layers and formats and nothing else.
"""

from http.server import BaseHTTPRequestHandler
from http.server import ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs
from urllib.parse import urlsplit

import base64
import time


PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
ULDK_PARCEL = (
    "1\nSRID=2180;POLYGON((473470 571720,473480 571720,473480 571730,473470 571720))"
    "|046301_1.0001.12/3|kujawsko-pomorskie|Toruń|M. Toruń|Obręb 1|12/3\n"
)
GML = """<?xml version="1.0" encoding="utf-8"?>
<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:gml="http://www.opengis.net/gml/3.2"
  xmlns:ms="http://mapserver.gis.umn.edu/mapserver" numberMatched="1" numberReturned="1">
  <wfs:member><ms:dzialki gml:id="dzialki.1"><ms:geom>
    <gml:Polygon gml:id="p1" srsName="urn:ogc:def:crs:EPSG::2180"><gml:exterior><gml:LinearRing>
      <gml:posList>571720 473470 571720 473480 571730 473480 571720 473470</gml:posList>
    </gml:LinearRing></gml:exterior></gml:Polygon></ms:geom>
    <ms:NUMER_DZIALKI>12/3</ms:NUMER_DZIALKI></ms:dzialki></wfs:member>
</wfs:FeatureCollection>"""

OLD_WMS = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE WMT_MS_Capabilities SYSTEM "http://127.0.0.1:1/capabilities_1_1_1.dtd" [<!ELEMENT VendorSpecificCapabilities EMPTY>]>
<WMT_MS_Capabilities version="1.1.1"><Service><Name>OGC:WMS</Name><Title>Usługa</Title></Service>
<Capability><Request><GetMap><Format>image/tiff</Format><Format>image/png</Format></GetMap></Request>
<Layer><Title>Wszystko</Title><SRS>EPSG:4326 EPSG:2180</SRS>LAYERS</Layer></Capability></WMT_MS_Capabilities>"""
NEW_WMS = """<?xml version="1.0" encoding="UTF-8"?>
<WMS_Capabilities xmlns="http://www.opengis.net/wms" version="1.3.0"><Service><Name>WMS</Name><Title>Usługa</Title></Service>
<Capability><Request><GetMap><Format>image/png</Format><Format>image/jpeg</Format></GetMap></Request>
<Layer><Title>Wszystko</Title><CRS>CRS:84</CRS><CRS>EPSG:2180</CRS>LAYERS</Layer></Capability></WMS_Capabilities>"""

NATIONAL = {
    "/cgi-bin/KrajowaIntegracjaEwidencjiGruntow": {"dzialki", "numery_dzialek", "budynki"},
    "/cgi-bin/KrajowaIntegracjaUzbrojeniaTerenu": {
        f"przewod_{kind}"
        for kind in (
            "wodociagowy", "kanalizacyjny", "gazowy", "elektroenergetyczny", "cieplowniczy", "telekomunikacyjny",
        )
    },
    "/wss/ext/KrajowaIntegracjaMiejscowychPlanowZagospodarowaniaPrzestrzennego": {
        "granice", "raster", "wektor-str", "wektor-lzb", "wektor-pow", "wektor-lin", "wektor-pkt",
    },
    "/wss/ext/KrajowaIntegracjaAktowPlanowaniaPrzestrzennego": {"app"},
    "/wss/service/PZGIK/ORTO/WMS/StandardResolution": {"Raster"},
    "/wss/service/PZGIK/ORTO/WMS/HighResolution": {"Raster"},
    "/wms": {
        f"GDOS:{name}"
        for name in (
            "ParkiNarodowe", "ParkiKrajobrazowe", "Rezerwaty", "ObszaryChronionegoKrajobrazu",
            "ObszarySpecjalnejOchrony", "SpecjalneObszaryOchrony", "PomnikiPrzyrody", "UzytkiEkologiczne",
            "StanowiskaDokumentacyjne", "ZespolyPrzyrodniczoKrajobrazowe",
        )
    } | {"dzialki"},
    "/INSPIRE_IMD/service.svc/get": {"Immovable_Monuments"},
}  # fmt: skip


class Handler(BaseHTTPRequestHandler):
    """Answers by the path; `/broken/...` misbehaves by its last part."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        given = {
            name.upper(): values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()
        }
        self.server.asked.append((parts.path, given))
        mood = self.server.moods.pop(0) if self.server.moods else "well"
        if mood == "refuses":
            return self._send(503, "text/html", b"<h1>Service Unavailable</h1>")
        if mood == "loses":
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.send_header("Content-Length", "100000")
            self.end_headers()
            self.wfile.write(PNG)
            return None
        if mood == "repeats":
            # One answer is promised, two are sent.
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.send_header("Content-Length", str(len(PNG)))
            self.end_headers()
            self.wfile.write(PNG + PNG)
            return None
        if mood == "delays":
            time.sleep(1.5)
        if mood == "redirects":
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.end_headers()
            return None
        if parts.path == "/uldk":
            return self._send(200, "text/plain; charset=utf-8", self._uldk(given).encode())
        if parts.path.startswith("/tiles/"):
            return self._send(200, "image/png", PNG)
        if given.get("REQUEST") == "GetCapabilities":
            return self._capabilities(given, sorted(NATIONAL.get(parts.path, set())))
        if given.get("SERVICE") == "WFS":
            return self._send(200, "text/xml; subtype=gml/3.2", GML.encode())
        return self._wms(given, NATIONAL.get(parts.path, set()))

    def _capabilities(self, given: dict[str, str], layers: list[str]) -> None:
        """WMS as its two versions write it; the systems stand on the layer above, which has no name."""
        inside = "".join(
            f"<Layer><Name>{name}</Name><Title>{name.upper()}</Title></Layer>" for name in layers
        )
        if given["VERSION"] == "1.1.1":
            text = OLD_WMS.replace("LAYERS", inside)
            return self._send(200, "application/vnd.ogc.wms_xml", text.encode())
        return self._send(200, "text/xml; charset=utf-8", NEW_WMS.replace("LAYERS", inside).encode())

    def _wms(self, given: dict[str, str], layers: set[str]) -> None:
        a, b, c, d = map(float, given["BBOX"].split(","))
        north_first = given["VERSION"] == "1.3.0"
        south, west, north, east = (a, b, c, d) if north_first else (b, a, d, c)
        known = given.get("CRS" if north_first else "SRS") == "EPSG:2180"
        if (
            not known
            or not set(given["LAYERS"].split(",")) <= layers
            or given["FORMAT"] not in ("image/png", "image/jpeg")
            or given["REQUEST"] != "GetMap"
            or "STYLES" not in given
            or not (140e3 < west < east < 500e3 and 550e3 < south < north < 880e3)
        ):
            return self._send(200, "text/xml", b"<ServiceExceptionReport/>")
        return self._send(200, given["FORMAT"], PNG)

    def _uldk(self, given: dict[str, str]) -> str:
        return ULDK_PARCEL if given.get("ID") == "046301_1.0001.12/3" else "-1 brak wyników\n"

    def _send(self, status: int, content_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


class Simulator:
    """Starts on a free port of the loopback; `moods` are used up one a request."""

    def __init__(self) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.asked, self.server.moods = [], []
        self.host = f"127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def asked(self) -> list[tuple[str, dict[str, str]]]:
        return self.server.asked

    def is_in_mood(self, *moods: str) -> None:
        self.server.moods[:] = moods

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

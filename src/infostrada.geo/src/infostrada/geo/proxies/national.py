"""National services an administrator may switch on; each becomes a draft layer. None is on by itself.

Names of layers are what a layer begins with, not what it is bound to: `@@layer-names` asks the service itself.
"""

from infostrada.geo import _
from typing import Any
from typing import NamedTuple


class National(NamedTuple):
    """One service; `confirmed`: the names of its layers were read in several independent sources."""

    name: str
    title: Any
    url: str
    layers: str
    version: str
    format: str
    is_base: bool
    confirmed: bool


KIEG = "https://integracja.gugik.gov.pl/cgi-bin/KrajowaIntegracjaEwidencjiGruntow"
KIUT = "https://integracja.gugik.gov.pl/cgi-bin/KrajowaIntegracjaUzbrojeniaTerenu"
WSS = "https://mapy.geoportal.gov.pl/wss"
NETWORKS = (
    "przewod_wodociagowy,przewod_kanalizacyjny,przewod_gazowy,przewod_elektroenergetyczny,"
    "przewod_cieplowniczy,przewod_telekomunikacyjny"
)
# Communes publish a plan as a picture or as shapes, so all are asked for; outlines first, below the rest.
PLANS = "granice,raster,wektor-str,wektor-lzb,wektor-pow,wektor-lin,wektor-pkt"
GDOS = (
    "GDOS:ParkiNarodowe,GDOS:ParkiKrajobrazowe,GDOS:Rezerwaty,GDOS:ObszaryChronionegoKrajobrazu,"
    "GDOS:ObszarySpecjalnejOchrony,GDOS:SpecjalneObszaryOchrony,GDOS:PomnikiPrzyrody,GDOS:UzytkiEkologiczne,"
    "GDOS:StanowiskaDokumentacyjne,GDOS:ZespolyPrzyrodniczoKrajobrazowe"
)

SERVICES = tuple(
    National(*row)
    for row in (
        ("kieg", _("Parcels and buildings of the country (KIEG)"), KIEG, "dzialki,numery_dzialek,budynki", "1.1.1", "image/png", False, True),
        ("kiut", _("Utilities of the country (KIUT)"), KIUT, NETWORKS, "1.1.1", "image/png", False, True),
        ("kimpzp", _("Local plans of the country (KIMPZP)"), f"{WSS}/ext/KrajowaIntegracjaMiejscowychPlanowZagospodarowaniaPrzestrzennego", PLANS, "1.1.1", "image/png", False, False),
        ("kiapp", _("Planning acts of the country (KIAPP)"), f"{WSS}/ext/KrajowaIntegracjaAktowPlanowaniaPrzestrzennego", "app", "1.3.0", "image/png", False, False),
        ("gdos", _("Protected nature of the country (GDOŚ)"), "https://sdi.gdos.gov.pl/wms", GDOS, "1.3.0", "image/png", False, True),
        ("nid", _("Monuments of the country (NID)"), "https://usluga.zabytek.gov.pl/INSPIRE_IMD/service.svc/get", "Immovable_Monuments", "1.3.0", "image/png", False, True),
        ("orto_hd", _("Orthophoto of the country, high resolution"), f"{WSS}/service/PZGIK/ORTO/WMS/HighResolution", "Raster", "1.3.0", "image/jpeg", True, True),
        ("orto", _("Orthophoto of the country"), f"{WSS}/service/PZGIK/ORTO/WMS/StandardResolution", "Raster", "1.3.0", "image/jpeg", True, True),
    )
)  # fmt: skip

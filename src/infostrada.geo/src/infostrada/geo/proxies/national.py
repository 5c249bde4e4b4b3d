"""National services an administrator may switch on; each becomes a draft layer. None is on by itself."""

from infostrada.geo import _


KIEG = "https://integracja.gugik.gov.pl/cgi-bin/KrajowaIntegracjaEwidencjiGruntow"
KIUT = "https://integracja.gugik.gov.pl/cgi-bin/KrajowaIntegracjaUzbrojeniaTerenu"
WSS = "https://mapy.geoportal.gov.pl/wss"
NETWORKS = (
    "przewod_wodociagowy,przewod_kanalizacyjny,przewod_gazowy,przewod_elektroenergetyczny,"
    "przewod_cieplowniczy,przewod_telekomunikacyjny"
)
GDOS = (
    "GDOS:ParkiNarodowe,GDOS:ParkiKrajobrazowe,GDOS:Rezerwaty,GDOS:ObszaryChronionegoKrajobrazu,"
    "GDOS:ObszarySpecjalnejOchrony,GDOS:SpecjalneObszaryOchrony,GDOS:PomnikiPrzyrody,GDOS:UzytkiEkologiczne,"
    "GDOS:StanowiskaDokumentacyjne,GDOS:ZespolyPrzyrodniczoKrajobrazowe"
)

# Name of the layer here, title, address, names there, version, format, base map?
SERVICES = (
    ("kieg", _("Parcels and buildings of the country (KIEG)"), KIEG, "dzialki,numery_dzialek,budynki", "1.1.1", "image/png", False),
    ("kiut", _("Utilities of the country (KIUT)"), KIUT, NETWORKS, "1.1.1", "image/png", False),
    ("kimpzp", _("Local plans of the country (KIMPZP)"), f"{WSS}/ext/KrajowaIntegracjaMiejscowychPlanowZagospodarowaniaPrzestrzennego", "plany", "1.1.1", "image/png", False),
    ("kiapp", _("Planning acts of the country (KIAPP)"), f"{WSS}/ext/KrajowaIntegracjaAktowPlanowaniaPrzestrzennego", "app", "1.3.0", "image/png", False),
    ("gdos", _("Protected nature of the country (GDOŚ)"), "https://sdi.gdos.gov.pl/wms", GDOS, "1.3.0", "image/png", False),
    ("nid", _("Monuments of the country (NID)"), "https://usluga.zabytek.gov.pl/INSPIRE_IMD/service.svc/get", "Immovable_Monuments", "1.3.0", "image/png", False),
    ("orto_hd", _("Orthophoto of the country, high resolution"), f"{WSS}/service/PZGIK/ORTO/WMS/HighResolution", "Raster", "1.3.0", "image/jpeg", True),
    ("orto", _("Orthophoto of the country"), f"{WSS}/service/PZGIK/ORTO/WMS/StandardResolution", "Raster", "1.3.0", "image/jpeg", True),
)  # fmt: skip

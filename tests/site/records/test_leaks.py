"""Nobody without grounds reads a case by any path: every page and service that is registered is asked (EOD-15)."""

from infostrada.core.calendar import polish_today
from infostrada.core.record.listing import listings
from infostrada.core.record.pending import flush
from infostrada.geo.features import store
from infostrada.geo.links.operations import link
from infostrada.geo.links.rules import Ask
from infostrada.geo.wms.program import program
from infostrada.site.parties.operations import add_party
from infostrada.site.records.cases.content import Participant
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.documents.operations import accept_document
from infostrada.site.records.documents.operations import add_document
from infostrada.site.records.documents.operations import Draft
from infostrada.site.records.tasks.operations import assign
from infostrada.site.records.tasks.rules import Order
from infostrada.site.records.upload import Upload
from infostrada.site.units import operations as units
from infostrada.site.units.lookup import structure_of
from infostrada.site.units.operations import UnitData
from infostrada.site.units.roles import ORG_ROLES
from infostrada.site.units.roles import UNIT_ROLES
from plone import api
from plone.uuid.interfaces import IUUID
from pypdf import PdfReader
from tests.geo.conftest import feature
from tests.geo.conftest import map_layer
from tests.geo.conftest import square
from tests.site.permissions.entry_points import registered
from world import LETTER
from world import PASSWORD

import io
import requests
import transaction
import zipfile


# What is asked for, and what may not come: answers repeat the words asked for.
ASKED, SECRET = "qzxhaslo", "qzxtajne"
PESEL = "85031419511"
UNIT = "gmina-lipnowo"
CLERK, STRANGER, NEIGHBOUR = "anna.urbanista", "adam.obcy", "olga.sasiadka"
PARCEL = "049901_2.0001.1"
# Pages that act when they are merely opened, or are no pages of a person.
LEFT_OUT = frozenset({"logout", "acl_users", "listing-export"})
TAILS = {"version": "1", "signed": "1", "file": "0", "preview": "1/1", "evidence": "0"}
PLONE = (
    "", "@history", "@breadcrumbs", "@navigation", "@contextnavigation", "@relations", "@actions", "@sharing",
    "@lock", "@workflow", "@types", "@export", "@@historyview", "@@sharing", "@@content-core",
    "?expand=breadcrumbs,navigation,actions,types,workflow,contextnavigation", "?fullobjects=1", "@@folder_contents",
    "sitemap", "@@sitemap", "@@plone_context_state/object_title", "@@plone_context_state/workflow_state", "@@plone/toLocalizedTime",
    "title", "Title", "Description", "listFolderContents", "@@iconresolver", "@@syndication-util", "rss.xml",
    "@translations", "@inherit?expand.inherit.behaviors=plone.basic", "@contextnavigation?expand.contextnavigation.includeTop=1",
    "@aliases", "@linkintegrity", "@userschema", "@querysources", "@@getVocabulary?name=x", "@places", "@journal", "@access-log",
)  # fmt: skip

POSTED = {
    "q": ASKED, "text": ASKED, "words": ASKED, "title": ASKED, "SearchableText": ASKED, "name": "cases", "value": PESEL,
    "query": [{"i": "SearchableText", "o": "plone.app.querystring.operation.string.contains", "v": ASKED}],
}  # fmt: skip
GROUND = "x=500050&y=570050&tolerance=2"
BOX = "BBOX=499950,569950,500250,570250&WIDTH=100&HEIGHT=100"
# The case is linked to a parcel of a public layer: the map may not tell of them.
MAP = (
    "@@map", "@@geo/links", "@@geo/links?uid={uid}", f"@@geo/what-is-here?{GROUND}", f"@@here-sheet?{GROUND}",
    f"@@geo/find?q={PARCEL}", f"@@geo-search?q={ASKED}", "@@geo/collections/dzialki/items?f=json",
    "@@geo/collections/dzialki/tiles/PL1992/10/422/512", "@@geo/collections/dzialki/tiles/WebMercatorQuad/16/21349/36226",
    "@@geo/wfs?request=GetFeature&typenames=dzialki", f"@@records-about?layer=dzialki&name={PARCEL}",
    f"@records-about?layer=dzialki&name={PARCEL}", "@search?geo=bbox:18.9,52.9,19.1,53.2&metadata_fields=_all",
    f"@search?geo=feature:{PARCEL}&metadata_fields=_all", "@@places-successors", "@places-successors",
)  # fmt: skip
PIXEL = (
    f"@@geo/wms?SERVICE=WMS&VERSION=1.1.1&SRS=EPSG:2180&{BOX}&FORMAT=image/png&STYLES=&REQUEST=GetFeatureInfo&X=50&Y=50"
    "&INFO_FORMAT=text/plain&LAYERS=dzialki&QUERY_LAYERS=dzialki", "@@geo/wmts/dzialki/default/PL1992/10/422/512/172/32.json",
)  # fmt: skip
MAP_TELLS = (
    "@@geo/links",
    f"@@geo/what-is-here?{GROUND}",
    f"@@here-sheet?{GROUND}",
    f"@@records-about?layer=dzialki&name={PARCEL}",
)


def neighbour(site):
    """A person of another unit who has every role there."""
    other = units.create_unit(site, UnitData("gmina-sasiednia", "Gmina Sąsiednia", "commune"))
    units.open_unit(other)
    org = units.create_org(structure_of(other), title="Referat", symbol="RF")
    roles = {"unit_roles": frozenset(UNIT_ROLES), "org_roles": frozenset(ORG_ROLES)}
    post = units.create_post(org, title="Zastępstwo wszystkich", **roles)
    units.employ(
        other, user_id=NEIGHBOUR, title="Olga Nowacka", email=f"{NEIGHBOUR}@example.pl", password=PASSWORD
    )
    units.assign(post, user_id=NEIGHBOUR, valid_from=polish_today())


def build(site):
    """A letter, its case, document, task and party, all bearing the words; nobody but the clerk works on them."""
    neighbour(site)
    map_layer(site, "dzialki", "published", linkable=True)
    flush()
    store.load("dzialki", [feature("dzialki", "a1", PARCEL, square(500_000, 570_000))])
    unit, words = site[UNIT], f"{ASKED} {SECRET}"
    with api.env.adopt_user(username="ewa.kancelaria"):
        party, _warnings = add_party(unit, {"surname": words, "given_names": "Maria", "pesel": PESEL})
        named = {**LETTER, "title": words, "sender_surname": words, "party": IUUID(party)}
        letter = register_letter(unit, named, [Upload(f"{SECRET}.txt", words.encode())])
    with api.env.adopt_user(username="jan.wojt"):
        task = assign(letter, Order(CLERK, "do załatwienia", instruction=words))
    with api.env.adopt_user(username=CLERK):
        mine = (Participant(words, "strona", IUUID(party)),)
        opening = Opening(words, "gp", "6730", letter, parties=mine, description=words, access="not_public")
        case = open_case(unit, opening)
        document = add_document(case, Draft(words, "decyzja"), Upload(f"{SECRET}.txt", words.encode()))
    with api.env.adopt_user(username="piotr.kierownik"):
        accept_document(document)
    link(case, [Ask(PARCEL)])
    transaction.commit()
    return {"case": case, "document": document, "letter": letter, "task": task, "party": party, "unit": unit}


def paths(site, things):
    """Every path: registered pages and services, Plone's own, lists and their files, searches."""
    base = site.absolute_url()
    found = {}
    for point in registered():
        rest = point.name.startswith("GET_application_json_")
        name = point.name.removeprefix("GET_application_json_")
        if name in LEFT_OUT or (not rest and "_application_json_" in point.name):
            continue
        for key, thing in (*things.items(), ("site", site)):
            if point.context.providedBy(thing):
                step = name if rest else f"@@{name}"
                tail = f"/{TAILS[name]}" if name in TAILS else ""
                url = f"{thing.absolute_url()}/{step}{tail}?q={ASKED}&SearchableText={ASKED}&words={ASKED}"
                found[f"{key}/{step}"] = (url, "application/json" if rest else "text/html")
    for key in ("case", "document", "letter", "task", "party"):
        thing = things[key]
        found |= {
            f"{key}/{step or 'itself'}": (
                f"{thing.absolute_url()}/{step}",
                "application/json" if "@@" not in step else "text/html",
            )
            for step in PLONE
        }
        found[f"{key}/page"] = (thing.absolute_url(), "text/html")
        found[f"{key}/resolveuid"] = (f"{base}/resolveuid/{IUUID(thing)}", "application/json")
        for where in ("UID", "path"):
            value = IUUID(thing) if where == "UID" else "/".join(thing.getPhysicalPath())
            found[f"{key}/@search by {where}"] = (
                f"{base}/@search?{where}={value}&metadata_fields=_all&fullobjects=1", "application/json",
            )  # fmt: skip
    unit = things["unit"].absolute_url()
    for name in sorted(listings()):
        found[f"@listing {name}"] = (f"{unit}/@listing?name={name}&q={ASKED}&size=200", "application/json")
        for kind in ("csv", "xlsx"):
            url = f"{unit}/@@listing-export?name={name}&format={kind}"
            found[f"export {name} {kind}"] = (url, "text/html")
    for where in (base, unit):
        found[f"{where} @search"] = (
            f"{where}/@search?SearchableText={ASKED}&metadata_fields=_all",
            "application/json",
        )
        found[f"{where} search"] = (f"{where}/@@search?SearchableText={ASKED}", "text/html")
        found[f"{where} livesearch"] = (f"{where}/@@ajax-search?SearchableText={ASKED}", "text/html")
        for path in (*MAP, *(PIXEL if program() else ())):
            accept = (
                "application/json" if path.startswith(("@search", "@records", "@places")) else "text/html"
            )
            found[f"{where} map {path}"] = (f"{where}/{path.format(uid=IUUID(things['case']))}", accept)
    found["signs"] = (f"{unit}/@@find-cases?q={ASKED}", "text/html")
    found["sitemap"] = (f"{base}/sitemap.xml.gz", "text/html")
    return found


def posts(site, things):
    """Every service that is posted to, and Plone's own search by body."""
    names = {point.name.removeprefix("POST_application_json_"): point.context for point in registered()
             if point.name.startswith("POST_application_json_")}  # fmt: skip
    found = {
        f"POST {key}/{name}": f"{thing.absolute_url()}/{name}"
        for name, context in names.items()
        for key, thing in (*things.items(), ("site", site))
        if context.providedBy(thing)
    }
    for thing in (site, things["unit"]):
        found[f"POST {thing.getId()}/@querystring-search"] = f"{thing.absolute_url()}/@querystring-search"
    return found


def told(answer):
    """The text of an answer; of a workbook that of its parts, of a PDF that of its pages."""
    if answer.content[:5] == b"%PDF-":
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    if answer.content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            return b"".join(archive.read(name) for name in archive.namelist()).decode("utf-8", "replace")
    return answer.content.decode("utf-8", "replace")


def leaks(wanted, login):
    """The paths by which a person gets the secret words or the whole number."""
    session = session_of(login)
    answers = {
        name: session.get(url, headers={"Accept": accept}, timeout=60, allow_redirects=False)
        for name, (url, accept) in wanted.items()
    }
    # A refused page leads to the login with its own address, which holds identifiers alone.
    return {name: what for name, answer in answers.items() if (what := secret_in(answer))}


def refused_methods(wanted):
    """What WebDAV, spoken by Zope on every object, answers a person: nothing, by no method of its own."""
    session = session_of(STRANGER)
    asked = ("PROPFIND", "PROPPATCH", "LOCK", "COPY", "MOVE", "MKCOL", "REPORT")
    return {
        method: session.request(method, url, timeout=60).status_code for method in asked for url in wanted
    }


def posted_leaks(wanted, login):
    """The same of services that are posted to; the number asked for may come back with the question."""
    session = session_of(login)
    answers = {
        name: session.post(
            url, json=POSTED, headers={"Accept": "application/json"}, timeout=60, allow_redirects=False
        )
        for name, url in wanted.items()
    }
    return {name: what for name, answer in answers.items() if (what := secret_in(answer, (SECRET,)))}


def session_of(login):
    session = requests.Session()
    session.auth = (login, PASSWORD) if login else None
    return session


def secret_in(answer, secrets=(SECRET, PESEL)):
    """Where one of the secrets stands in an answer; None when it holds none."""
    text = told(answer)
    at = max(text.find(secret) for secret in secrets)
    return f"{answer.status_code} {text[max(0, at - 80) : at + 20]!r}" if at >= 0 else None


def test_eod_15_nobody_without_grounds_reads_a_case_by_any_path(site):
    things = build(site)
    wanted = paths(site, things)
    assert len(wanted) > 250
    # Who has the grounds gets the words by these paths, so the others are not silent for another reason.
    control = {
        name: wanted[name]
        for name in wanted
        if name in ("case/@@view", "document/@@view", "letter/@@view", "task/@@view", "case/itself", "case/@metryka",
                    "document/itself", "@listing cases", "@listing documents", "export cases csv", "export cases xlsx")
        or name.endswith(" search") or (" map " in name and name.partition(" map ")[2] in MAP_TELLS)
    }  # fmt: skip
    assert leaks(control, CLERK).keys() == control.keys()
    sent = posts(site, things)
    assert len(sent) > 50
    assert posted_leaks({name: url for name, url in sent.items() if "@querystring" in name}, CLERK)
    objects = {name: url for name, url in wanted.items() if not name.startswith(("unit/", "site/"))}
    # A stranger of the same unit asks everything; one of another unit what names the case, the map, lists and searches.
    near = {
        name: path for name, path in objects.items()
        if name.startswith("case/") or any(word in name for word in (" map ", "search", "@listing"))
    }  # fmt: skip
    asked = ((STRANGER, wanted), (NEIGHBOUR, near), ("", objects))
    found = [
        f"{login} {name}: {what}" for login, paths_ in asked for name, what in leaks(paths_, login).items()
    ]
    near = {
        name: url for name, url in sent.items() if name.startswith("POST case/") or "@querystring" in name
    }
    for login, urls in ((STRANGER, sent), (NEIGHBOUR, near), ("", near)):
        found += [f"{login} {name}: {what}" for name, what in posted_leaks(urls, login).items()]
    assert not found, "\n".join(sorted(found))
    assert set(refused_methods([things["case"].absolute_url()]).values()) == {405}

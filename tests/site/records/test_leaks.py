"""Nobody without grounds reads a case by any path: every page and service that is registered is asked (EOD-15)."""

from infostrada.core.record.listing import listings
from infostrada.site.parties.operations import add_party
from infostrada.site.records.cases.content import Participant
from infostrada.site.records.cases.operations import open_case
from infostrada.site.records.cases.operations import Opening
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.documents.operations import accept_document
from infostrada.site.records.documents.operations import add_document
from infostrada.site.records.documents.operations import Draft
from infostrada.site.records.tasks.operations import assign
from infostrada.site.records.tasks.rules import Order
from infostrada.site.records.upload import Upload
from plone import api
from plone.uuid.interfaces import IUUID
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
CLERK, STRANGER = "anna.urbanista", "adam.obcy"
# Pages that act when they are merely opened, or are no pages of a person.
LEFT_OUT = frozenset({"logout", "acl_users", "listing-export"})
TAILS = {"version": "1", "signed": "1", "file": "0", "preview": "1/1", "evidence": "0"}
PLONE = (
    "", "@history", "@breadcrumbs", "@navigation", "@contextnavigation", "@relations", "@actions", "@sharing",
    "@lock", "@workflow", "@types", "@export", "@@historyview", "@@sharing", "@@content-core",
    "?expand=breadcrumbs,navigation,actions,types,workflow,contextnavigation", "?fullobjects=1", "@@folder_contents",
    "@aliases", "@linkintegrity", "@userschema", "@querysources", "@@getVocabulary?name=x", "@places", "@journal", "@access-log",
)  # fmt: skip


def build(site):
    """A letter, its case, document, task and party, all bearing the words; nobody but the clerk works on them."""
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
    found["sitemap"] = (f"{base}/sitemap.xml.gz", "text/html")
    return found


def told(answer):
    """The text of an answer; of a workbook that of its parts."""
    if answer.content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            return b"".join(archive.read(name) for name in archive.namelist()).decode("utf-8", "replace")
    return answer.content.decode("utf-8", "replace")


def leaks(wanted, login):
    """The paths by which a person gets the secret words or the whole number."""
    session = requests.Session()
    session.auth = (login, PASSWORD) if login else None
    found = {}
    for name, (url, accept) in wanted.items():
        answer = session.get(url, headers={"Accept": accept}, timeout=60, allow_redirects=False)
        text = told(answer)
        # A refused page leads to the login with its own address, which holds identifiers alone.
        if SECRET in text or PESEL in text:
            at = text.find(SECRET if SECRET in text else PESEL)
            found[name] = f"{answer.status_code} {text[max(0, at - 80) : at + 20]!r}"
    return found


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
        or name.endswith(" search")
    }  # fmt: skip
    assert leaks(control, CLERK).keys() == control.keys()
    told_stranger = leaks(wanted, STRANGER)
    assert not told_stranger, "\n".join(f"{name}: {what}" for name, what in sorted(told_stranger.items()))
    objects = {name: url for name, url in wanted.items() if not name.startswith(("unit/", "site/"))}
    told_nobody = leaks(objects, "")
    assert not told_nobody, "\n".join(f"{name}: {what}" for name, what in sorted(told_nobody.items()))

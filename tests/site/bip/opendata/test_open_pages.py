"""What programs read of a bulletin: twins, sitemap, linked data, redirects; and what they never read."""

from datetime import date
from datetime import timedelta
from infostrada.core.calendar import polish_today
from infostrada.core.record import pending
from infostrada.site.bip import operations
from infostrada.site.bip.menu import MENU
from infostrada.site.bip.moving.operations import move_entry
from infostrada.site.bip.registers.operations import draft_register_entry
from infostrada.site.bip.registers.operations import RegisterData
from infostrada.site.bip.timing.operations import plan_entry
from infostrada.site.records.deed import now
from infostrada.site.records.problems import InvalidData
from infostrada.site.units.hosts import CENTRAL
from infostrada.site.units.operations import change_unit
from lxml import etree
from lxml import html
from plone import api
from Products.SiteAccess.VirtualHostMonster import manage_addVirtualHostMonster
from tests.site.bip.registers.examples import EXAMPLES
from tests.site.bip.test_bip_operations import DATA
from urllib.parse import unquote
from urllib.parse import urlsplit

import json
import pytest
import requests
import transaction


# Sections without an entry look alike: one of them is enough.
FILLED = ("obwieszczenia", "rada", "oswiadczenia-majatkowe", "petycje")
EMPTY = {item.name for items in MENU.values() for item in items} - set(FILLED)


@pytest.fixture
def bulletin(served):
    """Public entries of three kinds, and everything that is not for the public."""
    bulletin = served.unit["bip"]
    section = bulletin["obwieszczenia"]
    with served.acting("maria.bip"):
        for title in ("Jawna pierwsza", "Jawna druga", "Jawna & <trzecia>"):
            operations.publish_entry(operations.draft_entry(section, DATA._replace(title=title)))
        operations.draft_entry(section, DATA._replace(title="Szkic kamienny"))
        planned = operations.draft_entry(section, DATA._replace(title="Zaplanowana kamienna"))
        plan_entry(planned, now() + timedelta(days=2))
        gone = operations.draft_entry(section, DATA._replace(title="Wycofana kamienna"))
        operations.publish_entry(gone)
        operations.withdraw_entry(gone, "Omyłka")
        over = operations.draft_entry(section, DATA._replace(title="Wygasła kamienna", until=polish_today()))
        operations.publish_entry(over)
        over.setExpirationDate(now().replace(year=2020).strftime("%Y/%m/%d"))
        over.reindexObject()
        for name in ("term", "session", "vote", "resolution", "declaration"):
            section_id = {"declaration": "oswiadczenia-majatkowe"}.get(name, "rada")
            made = draft_register_entry(
                bulletin[section_id], name, RegisterData(EXAMPLES[name], "Rada", date(2026, 11, 1))
            )
            operations.publish_entry(made)
    pending.flush()
    transaction.commit()
    return bulletin


def get(url, **options):
    return requests.get(url, timeout=60, **options)


def page(answer):
    return html.fromstring(answer.content, base_url=answer.url)


def crawl(start):
    """HTML pages of a bulletin that links lead to, by address without query, as a visitor sees them."""
    waiting, found = [start], {}
    while waiting:
        url = waiting.pop()
        if url in found or url.removeprefix(f"{start}/") in EMPTY:
            continue
        answer = get(url)
        assert answer.status_code == 200, url
        found[url] = answer
        if not answer.headers["Content-Type"].startswith("text/html"):
            continue
        document = page(answer)
        document.make_links_absolute()
        links = (link.get("href").partition("#")[0] for link in document.xpath("//main//a[@href]"))
        waiting += [link for link in links if link.startswith(start) and link not in found]
    return {
        url: answer for url, answer in found.items() if answer.headers["Content-Type"].startswith("text/html")
    }


def test_each_page_has_its_twin_and_nothing_private_has_an_address(bulletin, served):
    start = url = bulletin.absolute_url()
    pages = crawl(start)
    # Bulletin, four sections, nine entries and tombstones, registers and their lists, change log and its check.
    assert len(pages) > 20
    twins = {}
    for address, answer in pages.items():
        found = page(answer).xpath("//head/link[@rel='alternate'][@type='application/json']/@href")
        assert len(found) == 1, address
        twins.setdefault(found[0], address)
    for twin, address in twins.items():
        answer = get(twin, headers={"Accept": "text/html"})
        assert answer.status_code == 200, (address, twin)
        assert answer.headers["Content-Type"].startswith("application/json"), (address, twin)
        assert "Szkic kamienny" not in answer.text and "Zaplanowana kamienna" not in answer.text, twin
        assert "maria.bip" not in answer.text, twin

    root = served.unit.absolute_url()
    index = etree.fromstring(get(f"{root}/sitemap.xml").content)
    parts = [node.text for node in index.iter("{*}loc")]
    listed = {node.text for part in parts for node in etree.fromstring(get(part).content).iter("{*}loc")}
    assert f"Sitemap: {root}/sitemap.xml" in get(f"{root}/robots.txt").text
    assert [other for other in listed - set(pages) - empty(start) if get(other).status_code != 200] == []
    public = {address for address in pages if "jawna" in address or "uchwala" in address}
    assert len(public) == 4 and public <= listed
    for word in ("szkic", "zaplanowana", "wycofana", "wygasla", "oswiadczenie"):
        assert not [address for address in listed if word in address.rpartition("/")[2]], word
    assert get(f"{root}/sitemap-part.xml?start=1").status_code == 404

    linked = {}
    for address, answer in pages.items():
        blocks = page(answer).xpath("//script[@type='application/ld+json']/text()")
        assert len(blocks) <= 1
        linked |= {address: json.loads(block) for block in blocks}
    (act,) = [facts for facts in linked.values() if facts["@type"] == "Legislation"]
    assert act["legislationDate"] == "2026-10-29" and act["publisher"]["@type"] == "GovernmentOrganization"
    assert "Jawna & <trzecia>" in {facts.get("name") for facts in linked.values()}
    catalogue = linked[url]
    assert catalogue["@type"] == "DataCatalog"
    files = [part["contentUrl"] for data in catalogue["dataset"] for part in data["distribution"]]
    assert f"{url}/popolo.json" in files and f"{url}/rejestr/uchwaly.csv" in files
    assert not [name for name in files if "oswiadczenia" in name]
    for word in ("wycofana", "wygasla", "oswiadczenie"):
        assert not [address for address in linked if word in address.rpartition("/")[2]], word
    said = get(f"{url}/popolo.json").json()
    assert len(said["persons"]) == 5 and said["vote_events"][0]["sources"][0]["url"] in pages


def empty(start):
    return {f"{start}/{name}" for name in EMPTY}


def test_old_addresses_lead_to_the_new_place(bulletin, served, functional):
    section = bulletin["obwieszczenia"]
    entry = next(item for item in section.objectValues() if item.title == "Jawna pierwsza")
    old, digest = entry.absolute_url(), entry.files[0].sha256
    before = get(old).text
    with served.acting("maria.bip"):
        with pytest.raises(InvalidData):
            move_entry(entry, "petycje")
        with pytest.raises(InvalidData):
            move_entry(entry, "obwieszczenia", "Omyłka")
        moved = move_entry(entry, "petycje", "Zły dział")
    transaction.commit()
    assert [row.action for row in moved.changes] == ["published", "moved"]
    new = moved.absolute_url()
    root = api.portal.get().absolute_url()
    for tail, wanted in (("", new), (f"/@@public-file/{digest}", f"{new}/@@public-file/{digest}")):
        answer = get(f"{old}{tail}", headers={"Accept": "text/html"})
        assert (answer.url, answer.status_code) == (wanted, 200)
    twin = old.replace(root, f"{root}/++api++")
    assert twin in before
    for address, headers in ((twin, {}), (old, {"Accept": "application/json"}), (f"{twin}/@editions", {})):
        answer = get(address, headers=headers)
        assert answer.history and answer.status_code == 200, address
    assert get(twin).json()["@id"] == new

    # A second move: the first address still leads there at once.
    with served.acting("maria.bip"):
        again = move_entry(moved, "kontrole", "Jednak kontrola")
    transaction.commit()
    assert get(f"{bulletin.absolute_url()}/@@verify-changes").status_code == 200
    assert get(old).url == again.absolute_url() and len(get(old).history) == 1

    # The unit gets a host of its own: twins and old addresses follow.
    if "virtual_hosting" not in api.portal.get().aq_parent.objectIds():
        manage_addVirtualHostMonster(api.portal.get().aq_parent, "virtual_hosting")
    api.portal.set_registry_record(CENTRAL, "https://region.example.pl")
    change_unit(served.unit, {"host_name": "bip.lipnowo.example"})
    transaction.commit()
    base = f"http://{functional['host']}:{functional['port']}/VirtualHostBase/https/bip.lipnowo.example:443/plone/VirtualHostRoot"
    answer = get(f"{base}/bip/kontrole/{again.getId()}", allow_redirects=False)
    assert answer.status_code == 200, answer.headers
    (twin,) = page(answer).xpath("//head/link[@rel='alternate'][@type='application/json']/@href")
    assert twin == f"https://bip.lipnowo.example/++api++/bip/kontrole/{again.getId()}"
    answer = get(f"{base}{urlsplit(twin).path}", allow_redirects=False)
    assert answer.json()["@id"] == f"https://bip.lipnowo.example/bip/kontrole/{again.getId()}"
    for path in ("", "/++api++"):
        answer = get(
            f"{base}{path}{urlsplit(old).path.removeprefix('/plone').replace('/' + served.unit.getId(), '', 1)}",
            allow_redirects=False,
        )
        assert answer.status_code in (301, 302)
        assert (
            unquote(answer.headers["Location"])
            == f"https://bip.lipnowo.example{path}/bip/kontrole/{again.getId()}"
        )

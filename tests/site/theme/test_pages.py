"""Public pages over HTTP: what they load, what they say, what works without scripts."""

from infostrada.site.units import operations
from infostrada.site.units.operations import UnitData
from lxml import html
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.app.testing import TEST_USER_NAME
from plone.app.testing import TEST_USER_PASSWORD
from urllib.parse import quote
from urllib.parse import urlencode

import pytest
import requests
import transaction


PUBLIC = [
    "",
    "/aktualnosci",
    "/aktualnosci/pismo",
    "/login",
    "/@@search?SearchableText=pismo",
    "/@@search",
    "/sitemap",
    "/contact-info",
    "/accessibility-info",
    "/logged-out",
    "/nie-ma",
    "/gmina-lipnowo",
    "/gmina-lipnowo/contact-info",
]


@pytest.fixture(scope="class")
def site(functional_portal_class, functional_class):
    """A Polish site with a folder, a page in it, an open unit and one in preparation."""
    portal = functional_portal_class
    with api.env.adopt_user(SITE_OWNER_NAME):
        portal.title = "Region Wiślany"
        folder = api.content.create(portal, "Folder", "aktualnosci", title="Aktualności")
        page = api.content.create(folder, "Document", "pismo", title="Pismo w sprawie łąk")
        page.subject = ("na start",)
        data = UnitData("gmina-lipnowo", "Gmina Lipnowo", "commune")
        unit = operations.create_unit(portal, data)
        unit.street, unit.postcode, unit.city = "Rynek 1", "87-600", "Lipnowo"
        unit.phone, unit.email = "54 000 00 00", "urzad@lipnowo.example"
        operations.open_unit(unit)
        operations.create_unit(portal, UnitData("gmina-nowa", "Gmina Tajna", "commune"))
        page.reindexObject()
        unit.reindexObject()
    transaction.commit()
    return portal.absolute_url()


def read(address: str, **options) -> tuple[requests.Response, html.HtmlElement]:
    options.setdefault("headers", {"Accept": "text/html", "Accept-Language": "pl"})
    answer = requests.get(address, timeout=60, **options)
    return answer, html.fromstring(answer.content)


def text(page: html.HtmlElement, path: str) -> str:
    found = page.cssselect(path)
    assert found, f"no {path}"
    return " ".join(found[0].text_content().split())


@pytest.mark.parametrize("path", PUBLIC)
class TestEveryPublicPage:
    def test_nothing_inline_and_nothing_from_elsewhere(self, site, path):
        _answer, page = read(site + path)
        assert not page.xpath("//script[not(@src) and not(@type='application/ld+json')]")  # data, never run
        assert not page.xpath("//style")
        assert not page.xpath("//*[@style]")
        handlers = [name for tag in page.iter() for name in tag.attrib if name.startswith("on")]
        assert not handlers
        loaded = page.xpath("//script/@src | //link[@rel='stylesheet']/@href | //img/@src")
        assert [address for address in loaded if not address.startswith(site)] == []

    def test_a_visitor_gets_two_bundles_and_nothing_of_plones(self, site, path):
        _answer, page = read(site + path)
        loaded = page.xpath("//script/@src | //link[@rel='stylesheet']/@href")
        assert sorted(address.rpartition("/")[2] for address in loaded) == ["site.css", "site.js"]

    def test_the_frame_of_the_page(self, site, path):
        _answer, page = read(site + path)
        assert page.get("lang") == "pl"
        assert page.cssselect("a.skip")[0].get("href") == "#main"
        assert len(page.cssselect("main#main")) == 1
        assert len(page.cssselect("h1")) == 1
        assert text(page, "title")
        assert "Deklaracja dostępności" in text(page, "footer")


class TestPages:
    def test_the_title_names_page_and_office(self, site):
        _answer, page = read(site + "/aktualnosci/pismo")
        assert text(page, "title") == "Pismo w sprawie łąk – Region Wiślany"

    def test_a_unit_speaks_for_itself(self, site):
        _answer, page = read(site + "/gmina-lipnowo")
        assert text(page, ".masthead-unit") == "Gmina Lipnowo"
        assert text(page, ".masthead-region") == "Region Wiślany"
        assert "Rynek 1" in text(page, "footer")
        assert page.cssselect("main a[href='tel:54 000 00 00']")

    def test_the_region_shows_its_offices_and_what_is_wanted(self, site):
        _answer, page = read(site)
        assert "Gmina Lipnowo" in text(page, "section[aria-labelledby=offices]")
        assert "Pismo w sprawie łąk" in text(page, "section[aria-labelledby=wanted]")

    def test_search_finds_and_says_when_it_does_not(self, site):
        _answer, page = read(site + "/@@search?SearchableText=pismo")
        assert text(page, "[role=status]") == "Wyniki dla pismo: 1"
        assert text(page, ".entries .entry-title") == "Pismo w sprawie łąk"
        _answer, page = read(site + "/@@search?SearchableText=zubr%3Cb%3E")
        assert "Nie znaleziono nic dla zubr<b>" in text(page, "main")
        _answer, page = read(site + "/@@search?SearchableText=pismo&b_start=x")
        assert page.cssselect(".entries")

    def test_not_found_is_a_page_for_people_and_a_404(self, site):
        answer, page = read(site + "/nie-ma")
        assert answer.status_code == 404
        assert text(page, "h1") == "Nie ma takiej strony"
        assert page.cssselect("main a[href$='/@@search']")

    @pytest.mark.parametrize("path", ["nie-ma", "@@search/nie-ma", "@@images/nie-ma/nigdzie"])
    def test_not_found_below_a_unit_is_a_page_of_the_unit(self, site, path):
        answer, page = read(f"{site}/gmina-lipnowo/{path}")
        assert answer.status_code == 404
        assert (text(page, "h1"), text(page, ".masthead-unit")) == ("Nie ma takiej strony", "Gmina Lipnowo")

    def test_a_person_without_the_right_is_told_who_they_are_and_where_to_go(self, site):
        me, asked = (TEST_USER_NAME, TEST_USER_PASSWORD), f"{site}/aktualnosci/edit"
        way = requests.get(
            f"{site}/require_login", params={"came_from": asked}, auth=me, timeout=60, allow_redirects=False
        )
        assert way.headers["Location"] == f"{site}/insufficient-privileges?came_from={quote(asked, safe='')}"
        headers = {"Accept": "text/html", "Accept-Language": "pl", "Referer": f"{site}/aktualnosci"}
        answer, page = read(way.headers["Location"], auth=me, headers=headers)
        assert answer.status_code == 403
        assert text(page, "h1") == "Nie masz dostępu do tej strony"
        assert f"Zalogowano na konto: {TEST_USER_NAME}." in text(page, "main")
        offered = [link.get("href") for link in page.cssselect("main .actions a")]
        assert offered[:2] == [f"{site}/aktualnosci", site]
        # Out, and in again with the page that was asked for.
        assert offered[2] == f"{site}/logout?" + urlencode(
            {"next": f"{site}/login?" + urlencode({"came_from": asked})}
        )
        assert not page.cssselect("#edit-zone, .plone-toolbar-main"), "an editing bar with nothing to edit"

    def test_a_refusal_below_a_unit_carries_the_units_masthead(self, site):
        me, asked = (TEST_USER_NAME, TEST_USER_PASSWORD), f"{site}/gmina-lipnowo/bip/nie-dla-ciebie/edit"
        for person, page_name in ((me, "insufficient-privileges"), (None, "login")):
            way = requests.get(
                f"{site}/require_login", params={"came_from": asked}, auth=person, timeout=60,
                allow_redirects=False,
            )  # fmt: skip
            came_from = urlencode({"came_from": asked})
            assert way.headers["Location"] == f"{site}/gmina-lipnowo/{page_name}?{came_from}"
            _answer, page = read(way.headers["Location"], auth=person)
            assert text(page, ".masthead-unit") == "Gmina Lipnowo" and "Rynek 1" in text(page, "footer")

    @pytest.mark.parametrize("path", ["edit", "nie-ma", "insufficient-privileges", "login", "contact-info"])
    def test_an_office_in_preparation_is_not_named_to_strangers(self, site, path):
        asked = f"{site}/gmina-nowa/{path}"
        way = requests.get(
            f"{site}/require_login", params={"came_from": asked}, timeout=60, allow_redirects=False
        )
        assert way.headers["Location"] == f"{site}/login?" + urlencode({"came_from": asked})
        for person in (None, (TEST_USER_NAME, TEST_USER_PASSWORD)):
            answer, page = read(asked, auth=person)
            assert "Gmina Tajna" not in answer.text
            assert text(page, ".masthead-unit") == "Region Wiślany"

    def test_a_refusal_leads_to_no_other_site(self, site):
        away = {"came_from": "https://zly.example/", "next": "https://zly.example/"}
        headers = {"Accept": "text/html", "Referer": "https://zly.example/"}
        for me in (None, (TEST_USER_NAME, TEST_USER_PASSWORD)):
            answer = requests.get(
                f"{site}/insufficient-privileges", params=away, auth=me, headers=headers, timeout=60
            )
            assert answer.status_code == 403
            assert "zly.example" not in html.fromstring(answer.content).cssselect("main")[0].text_content()
            links = html.fromstring(answer.content).xpath("//main//a/@href")
            assert links and not [link for link in links if "zly.example" in link]

    def test_a_refused_visitor_is_offered_to_log_in(self, site):
        asked = f"{site}/aktualnosci/edit"
        _answer, page = read(f"{site}/insufficient-privileges", params={"came_from": asked})
        assert page.cssselect("main .actions a")[0].get("href") == f"{site}/login?" + urlencode(
            {"came_from": asked}
        )

    def test_bip_10_the_statement_has_the_machine_readable_ids(self, site):
        # Minister's template 2.0: ids every statement must carry.
        _answer, page = read(site + "/gmina-lipnowo/accessibility-info")
        wanted = "wstep podmiot zakres url data-publikacja data-aktualizacja status"
        wanted += " data-sporzadzenie kontakt email telefon procedura architektura komunikacja"
        for name in wanted.split():
            assert page.get_element_by_id(f"a11y-{name}") is not None
        assert page.get_element_by_id("a11y-data-publikacja").get("datetime") == "2026-11-22"
        assert "częściowo zgodna" in text(page, "#a11y-status")

    def test_bundles_may_be_kept_for_good(self, site):
        _answer, page = read(site)
        style = page.xpath("//link[@rel='stylesheet']/@href")[0]
        answer = requests.get(style, timeout=60)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("text/css")


class TestLook:
    def test_the_choice_works_without_scripts(self, site):
        visitor = requests.Session()
        _answer, page = read(site)
        assert page.get("data-look") is None
        chosen = visitor.get(
            f"{site}/@@look", params={"look": "contrast", "back": "/plone/sitemap"}, timeout=60
        )
        assert chosen.url.endswith("/sitemap")
        assert html.fromstring(chosen.content).get("data-look") == "contrast"
        visitor.get(f"{site}/@@look", params={"look": "auto", "back": "/plone"}, timeout=60)
        assert html.fromstring(visitor.get(site, timeout=60).content).get("data-look") is None

    def test_an_odd_cookie_is_ignored(self, site):
        _answer, page = read(site, cookies={"look": 'x" onload="a'})
        assert page.get("data-look") is None

    def test_the_answer_depends_on_the_cookie(self, site):
        answer, _page = read(site)
        assert "Cookie" in answer.headers["Vary"]


class TestDesk:
    def test_patterns_are_for_managers_only(self, site):
        answer, page = read(site + "/@@patterns", allow_redirects=True)
        assert not page.cssselect(".register")
        owner = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
        answer, page = read(site + "/@@patterns", auth=owner)
        assert answer.status_code == 200
        assert len(page.cssselect(".tag")) >= 4
        assert page.cssselect(".route .is-stopped[aria-current=step]")
        assert page.cssselect("table.register tbody th[scope=row]")

    def test_editors_get_plones_bundles_too(self, site):
        owner = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
        _answer, page = read(site + "/aktualnosci/pismo/edit", auth=owner)
        scripts = " ".join(page.xpath("//script/@src"))
        assert "bundle.min.js" in scripts
        assert "desk.js" in scripts
        assert page.cssselect("body.desk")

    def test_errors_are_listed_with_links_to_their_fields(self, site):
        session = requests.Session()
        session.auth = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
        session.headers["Accept-Language"] = "pl"
        form = html.fromstring(session.get(f"{site}/++add++Document", timeout=60).content)
        fields = dict(form.forms[-1].fields.items())
        for candidate in form.forms:
            if "form.widgets.IDublinCore.title" in candidate.fields:
                fields = {key: value for key, value in candidate.fields.items() if value}
        fields["form.widgets.IDublinCore.title"] = ""
        fields["form.buttons.save"] = "1"
        answer = html.fromstring(session.post(f"{site}/++add++Document", data=fields, timeout=60).content)
        link = answer.cssselect(".error-summary a")[0]
        assert "Tytuł" in link.text_content()
        box = answer.get_element_by_id(link.get("href")[1:])
        assert box.get("aria-invalid") == "true"
        described = box.get("aria-describedby").split()
        assert answer.get_element_by_id(described[-1]).text_content().strip()
        label = answer.xpath(f"//label[@for='{box.get('id')}']")
        assert label

"""Registers of an office over HTTP: filters, columns, pages, acts on ticked rows, kept views, the file."""

from datetime import timedelta
from infostrada.core.calendar import polish_today
from infostrada.core.sql import session
from infostrada.site.parties.operations import add_party
from infostrada.site.records.browser.mywork import page as mywork_page
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.correspondence.postcodes.store import replace_postcodes
from infostrada.site.records.mywork import my_work
from infostrada.site.records.tasks.operations import assign
from infostrada.site.records.tasks.rules import Order
from io import BytesIO
from openpyxl import load_workbook
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from sqlalchemy import text
from test_desk_pages import Browser
from tests.days import this_year
from world import LETTER
from world import make_office

import pytest
import transaction


REGISTRY, HEAD, CLERK = "ewa.kancelaria", "jan.wojt", "anna.urbanista"


@pytest.fixture(scope="class")
def busy(functional_portal_class):
    """Three letters, one of them with the clerk since long ago, and a case past its term."""
    site = functional_portal_class
    login(site.aq_parent, SITE_OWNER_NAME)
    make_office(site)
    unit = site["gmina-lipnowo"]
    early = polish_today() - timedelta(days=60)
    with api.env.adopt_user(username=REGISTRY):
        old = {**LETTER, "received_date": early, "letter_date": early.isoformat()}
        first = register_letter(unit, {**old, "title": "Wniosek pierwszy"}, [])
        for title in ("Wniosek drugi", "Wniosek trzeci"):
            register_letter(unit, {**LETTER, "title": title}, [])
        add_party(unit, {"surname": "Nowak", "given_names": "Anna", "street": "Polna 4/2", "city": "Lipnowo"})
    with api.env.adopt_user(username=HEAD):
        assign(first, Order(CLERK, "do załatwienia", polish_today() + timedelta(days=1)))
    with api.env.adopt_user(username=CLERK):
        open_case(unit, Opening("Sprawa po terminie", "gp", "6730", first, term="certificate"))
    transaction.commit()
    return site


@pytest.fixture(scope="class")
def person(busy):
    return lambda who: Browser(busy.absolute_url(), who)


def titles(browser):
    return [head.text_content().strip() for head in browser.page.xpath("//table//tbody//th")]


FIELDS = {name: value for name, value in LETTER.items() if name != "delivery_method"}


def send(browser, do, ticked, **values):
    """Tick rows and press the button of an act."""
    form = next((f for f in browser.page.forms if "rows" in f.fields or "rows:list" in f.fields), None)
    token = browser.page.xpath("//input[@name='_authenticator']/@value")[0]
    url = form.action if form is not None else browser.answer.url
    data = [("_authenticator", token), ("do", do), *values.items(), *(("rows:list", uid) for uid in ticked)]
    if form is not None:
        kept = [(i.get("name"), i.get("value")) for i in form.xpath(".//input[@type='hidden']")]
        data += [pair for pair in kept if pair[0] not in ("_authenticator", "do")]
    browser.answer = browser.session.post(url, data=data, timeout=60)


class TestReading:
    """One office for all: nothing here changes a record."""

    def test_sentence_filters_and_words(self, person):
        registry = person(REGISTRY)
        numbers = [f"{number}/{this_year()}" for number in (3, 2, 1)]
        assert titles(registry.open("gmina-lipnowo/@@letters")) == numbers
        assert titles(registry.open("gmina-lipnowo/@@letters?state=waiting")) == numbers[:2]
        assert titles(registry.open("gmina-lipnowo/@@letters?state=waiting&q=trzeci")) == numbers[:1]
        assert titles(registry.open("gmina-lipnowo/@@letters?sort=received")) == [numbers[2], *numbers[1::-1]]
        assert "Pokaż wszystko" in registry.open("gmina-lipnowo/@@letters?q=nieznane").text

    def test_an_address_from_another_time_shows_the_list(self, person):
        registry = person(REGISTRY)
        for query in ("sort=colour", "cursor=zzz", "state=gone-by", "columns=nothing"):
            registry.open(f"gmina-lipnowo/@@letters?{query}")
            assert (registry.answer.status_code, len(titles(registry))) == (200, 3), query

    def test_chosen_columns(self, person):
        registry = person(REGISTRY).open("gmina-lipnowo/@@letters?columns=sender&columns=delivery")
        heads = [head.text_content().strip() for head in registry.page.xpath("//thead//th")]
        assert heads[-3:] == ["Numer RPW", "Od kogo", "Sposób dostarczenia"]

    def test_an_address_to_be_sent_on_holds_no_token(self, person):
        """What a form that reads sends becomes the address of the list."""
        registry = person(REGISTRY).open("gmina-lipnowo/@@letters?state=waiting")
        reading = [form for form in registry.page.forms if form.method == "GET"]
        assert len(reading) >= 3 and not any("_authenticator" in form.fields for form in reading)
        # Nor does a page of the desk load what Plone's editor needs.
        assert (
            not registry.page.xpath("//*[@data-bundle]")
            and "userrole-authenticated desk" in registry.answer.text
        )

    def test_overdue_cases(self, person):
        clerk = person(CLERK).open("gmina-lipnowo/@@cases?term=past&whose=me")
        assert titles(clerk) == [f"GP.6730.1.{this_year()}"]
        assert "po terminie" in clerk.page.xpath("//tbody//tr")[0].text_content()
        assert titles(clerk.open("gmina-lipnowo/@@cases?term=near")) == []

    def test_nothing_ticked(self, person):
        head = person(HEAD).open("gmina-lipnowo/@@letters")
        people = head.page.xpath("//select[@name='assignee']/option")
        assert [each.text for each in people if each.get("value") == CLERK] == ["Anna Nowak"]
        send(head, "act-assign", [], assignee=CLERK, disposition="do załatwienia")
        assert head.answer.status_code == 409
        assert "Zaznacz co najmniej jeden wiersz" in head.text

    def test_acts_are_for_those_who_may(self, person):
        registry = person("zofia.koordynator").open("gmina-lipnowo/@@letters")
        assert not registry.page.xpath("//button[@value='act-assign']")
        send(registry, "act-assign", ["x"], assignee=CLERK, disposition="do załatwienia")
        assert registry.answer.status_code == 400

    def test_a_kept_view_opens_first_and_only_for_its_person(self, person):
        registry = person(REGISTRY).open("gmina-lipnowo/@@letters?state=waiting&columns=sender")
        registry.fill("save-view", name="Nowe", usual="1")
        registry.open("gmina-lipnowo/@@letters")
        assert len(titles(registry)) == 2
        current = registry.page.xpath("//nav[@aria-label='Widoki listy']//a[@aria-current]")
        assert "Nowe" in [link.text_content() for link in current]
        assert len(titles(registry.open("gmina-lipnowo/@@letters?all=1"))) == 3
        assert len(titles(person(HEAD).open("gmina-lipnowo/@@letters"))) == 3
        registry.fill("drop-view")
        assert len(titles(registry.open("gmina-lipnowo/@@letters"))) == 3

    def test_a_view_needs_a_name(self, person):
        registry = person(REGISTRY).open("gmina-lipnowo/@@letters").fill("save-view", name=" ")
        assert registry.answer.status_code == 400

    def test_file_of_the_list_is_written_down(self, person):
        registry = person(REGISTRY).open("gmina-lipnowo/@@letters?state=waiting&columns=title&export=csv")
        assert registry.answer.headers["Content-Type"] == "text/csv; charset=utf-8"
        lines = registry.answer.content.decode("utf-8-sig").splitlines()
        assert lines == [
            "Numer RPW;Tytuł pisma",
            f"3/{this_year()};Wniosek trzeci",
            f"2/{this_year()};Wniosek drugi",
        ]
        registry.open("gmina-lipnowo/@@letters?state=waiting&columns=title&export=xlsx")
        sheet = load_workbook(BytesIO(registry.answer.content)).active
        assert [cell.value for cell in sheet[2]] == [f"3/{this_year()}", "Wniosek trzeci"]
        transaction.begin()
        found = session().execute(
            text("SELECT actor, action FROM core.access_log WHERE action = 'letters.export'")
        )
        assert [tuple(row) for row in found] == [(REGISTRY, "letters.export")] * 2

    def test_my_work_names_what_is_late(self, person):
        clerk = person(CLERK).open("gmina-lipnowo/@@my-work")
        assert "Po terminie: 1." in clerk.text
        head = person(HEAD).open("gmina-lipnowo/@@my-work")
        assert [part.get("id") for part in head.page.xpath("//main//h2[@id]")] == ["letters"]
        stranger = person("adam.obcy").open("gmina-lipnowo/@@my-work")
        assert "nic na Ciebie nie czeka" in stranger.text

    def test_my_work_shows_the_beginning_of_a_long_list_and_counts_the_whole(self, person, monkeypatch):
        monkeypatch.setattr(mywork_page, "SHOWN", 1)
        head = person(HEAD).open("gmina-lipnowo/@@my-work")
        assert titles(head) == [f"2/{this_year()}"]
        assert head.page.xpath("//h2[@id='letters']/span/text()") == ["2"]
        assert "Pokazano pierwsze 1 z 2." in head.text
        monkeypatch.setattr(mywork_page, "COUNTED", 2)
        assert head.open("gmina-lipnowo/@@my-work").page.xpath("//h2[@id='letters']/span/text()") == ["2+"]

    def test_my_work_is_filtered_and_kept_under_a_name(self, person):
        clerk = person(CLERK).open("gmina-lipnowo/@@my-work?term=past")
        assert titles(clerk) == [f"GP.6730.1.{this_year()}"]
        assert (
            "Nic tu nie odpowiada tym warunkom"
            in clerk.open("gmina-lipnowo/@@my-work?q=nieznane&list=cases").text
        )
        clerk.open("gmina-lipnowo/@@my-work?list=cases&q=terminie").fill(
            "save-view", name="Moje sprawy", usual="1"
        )
        assert "Zapisano widok" in clerk.text
        assert titles(clerk.open("gmina-lipnowo/@@my-work")) == [f"GP.6730.1.{this_year()}"]
        clerk.fill("drop-view")
        assert "Widok usunięto." in clerk.text

    def test_sender_is_found_in_the_register_without_scripts(self, person):
        registry = person(REGISTRY).open("gmina-lipnowo/@@register-letter")
        registry.fill("register", do="find-party", party_words="nowak")
        assert registry.answer.status_code == 200
        (chosen,) = registry.page.xpath("//input[@name='party_chosen']/@value")
        registry.fill("register", do="pick-party", party_chosen=chosen)
        form = registry.page.forms[-1].fields
        given = ("party", "sender_surname", "street", "building", "apartment", "city")
        assert [form[name] for name in given] == [chosen, "Nowak", "Polna", "4", "2", "Lipnowo"]

    def test_parties_by_kind_and_number(self, person):
        registry = person(REGISTRY)
        assert titles(registry.open("gmina-lipnowo/@@parties?kind=person")) == ["Nowak Anna"]
        assert titles(registry.open("gmina-lipnowo/@@parties?kind=body")) == []
        found = registry.open("gmina-lipnowo/@@find-parties?q=now").answer.json()
        assert [(each["title"], each["sender"]["building"]) for each in found] == [("Nowak Anna", "4")]

    def test_search_names_sign_kind_state_and_term(self, person):
        found = person(CLERK).open("gmina-lipnowo/@@search?SearchableText=terminie").page
        (entry,) = [
            each for each in found.xpath("//ul[@class='entries']/li") if "Sprawa po" in each.text_content()
        ]
        said = " ".join(entry.text_content().split())
        for words in (f"GP.6730.1.{this_year()}", "Sprawa", "Wszczęta", "(po terminie)"):
            assert words in said

    def test_signs_and_places_are_offered(self, person):
        """Signs to whoever may see the case; places of letters to the registry alone."""
        signs = "gmina-lipnowo/@@find-cases?q=6730"
        assert person(CLERK).open(signs).answer.json() == [
            {"title": f"GP.6730.1.{this_year()}", "where": "Sprawa po terminie"}
        ]
        assert person(CLERK).open("gmina-lipnowo/@@find-cases").answer.json() == []
        assert person(REGISTRY).open(signs).answer.json() == []
        places = person(REGISTRY).open("gmina-lipnowo/@@find-places").answer.json()
        assert [(place["postcode"], place["city"], place["streets"]) for place in places] == [
            ("87-100", "Lipnowo", ["Wiślana"]),
            ("", "Lipnowo", ["Polna"]),
        ]
        assert person(REGISTRY).open("gmina-lipnowo/@@find-places?postcode=87100").answer.json() == places[:1]
        assert person(REGISTRY).open("gmina-lipnowo/@@find-places?postcode=99-999").answer.json() == []
        replace_postcodes(
            {("99-999", "Nowa Wieś", "Długa"), ("99-999", "Nowa Wieś", ""), ("11-111", "Inna", "")}
        )
        replace_postcodes({("99-999", "Nowa Wieś", "Długa"), ("99-999", "Nowa Wieś", "")})
        transaction.commit()
        assert person(REGISTRY).open("gmina-lipnowo/@@find-places?postcode=99-999").answer.json() == [
            {"postcode": "99-999", "city": "Nowa Wieś", "streets": ["Długa"], "only": True}
        ]
        assert person(REGISTRY).open("gmina-lipnowo/@@find-places?postcode=11-111").answer.json() == []
        titles = person(REGISTRY).open("gmina-lipnowo/@@find-titles").answer.json()
        assert {"title": "Wniosek drugi"} in titles

    def test_somebody_new_is_offered_as_typed(self, person):
        found = person(REGISTRY).open("gmina-lipnowo/@@find-parties?q=Barbara+Zakrzewska&new=1").answer.json()
        assert [each["uid"] for each in found] == [""] * len(found)
        assert found[0]["sender"]["sender_surname"] == "Zakrzewska"


class TestActing:
    """In this order, in one office."""

    def test_all_or_none(self, person):
        """One of the ticked letters is in a case already: it is named, and nothing happens to the others."""
        head = person(HEAD).open("gmina-lipnowo/@@letters")
        ticked = head.page.xpath("//tbody//input[@type='checkbox']/@value")
        send(head, "act-assign", ticked, assignee=CLERK, disposition="do załatwienia")
        assert head.answer.status_code == 409
        assert (
            "Wniosek pierwszy"
            in head.page.xpath("//*[contains(@class, 'error-summary')]//li")[0].text_content()
        )
        assert len(titles(head.open("gmina-lipnowo/@@letters?state=waiting"))) == 2

    def test_many_letters_assigned_at_once(self, person, busy):
        head = person(HEAD).open("gmina-lipnowo/@@letters?state=waiting")
        ticked = head.page.xpath("//tbody//input[@type='checkbox']/@value")
        send(head, "act-assign", ticked, assignee=CLERK, disposition="do załatwienia")
        assert head.answer.status_code == 200
        assert titles(head) == []
        transaction.begin()
        with api.env.adopt_user(username=CLERK):
            work = my_work("gmina-lipnowo", (CLERK,), size=1)
        assert [
            row["about_label"] in (f"2/{this_year()}", f"3/{this_year()}") for row in work.lists["tasks"]
        ] == [True]
        assert (work.totals, work.terms) == (
            {"tasks": 2, "unsent": 0, "to_accept": 0, "drafts": 0, "cases": 1},
            {"past": 1, "today": 0, "near": 0},
        )

    def test_a_form_sent_twice_is_one_letter(self, person):
        """A double click, or the way back and once more: the form's own key tells."""
        registry = person(REGISTRY).open("gmina-lipnowo/@@register-letter")
        (once,) = registry.page.xpath("//input[@name='once']/@value")
        first = registry.fill("register", **FIELDS).answer.url
        again = registry.open("gmina-lipnowo/@@register-letter").fill("register", once=once, **FIELDS)
        assert again.answer.url == first
        assert registry.open("gmina-lipnowo/@@register-letter").page.xpath(
            "//input[@name='once']/@value"
        ) != [once]

    def test_sender_is_entered_in_place(self, person):
        registry = person(REGISTRY).open("gmina-lipnowo/@@register-letter")
        registry.fill("register", do="register-next", enter_party="1", delivery_method="osobiście", **FIELDS)
        assert registry.answer.status_code == 200
        assert f"5/{this_year()}" in registry.text
        (chosen,) = registry.page.xpath("//select[@name='delivery_method']/option[@selected]/@value")
        assert chosen == "osobiście"
        assert titles(registry.open("gmina-lipnowo/@@parties?q=kowalczyk")) == ["Kowalczyk Maria"]

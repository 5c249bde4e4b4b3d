"""What stands above the lists of "my work": how much is due when, and who stands in for whom."""

from datetime import timedelta
from infostrada.core.calendar import polish_today
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.tasks.operations import ask
from infostrada.site.records.tasks.routing import Absence
from infostrada.site.records.tasks.routing import add_absence
from infostrada.site.records.tasks.routing import end_absence
from infostrada.site.records.tasks.rules import Order
from plone import api
from test_desk_pages import Browser

import transaction


CLERK, MANAGER = "anna.urbanista", "piotr.kierownik"
PAGE = "gmina-lipnowo/@@my-work"


def test_how_much_is_due_when(site):
    today = polish_today()
    with api.env.adopt_user(username=CLERK):
        case = open_case(site["gmina-lipnowo"], Opening("Warunki zabudowy", "gp", "6730"))
        for days in (0, 0, 3, 7, 8):
            ask(case, Order(CLERK, "do załatwienia", today + timedelta(days=days)))
    transaction.commit()
    clerk = Browser(site.absolute_url(), CLERK).open(PAGE)
    links = clerk.page.xpath("//nav[@class='views']//a")
    counted = {link.text: "".join(link.xpath("span/text()")) for link in links}
    assert counted == {"Wszystko": "", "Po terminie": "", "Na dziś": "2", "W ciągu siedmiu dni": "4"}
    assert clerk.page.xpath("//*[@data-folds]")
    clerk.open(f"{PAGE}?term=today")
    assert not clerk.page.xpath("//*[@data-folds]")
    assert len(clerk.page.xpath("//tbody/tr")) == 2
    assert [link.text for link in clerk.page.xpath("//nav[@class='views']//a[@aria-current]")] == ["Na dziś"]


def test_who_stands_in_for_whom(site):
    unit, today = site["gmina-lipnowo"], polish_today()
    clerk, manager = (Browser(site.absolute_url(), who) for who in (CLERK, MANAGER))

    def away(first, last):
        with api.env.adopt_user(username=CLERK):
            add_absence(unit, Absence(CLERK, MANAGER, today + timedelta(first), today + timedelta(last)))
        transaction.commit()

    away(20, 21)
    assert "Piotr Wilk" not in clerk.open(PAGE).text
    away(3, 9)
    assert "Twoje nowe zadania dostaje Piotr Wilk." in clerk.open(PAGE).text
    assert "Zastępstwo" not in manager.open(PAGE).text
    with api.env.adopt_user(username=CLERK):
        end_absence(unit, 0)
        end_absence(unit, 0)
    away(-1, 9)
    assert "Nowe zadania dostaje Piotr Wilk." in clerk.open(PAGE).text
    assert "Zastępstwo: Anna Nowak, do " in manager.open(PAGE).text
    assert clerk.page.xpath("//p[@class='more']/a/@href") == [f"{unit.absolute_url()}/@@routing#absences"]
    assert "Zastępstwo" not in manager.open(f"{PAGE}?term=past").text

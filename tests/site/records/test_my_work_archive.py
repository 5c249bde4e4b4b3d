"""Lists of the archive in "my work": for the archivist who takes them in, for those who approve destruction."""

from exchange import Client
from infostrada.core.calendar import polish_today
from infostrada.site.records.actor import principals_of
from infostrada.site.records.archive.operations import accept_handover
from infostrada.site.records.archive.operations import approve_disposal
from infostrada.site.records.archive.operations import propose_disposal
from infostrada.site.records.archive.operations import propose_handover
from infostrada.site.records.archive.operations import refuse_handover
from infostrada.site.records.mywork import my_work
from infostrada.site.units import operations as units
from infostrada.site.units.lookup import structure_of
from plone import api
from plone.uuid.interfaces import IUUID
from test_archive_faces import ended
from test_archive_faces import UNIT
from test_archive_faces import unit  # noqa: F401 - a fixture
from test_desk_pages import Browser
from world import PASSWORD

import transaction


CLERK, HEAD, COORDINATOR, ARCHIVIST = "anna.urbanista", "jan.wojt", "zofia.koordynator", "irena.archiwum"


def by(user, act, *given):
    with api.env.adopt_user(username=user):
        made = act(*given)
    transaction.commit()
    return made


def sections(site, user):
    """Ids of the sections of archive lists a person's page has, with the counts they tell."""
    page = Browser(site.absolute_url(), user).open(f"{UNIT}/@@my-work").page
    return {
        name: found[0]
        for name in ("handovers", "disposals")
        if (found := page.xpath(f"//h2[@id='{name}']/span/text()"))
    }


def test_a_handover_list_waits_for_the_archivist_alone(site, unit):  # noqa: F811
    ended(unit, "6730")
    listed = by(COORDINATOR, propose_handover, unit, "GP")
    told = {user: sections(site, user) for user in (CLERK, HEAD, COORDINATOR, ARCHIVIST)}
    assert told == {CLERK: {}, HEAD: {}, COORDINATOR: {}, ARCHIVIST: {"handovers": "1"}}
    page = Browser(site.absolute_url(), ARCHIVIST).open(f"{UNIT}/@@my-work").page
    assert page.xpath("//*[@data-folds]")
    (row,) = page.xpath("//section[@aria-labelledby='handovers']//tbody/tr")
    assert row.xpath(".//a/@href")[0] == f"{listed.absolute_url()}/view"
    cells = [cell.text_content().strip() for cell in row.xpath("td")]
    assert cells[:-1] == ["GP", "1", "Zofia Lis"]

    by(ARCHIVIST, refuse_handover, listed, "Brak opisu")
    assert sections(site, ARCHIVIST) == {}
    again = by(COORDINATOR, propose_handover, unit, "GP")
    assert sections(site, ARCHIVIST) == {"handovers": "1"}
    by(ARCHIVIST, accept_handover, again)
    assert sections(site, ARCHIVIST) == {}


def test_a_destruction_list_waits_for_two_who_did_not_draw_it_up(site, unit):  # noqa: F811
    case = ended(unit, "6730")
    by(ARCHIVIST, accept_handover, by(COORDINATOR, propose_handover, unit, "GP"))
    listed = by(ARCHIVIST, propose_disposal, unit, "B", [IUUID(case)], "Okres przechowywania upłynął")
    told = {user: sections(site, user) for user in (CLERK, HEAD, COORDINATOR, ARCHIVIST)}
    assert told == {CLERK: {}, HEAD: {"disposals": "1"}, COORDINATOR: {"disposals": "1"}, ARCHIVIST: {}}

    by(HEAD, approve_disposal, listed)
    assert (sections(site, HEAD), sections(site, COORDINATOR)) == ({}, {"disposals": "1"})
    coordinator = Client(site.absolute_url(), COORDINATOR, PASSWORD)
    work = coordinator.send("GET", f"{UNIT}/@my-work", record="my_work_approver_get").json()
    (row,) = work["disposals"]
    assert (row["@id"], row["cases"], row["approvals"]) == (listed.absolute_url(), 1, 1)
    assert (work["totals"]["disposals"], "handovers" in work) == (1, False)
    clerk = Client(site.absolute_url(), CLERK, PASSWORD).send("GET", f"{UNIT}/@my-work").json()
    assert not {"handovers", "disposals"} & {*clerk, *clerk["totals"]}

    by(COORDINATOR, approve_disposal, listed)
    assert sections(site, COORDINATOR) == {}


def test_another_office_has_its_own_lists(site, unit):  # noqa: F811
    ended(unit, "6730")
    by(COORDINATOR, propose_handover, unit, "GP")
    mine = principals_of(ARCHIVIST)
    assert my_work(UNIT, mine, keeper=True).totals["handovers"] == 1
    assert my_work("inna", mine, keeper=True).totals["handovers"] == 0
    assert "handovers" not in my_work(UNIT, mine).totals


def test_an_office_without_an_archivist_is_told_so(site):
    lipnowo, base = site[UNIT], site.absolute_url()
    ended(lipnowo, "6730")
    coordinator = Browser(base, COORDINATOR)
    coordinator.open(f"{UNIT}/@@archive")
    assert "W urzędzie nie ma archiwisty" in coordinator.text
    coordinator.fill("handover", org_symbol="GP")
    listed = coordinator.answer.url
    assert "nie ma archiwisty, który by go przyjął" in coordinator.text
    assert "dopóki nikt nie zajmuje stanowiska z rolą „Archiwista”" in coordinator.text
    staff = f"{lipnowo.absolute_url()}/@@staff"
    assert staff not in coordinator.page.xpath("//p[@class='more']/a/@href")

    transaction.begin()
    post = units.create_post(
        structure_of(lipnowo), title="Archiwista", unit_roles=frozenset({"archivist"}), org_roles=frozenset()
    )
    administrator = units.create_post(
        structure_of(lipnowo),
        title="Informatyk",
        unit_roles=frozenset({"administrator"}),
        org_roles=frozenset(),
    )
    units.assign(administrator, user_id=HEAD, valid_from=polish_today())
    transaction.commit()
    head = Browser(base, HEAD).open(listed)
    assert "administrator jednostki: Jan Dąbrowski" in head.text
    assert staff in head.page.xpath("//p[@class='more']/a/@href")

    transaction.begin()
    units.assign(post, user_id=CLERK, valid_from=polish_today())
    transaction.commit()
    assert "archiwisty" not in coordinator.open(listed).text

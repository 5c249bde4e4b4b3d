"""The bar of the desk: what is opened every day stands in it, the rest in menus."""

from infostrada.site.theme.desk import in_groups


def link(title, group="", current=None):
    return {"title": title, "url": f"@@{title}", "group": group, "current": current}


def test_links_of_a_group_stand_together_where_the_first_one_stood():
    bar = in_groups(
        [link("a"), link("b", "G"), link("c", "H"), link("d", "G", "page"), link("e"), link("f", "H")]
    )
    assert [each["title"] for each in bar] == ["a", "G", "H", "e"]
    assert [each["title"] for each in bar[1]["links"]] == ["b", "d"]
    assert (bar[1]["current"], bar[2]["current"]) == ("page", None)


def test_a_menu_of_one_is_that_link():
    assert in_groups([link("a"), link("b", "G")]) == [link("a"), link("b", "G")]

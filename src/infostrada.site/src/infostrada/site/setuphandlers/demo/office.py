"""Set the demo's offices up: structure, people, plans and bulletins."""

from collections.abc import Iterator
from datetime import date
from infostrada.site.bip.operations import open_bulletin
from infostrada.site.records.plan.operations import approve_plan
from infostrada.site.records.plan.operations import import_plan
from infostrada.site.records.templates.operations import add_template
from infostrada.site.records.templates.operations import TemplateData
from infostrada.site.records.upload import Upload
from infostrada.site.setuphandlers.demo.files import Demo
from infostrada.site.units import operations as units
from infostrada.site.units.lookup import structure_of
from infostrada.site.units.rules import slug
from typing import Any

import secrets


UNIT_FIELDS = (
    "unit_id", "title", "kind", "teryt", "street", "postcode", "city", "email", "phone", "ade", "office_hours",
)  # fmt: skip


def build(portal: Any, demo: Demo) -> None:
    """Make units, organisational units and posts, as the bundle holds them."""
    for data in demo.units:
        values = {name: data.get(name) or "" for name in UNIT_FIELDS}
        unit = units.create_unit(portal, units.UnitData(**values))
        units.open_unit(unit)
        structure = structure_of(unit)
        orgs = {
            org["symbol"]: units.create_org(structure, title=org["title"], symbol=org["symbol"])
            for org in data["orgs"]
        }
        for post in data["posts"]:
            units.create_post(
                orgs.get(post.get("org"), structure),
                title=post["title"],
                unit_roles=frozenset(post.get("unit_roles", ())),
                org_roles=frozenset(post.get("org_roles", ())),
            )


def set_up(portal: Any, demo: Demo, logins: list[tuple[str, str, str]]) -> Iterator[str]:
    """People, plans and bulletins of the units the bundle brought."""
    password = secrets.token_urlsafe(9)
    for data in demo.units:
        yield f"{data['title']}: people, classification plan, bulletin"
        unit = portal[data["unit_id"]]
        _employ(unit, data, password, demo.today, logins)
        if data.get("plan"):
            name, content = demo.plan(data)
            plan = import_plan(
                unit, file_name=name, data=content, title=f"JRWA: {unit.title} (wzór pokazowy)"
            )
            approve_plan(plan, date(demo.today.year, 1, 1))
            _templates(unit, demo)
        editor = holder(data, "bip_editor")
        open_bulletin(unit, editor["name"], unit.phone or "", unit.email or "")


def _templates(unit: Any, demo: Demo) -> None:
    for given, content in demo.templates:
        data = TemplateData(given["title"], given["kind"], tuple(given.get("classes", ())))
        add_template(unit, data, Upload(given["file"], content))


def _employ(
    unit: Any, data: dict[str, Any], password: str, today: date, logins: list[tuple[str, str, str]]
) -> None:
    posts = {post["id"]: post for post in data["posts"]}
    domain = data["email"].partition("@")[2]
    for person in data["people"]:
        post, login = posts[person["post"]], person["login"]
        email = f"{login}@{domain}"
        units.employ(unit, user_id=login, title=person["name"], email=email, password=password)
        units.assign(_post(unit, post), user_id=login, valid_from=date(today.year, 1, 1))
        logins.append((login, password, f"{post['title']}, {data['title']}"))


def _post(unit: Any, post: dict[str, Any]) -> Any:
    place = structure_of(unit)
    if post.get("org"):
        place = place[slug(post["org"])]
    return next(item for item in place.objectValues("Dexterity Container") if item.title == post["title"])


def holder(data: dict[str, Any], role: str) -> dict[str, Any]:
    """The person whose post has a role; the first person when nobody has it."""
    posts = {post["id"] for post in data["posts"] if role in post.get("unit_roles", ())}
    found: dict[str, Any] = next((p for p in data["people"] if p["post"] in posts), data["people"][0])
    return found

"""The permission matrix: every domain's declaration against the running product."""

from AccessControl.SecurityManagement import getSecurityManager
from AccessControl.SecurityManagement import newSecurityManager
from AccessControl.SecurityManagement import noSecurityManager
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from tests.site.permissions import people
from tests.site.permissions.entry_points import registered
from tests.site.permissions.matrix import ANONYMOUS
from tests.site.permissions.matrix import domains
from tests.site.permissions.matrix import ENTITLED
from tests.site.permissions.matrix import OTHER
from tests.site.permissions.matrix import SAME

import pytest
import requests
import transaction


DOMAINS = domains()
ENTRIES = [entry for domain in DOMAINS for entry in domain.entries]
HELPERS = {name for domain in DOMAINS for name in domain.helpers}
ORDER = (ANONYMOUS, OTHER, SAME, ENTITLED)
"""The entitled person comes last, because only that request may change anything."""


def make_world(portal):
    login(portal.aq_parent, SITE_OWNER_NAME)
    world = people.build(portal)
    for domain in DOMAINS:
        domain.build(world)
    return world


class TestMatrix:
    """One committed world for all; requests come last, as those of entitled people may change it."""

    @pytest.fixture(scope="class")
    def world(self, functional_portal_class):
        made = make_world(functional_portal_class)
        transaction.commit()
        return made

    def test_rights_are_exactly_as_declared(self, world):
        wrong = []
        for domain in DOMAINS:
            for right in domain.rights:
                held = {name for name in people.EVERYONE if has(world, name, right)}
                if held != right.people:
                    more, less = held - right.people, right.people - held
                    wrong.append(
                        f"{domain.name}: {right.permission} on {right.context}:"
                        f" too many {sorted(more)}, too few {sorted(less)}"
                    )
        assert not wrong, "\n".join(wrong)

    def test_every_entry_point_is_declared(self, world):
        wrong = [str(point) for point in registered() if not declared(world, point)]
        assert not wrong, "not in the permission matrix:\n" + "\n".join(wrong)

    def test_every_entry_point_keeps_its_word(self, world, functional_class):
        base = f"http://{functional_class['host']}:{functional_class['port']}"
        urls = {key: base + "/".join(thing.getPhysicalPath()) for key, thing in world.things.items()}
        with requests.Session() as session:
            # Each request brings its own login, if any; nothing is read from the machine's settings.
            session.trust_env = False
            wrong = [
                f"{entry.method} {entry.name} on {entry.context} as {who}: {status}"
                for who in ORDER
                for entry in ENTRIES
                if (status := fault(session, entry, who, urls))
            ]
        assert not wrong, "\n".join(wrong)


def has(world, name, right):
    """Does a person of the world have the permission on the object?"""
    before = getSecurityManager()
    try:
        become(world, name)
        return bool(getSecurityManager().checkPermission(right.permission, world[right.context]))
    finally:
        newSecurityManager(None, before.getUser())


def become(world, name):
    if name == "anonymous":
        noSecurityManager()
    elif name == "operator":
        login(world.portal.aq_parent, SITE_OWNER_NAME)
    else:
        user = world.portal.acl_users.getUserById(people.login_of(name))
        newSecurityManager(None, user)


def declared(world, point):
    if point.name in HELPERS:
        return True
    return any(
        entry.registered_name == point.name and point.context.providedBy(world[entry.context])
        for entry in ENTRIES
    )


def fault(session, entry, who, urls):
    """The status that breaks the declaration; None when it is kept."""
    answer = ask(session, entry, who, urls)
    session.cookies.clear()
    refused = is_refusal(answer, entry.hides)
    if answer.status_code >= 500:
        return answer.status_code
    return None if refused is (who not in entry.reach) else answer.status_code


def ask(session, entry, who, urls):
    headers = {"Accept": "application/json" if entry.is_service else "text/html"}
    tail = f"/{entry.tail}" if entry.tail else ""
    name = entry.name if entry.is_service else f"@@{entry.name}"
    return session.request(
        entry.method,
        f"{urls[entry.context]}/{name}{tail}",
        params=entry.query or None,
        headers=headers,
        json={} if entry.is_service and entry.method != "GET" else None,
        auth=credentials(entry, who),
        allow_redirects=False,
        timeout=60,
    )


def credentials(entry, who):
    if who == ANONYMOUS:
        return None
    name = {OTHER: people.OUTSIDER, SAME: people.COLLEAGUE, ENTITLED: entry.entitled}[who]
    if name == "operator":
        return SITE_OWNER_NAME, SITE_OWNER_PASSWORD
    return people.login_of(name), people.PASSWORD


def is_refusal(answer, hides):
    to_login = "login" in answer.headers.get("Location", "") or "insufficient" in (
        answer.headers.get("Location", "")
    )
    return answer.status_code in (401, 403) or to_login or (hides and answer.status_code == 404)


@pytest.mark.parametrize("domain", DOMAINS, ids=lambda domain: domain.name)
def test_declarations_name_people_who_exist(domain):
    for entry in domain.entries:
        assert entry.entitled in people.EVERYONE, entry
        assert entry.reach <= {ANONYMOUS, OTHER, SAME, ENTITLED}, entry
    for right in domain.rights:
        assert right.people <= people.EVERYONE, right

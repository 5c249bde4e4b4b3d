"""The content policy and our pages in a real browser: nothing is blocked, axe finds nothing."""

from base64 import b64encode
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.app.testing import TEST_USER_ID
from tests.browser.axe import violations

import pytest
import transaction


pytestmark = pytest.mark.browser

BASIC = b64encode(f"{SITE_OWNER_NAME}:{SITE_OWNER_PASSWORD}".encode()).decode()
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")


@pytest.fixture
def site(functional_portal):
    setRoles(functional_portal, TEST_USER_ID, ["Manager"])
    api.user.create(email="jan@example.org", username="jan", password="Haslo-1-dlugie")
    transaction.commit()
    return functional_portal


@pytest.fixture(scope="module")
def desk(chromium):
    """A browser that brings the owner's password along and keeps the scripts it has loaded."""
    context = chromium.new_context(extra_http_headers={"Authorization": f"Basic {BASIC}"})
    yield context
    context.close()


@pytest.fixture(scope="module")
def public(chromium):
    """A visitor's browser."""
    context = chromium.new_context()
    yield context
    context.close()


def visit(context, address):
    """Open a page; returns it and what its policy blocked."""
    # Pages seen before only cost: their scripts go on.
    for before in context.pages:
        before.close()
    page, blocked = context.new_page(), []
    page.on("console", lambda m: blocked.append(m.text) if "Content Security Policy" in m.text else None)
    page.on("pageerror", lambda e: blocked.append(str(e)) if "Content Security Policy" in str(e) else None)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return page, blocked


@pytest.mark.parametrize("path", ["", "/login", "/sitemap", "/@@login-help"])
def test_public_pages_lose_nothing(site, public, path):
    assert visit(public, f"{site.absolute_url()}{path}")[1] == []


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/++add++Collection",
        "/folder_contents",
        "/@@sharing",
        "/@@site-controlpanel",
        "/@@usergroup-userprefs",
    ],
)
def test_editing_pages_lose_nothing(site, desk, path):
    assert visit(desk, f"{site.absolute_url()}{path}")[1] == []


def test_the_editor_starts_under_the_policy(site, desk):
    page, blocked = visit(desk, f"{site.absolute_url()}/++add++Document")
    page.wait_for_selector(".tox-tinymce", timeout=30_000)
    assert blocked == []


def test_ordered_values_are_chosen_and_saved(site, desk):
    page, _blocked = visit(desk, f"{site.absolute_url()}/++add++Collection")
    page.fill("[name='form.widgets.IDublinCore.title'], [name='form.widgets.IBasic.title']", "Zbiór")
    field = page.locator(".ordered-selection-field").first
    field.evaluate("node => node.closest('fieldset')?.classList.add('active')")
    before, wanted = field.evaluate(
        """node => {
            const [from, to] = node.querySelectorAll('select');
            const values = () => [...to.options].map(option => option.value);
            const before = values();
            from.options[0].selected = true;
            node.querySelector('button[data-move=add]').click();
            to.options[to.options.length - 1].selected = true;
            node.querySelector('button[data-move=up]').click();
            return [before, values()];
        }"""
    )
    assert len(wanted) == len(before) + 1
    page.locator("#form-buttons-save").click()
    page.wait_for_load_state("networkidle")
    transaction.begin()
    (made,) = [item for item in site.objectValues() if item.portal_type == "Collection"]
    assert list(made.customViewFields) == wanted
    assert wanted[-2] not in before


@pytest.mark.parametrize("path", ["/@@journal", "/@@access-log", "/@@jobs", "/@@status"])
def test_our_pages_have_no_axe_violation(site, desk, path):
    page, blocked = visit(desk, f"{site.absolute_url()}{path}")
    assert violations(page, tags=WCAG, context="#content") == []
    assert blocked == []


def test_the_page_of_the_second_factor_has_no_axe_violation(site, chromium):
    words = b64encode(b"jan:Haslo-1-dlugie").decode()
    context = chromium.new_context(extra_http_headers={"Authorization": f"Basic {words}"})
    page, blocked = visit(context, f"{site.absolute_url()}/@@second-factor-enrol")
    found = violations(page, tags=WCAG, context="#content")
    picture = page.locator("#content img").evaluate("node => node.naturalWidth")
    context.close()
    assert found == []
    assert picture > 0
    assert blocked == []

"""The unit administrator's screens and the register of parties in a real browser."""

from tests.browser.axe import violations

import json
import pytest


pytestmark = pytest.mark.browser

SCREENS = (
    "@@unit-settings",
    "@@staff",
    "@@unit-groups",
    "@@add-employee",
    "struktura/@@add-org",
    "struktura/@@add-post",
    "@@parties",
    "@@add-party",
)


@pytest.fixture(scope="module")
def unit_url(live_site):
    """Address of one of the demo's units."""
    listed = json.loads(live_site.told("units", "list", "--json").stdout)
    return f"{live_site.url}/{listed[0]['unit_id']}"


@pytest.mark.parametrize("screen", SCREENS)
def test_no_violation(operator, unit_url, screen):
    operator.goto(f"{unit_url}/{screen}")
    operator.wait_for_load_state("networkidle")
    assert operator.locator("h1").count() >= 1
    assert violations(operator) == []

"""Forms of the work desk in a real browser: no axe violation, labels, errors with links."""

from tests.browser.axe import violations

import pytest


pytestmark = pytest.mark.browser

FORMS = (
    "/++add++Document",
    "/++add++News Item",
    "/++add++Event",
    "/++add++File",
    "/++add++Image",
    "/++add++Link",
    "/++add++Folder",
    "/++add++units_unit",
    "/folder_contents",
    "/@@sharing",
    "/@@patterns",
)


# Past the checks of the browser and of Plone's scripts, as a visitor without scripts would.
SUBMIT_EMPTY = """() => {
    const form = document.querySelector("form.rowlike");
    const button = Object.assign(document.createElement("input"), {
        type: "hidden", name: "form.buttons.save", value: "1",
    });
    form.append(button);
    HTMLFormElement.prototype.submit.call(form);
}"""


@pytest.mark.parametrize("path", FORMS)
def test_no_violation(operator, live_site, path):
    operator.goto(live_site.url + path)
    operator.wait_for_load_state("networkidle")
    assert operator.locator("h1").count() >= 1
    assert violations(operator) == []


def test_errors_lead_to_their_fields(operator, live_site):
    operator.goto(live_site.url + "/++add++Folder")
    operator.wait_for_load_state("networkidle")
    operator.evaluate(SUBMIT_EMPTY)
    operator.wait_for_selector(".error-summary")
    assert violations(operator) == []
    operator.locator(".error-summary a").first.click()
    assert "title" in operator.evaluate("location.hash")

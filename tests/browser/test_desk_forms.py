"""Forms of the desk's other roles by axe: the pages of each are laid into one document, and it looks at them once.

Each page keeps its identifiers to itself (a shadow root), and what is folded is open: axe passes over what is hidden.
Colours and widths are judged in `test_desk_screens`, on pages as they are.
"""

from axe_playwright_python.sync_playwright import Axe
from concurrent.futures import ThreadPoolExecutor

import pytest
import re
import requests


pytestmark = pytest.mark.browser

UNIT = "gmina-lipnowo"
REGISTRY, HEAD, SECRETARY, OFFICER, OPERATOR = (
    "anna.cichon", "stanislaw.kmiec", "irena.olszak", "bogdan.sarna", "operator",
)  # fmt: skip
# The secretary of the office is its archivist, its coordinator and its administrator.
PAGES = (
    *((SECRETARY, name) for name in (
        "archive", "ade-account", "scan-folder", "edelivery-box", "bundles", "webhooks", "plans", "case-types", "templates", "routing",
        "authorisations", "case-list", "add-employee", "unit-settings", "unit-groups",
    )),
    *((OFFICER, f"personal-registers?register={name}") for name in (
        "activities", "authorisations", "breaches", "disclosures", "requests",
    )),
    (OFFICER, "person-search"),
    *((REGISTRY, name) for name in (
        "not-scanned", "do-not-open", "dispatch-lists", "outside-cases", "register-mail", "add-party",
    )),
    (HEAD, "terms"),
    (REGISTRY, "scans"),
    (OPERATOR, "webhooks"),
)  # fmt: skip
TAGS = ["wcag2a", "wcag21a", "wcag22aa", "best-practice"]
# What is said of a whole page: its landmarks, its title, its one first heading.
OF_A_PAGE = (
    "region", "landmark-one-main", "landmark-no-duplicate-main", "landmark-unique", "page-has-heading-one", "bypass",
    "landmark-main-is-top-level", "heading-order", "skip-link", "target-size",
)  # fmt: skip
LAY = """(pages) => {
  document.body.replaceChildren();
  for (const [name, text] of pages) {
    const main = new DOMParser().parseFromString(text, 'text/html').querySelector('#main');
    for (const folded of main.querySelectorAll('details')) folded.open = true;
    const place = document.createElement('div');
    place.dataset.page = name;
    place.attachShadow({mode: 'open'}).append(document.adoptNode(main));
    document.body.append(place);
  }
}"""
FAULTY = """<main id="main"><h1>Strona próbna</h1><details><summary>Formularz</summary><form>
<input type="text" name="bez-etykiety" /></form></details></main>"""


@pytest.fixture(scope="module")
def fetched(live_site):
    """Markup of each page, as its person gets it."""

    def fetch(page):
        who, name = page
        answer = requests.get(
            f"{live_site.url}/{UNIT}/@@{name}",
            auth=live_site.login(who),
            headers={"Accept-Language": "pl"},
            timeout=120,
        )
        assert answer.status_code == 200, page
        assert answer.url.endswith(name), answer.url
        return [f"{who} {name}", answer.text]

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(fetch, PAGES))


def found(page):
    """The rule, the page and the element of each violation."""
    rules = {name: {"enabled": False} for name in OF_A_PAGE}
    report = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}, "rules": rules})
    return [
        f"{rule['id']}: {node['target']} {node['html'][:160]}"
        for rule in report.response["violations"]
        for node in rule["nodes"]
    ]


def test_forms(chromium, fetched):
    """Every form has its labels, hints and errors tied to it; the document proves that it would be seen."""
    page = chromium.new_page(locale="pl-PL")
    page.set_content('<html lang="pl"><head><title>Formularze</title></head><body></body></html>')
    page.evaluate(LAY, fetched)
    assert found(page) == []
    page.evaluate(LAY, [["próba", FAULTY]])
    assert any(fault.startswith("label:") for fault in found(page))
    page.context.close()


def test_no_day_in_figures_and_one_heading(fetched):
    """Days stand in words; only values of fields and addresses are written for programs."""
    for name, text in fetched:
        main = text.partition('id="main"')[2]
        assert len(re.findall(r"<h1[ >]", main)) == 1, name
        words = re.sub(r"<(script|textarea)\b.*?</\1>|<[^>]*>", " ", main, flags=re.DOTALL)
        assert re.findall(r"\b\d{4}-\d\d-\d\d\b", words) == [], name

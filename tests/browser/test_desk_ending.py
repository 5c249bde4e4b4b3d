"""The end of a case without the mouse: a draft accepted, signed elsewhere and brought back, the case settled and ended."""

from concurrent.futures import ThreadPoolExecutor
from tests.browser.axe import violations
from tests.browser.people import logged_in
from tests.site.records.signatures.ca import Authority

import base64
import pytest
import requests


pytestmark = pytest.mark.browser

UNIT, CLERK, MANAGER = "gmina-lipnowo", "magda.kurek", "robert.gajda"
# The part of the page the focus is in, and what holds the focus.
PART = "document.activeElement.closest('section')?.getAttribute('aria-labelledby')"
TOLD = "#global_statusmessage [role]"
FARTHEST = 12
"""Parts a key may have to pass on its way to the one that is looked for."""


class Hands:
    """Somebody whose hands stay on the keyboard; addresses are opened as their bookmarks."""

    def __init__(self, page) -> None:
        self.page, self.keyboard = page, page.keyboard
        page.set_default_timeout(40_000)
        # Chromium is told early to hand choosers of files over: told at the moment of the key, it may hear it too late.
        page.on("filechooser", lambda chooser: None)

    def press(self, *keys: str) -> None:
        """One key after the other."""
        for key in keys:
            self.keyboard.press(key)

    def walk_to(self, part: str) -> None:
        """`A` from part to part until the focus is in this one."""
        for _step in range(FARTHEST):
            self.press("Alt+a")
            if self.page.evaluate(PART) == part:
                return self.unfold()
        raise AssertionError(f"{part} is not reached from {self.page.url}")

    def unfold(self) -> None:
        """Open a form that stays shut behind its words."""
        if self.page.evaluate("document.activeElement.tagName") == "SUMMARY":
            self.press("Enter", "Tab")

    def tab_to(self, name: str) -> None:
        """Tab on to a field."""
        for _step in range(FARTHEST):
            if self.page.evaluate("document.activeElement.name") == name:
                return
            self.press("Tab")
        raise AssertionError(f"{name} is not reached from {self.page.url}")

    def send(self) -> str:
        """Send the form the focus is in; what the page says then has the focus."""
        with self.page.expect_navigation():
            self.press("Control+Enter")
        assert self.page.locator(".error-summary").count() == 0, self.page.locator("#main").inner_text()
        self.page.locator(TOLD).first.wait_for()
        assert self.page.evaluate("Boolean(document.activeElement.closest('#global_statusmessage'))")
        return self.page.locator(TOLD).first.inner_text()

    def shut(self) -> None:
        """No violation where the walk has come to."""
        assert violations(self.page) == []


@pytest.fixture
def hands(live_site, chromium):
    """Log somebody in."""
    open_pages = []

    def hands(who):
        page = logged_in(chromium, live_site, who, width=1440)
        open_pages.append(page)
        return Hands(page)

    yield hands
    for page in open_pages:
        page.context.close()


def test_signed_file_and_final_end_by_keys(hands, live_site):
    ca = Authority()
    trust = {"filename": "ca.der", "encoding": "base64", "data": base64.b64encode(ca.root.der).decode()}
    answer = requests.post(
        f"{live_site.url}/@trust-list",
        json={"file": trust},
        auth=live_site.login("operator"),
        headers={"Accept": "application/json"},
        timeout=60,
    )
    assert answer.ok, answer.text[:1000]
    clerk, manager = hands(CLERK), hands(MANAGER)
    case = opened(clerk, f"{live_site.url}/{UNIT}/@@my-work")
    document = drafted(clerk)
    accepted(manager, document)
    brought_back(manager, document, ca)
    ended(clerk, case)


def opened(clerk, work: str) -> str:
    """A new case from the page of one's work; returns its address."""
    clerk.page.goto(work)
    clerk.press("z")
    clerk.page.wait_for_function("() => document.activeElement?.name === 'title'")
    clerk.keyboard.type("Sprawa do końca z klawiatury")
    clerk.page.locator("select[name=class_symbol]").select_option(index=1)
    clerk.page.locator("[name=title]").focus()
    clerk.send()
    return clerk.page.url


def drafted(clerk) -> str:
    """A draft from a template, submitted to whom the page proposes; returns its address."""
    clerk.walk_to("documents")
    clerk.page.locator("select[name=template]").select_option(label="Pismo ogólne")
    with clerk.page.expect_navigation():
        clerk.press("Control+Enter")
    clerk.page.wait_for_function("() => document.activeElement?.name === 'strona.nazwa'")
    clerk.keyboard.type("Jan Żak")
    clerk.press("Tab")
    clerk.keyboard.type("Odpowiedź na wniosek.")
    assert "Treść" in clerk.page.locator("#main").inner_text()
    clerk.send()
    document = clerk.page.url
    clerk.walk_to("submitting")
    proposed = clerk.page.locator("select[name=acceptor] option:checked").inner_text()
    assert proposed == "Kierownik Referatu Gospodarki Przestrzennej"
    clerk.shut()
    clerk.send()
    return document


def accepted(manager, document: str) -> None:
    """The head of the department accepts."""
    manager.page.goto(document)
    manager.walk_to("accepting")
    with manager.page.expect_navigation():
        manager.press("Enter")
    assert "zaakceptowany" in manager.page.locator(TOLD).first.inner_text()


def brought_back(manager, document: str, ca) -> None:
    """The newest version signed elsewhere; the field of the file is opened, filled and sent by keys."""
    link = manager.page.locator("section[aria-labelledby=versions] tbody th a").first
    version = manager.page.request.get(link.get_attribute("href")).body()
    # The signing library runs an event loop of its own, which Playwright's would forbid in this thread.
    with ThreadPoolExecutor(1) as elsewhere:
        signed = elsewhere.submit(ca.sign_cms, version).result()
    manager.walk_to("signatures")
    manager.tab_to("file")
    with manager.page.expect_file_chooser() as choosing:
        manager.press("Enter")
    choosing.value.set_files(
        {"name": "pismo.p7s", "mimeType": "application/pkcs7-signature", "buffer": signed}
    )
    manager.send()
    assert manager.page.url == document
    assert "ważny" in manager.page.locator("section[aria-labelledby=signatures]").inner_text()
    manager.shut()


def ended(clerk, case: str) -> None:
    """From the document back to the case by its key; settled, then ended for good."""
    clerk.page.reload()
    clerk.press("s")
    clerk.page.wait_for_url(case)
    clerk.walk_to("ending")
    clerk.tab_to("decision")
    clerk.press("ArrowDown")
    clerk.send()
    clerk.shut()
    clerk.walk_to("ending")
    clerk.shut()
    clerk.send()
    assert "Zakończona ostatecznie" in clerk.page.locator(".sheet").inner_text()

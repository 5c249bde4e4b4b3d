"""Who sits at the browser, and where pictures of it go."""

from tests.browser import gallery as pictures
from tests.browser.people import logged_in

import pytest


@pytest.fixture(scope="session")
def gallery(top):
    """Pictures for people's eyes, when they are asked for."""
    return pictures.wanted(top)


@pytest.fixture(scope="module")
def operator(live_site, chromium):
    """The operator, logged in, on a wide screen."""
    page = logged_in(chromium, live_site, "operator", width=1440)
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def editor(live_site, chromium):
    """The commune's editor, logged in."""
    page = logged_in(chromium, live_site, "anna.cichon", width=1280)
    yield page
    page.context.close()

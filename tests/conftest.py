"""Fixtures every test may use."""

from contextlib import contextmanager
from infostrada.core.cluster import Cluster
from infostrada.core.testing import DATABASE_FIXTURE
from infostrada.core.testing import QUICK
from infostrada.site.testing import FUNCTIONAL_TESTING
from infostrada.site.testing import INTEGRATION_TESTING
from multiprocessing import forkserver
from pathlib import Path
from pytest_plone import fixtures_factory
from tests import days
from tests import sharing
from tests.site.offices import OFFICE_FUNCTIONAL
from tests.site.offices import OFFICE_INTEGRATION

import asyncio
import gc
import multiprocessing
import os
import pytest
import secrets


pytest_plugins = ["pytest_plone"]

# Plone's half a million objects stay for the whole run: the collector of cycles goes through them less often.
gc.set_threshold(20_000, 10, 10)

globals().update(
    fixtures_factory(
        # The base first: the fixtures of a layer's bases get made-up names otherwise.
        (
            (DATABASE_FIXTURE, "database_layer"),
            (FUNCTIONAL_TESTING, "functional"),
            (INTEGRATION_TESTING, "integration"),
            (OFFICE_FUNCTIONAL, "office_functional"),
            (OFFICE_INTEGRATION, "office_integration"),
        ),
        keep_session=False,
    )
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Order the tests for one process or several."""
    sharing.arrange(items)


def pytest_xdist_make_scheduler(config, log):
    """Share them out (`make test` uses two processes)."""
    return sharing.Sharing(config, log)


def pytest_collection_finish(session):
    """Set a layer up when the first test wants it, then keep it: pure tests never pay for Plone."""
    kept = session.zopelayer_state.keep_for_whole_session
    for layer in (FUNCTIONAL_TESTING, INTEGRATION_TESTING, OFFICE_FUNCTIONAL, OFFICE_INTEGRATION):
        kept.update(layer.baseResolutionOrder)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item):
    """Playwright's event loop stands still between its calls; libraries that run their own must not see it."""
    days.wait_past_midnight()
    with _without_a_loop(item):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """As for the setup."""
    with _without_a_loop(item):
        return (yield)


@contextmanager
def _without_a_loop(item):
    loop = asyncio._get_running_loop()
    if loop is None or "chromium" in item.fixturenames:
        yield
        return
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(loop)


def pytest_sessionfinish(session):
    """Tear down what was kept, what stands on others first."""
    state = getattr(session, "zopelayer_state", None)
    standing = state.current if state else ()
    for layer in sorted(standing, key=lambda layer: len(layer.baseResolutionOrder), reverse=True):
        layer.tearDown()


TOP = Path(__file__).parent.parent
# What runs in processes that tests kill.
MORTAL = ("tests.core.crash.writer", "tests.core.worker.child", "tests.geo.imports.mortal")


@pytest.fixture(scope="session")
def top() -> Path:
    """The repository's top folder."""
    return TOP


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Official and real input that lies beside the repository; skips without it, fails in CI."""
    folder = Path(os.environ.get("INFOSTRADA_SHARED") or TOP.parent / "shared") / "data"
    if not folder.is_dir():
        reason = f"no shared data in {folder}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return folder


@pytest.fixture
def database(database_layer) -> str:
    """Connection string of a migrated database for tests that need no Plone; emptied afterwards."""
    yield database_layer["conninfo"]
    database_layer.empty()


@pytest.fixture(scope="session")
def nursery(top):
    """Processes forked from a server that has loaded everything: each its own, none slow to start."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([*MORTAL, "psycopg2"])
    with pytest.MonkeyPatch.context() as patch:
        # The server does not take over our sys.path, and other packages install a `tests` too.
        patch.setenv("PYTHONPATH", str(top), prepend=os.pathsep)
        forkserver.ensure_running()
    return context


@pytest.fixture(scope="session")
def new_var(tmp_path_factory):
    """Makes a folder for an installation: its own database waits for no disk, and templates are compiled once a run."""

    def make(name: str, *, cluster: bool = True) -> Path:
        folder = tmp_path_factory.mktemp(name)
        folder.chmod(0o755)
        # A name of its own: what a killed run left of a folder with the same path must not be found.
        var = folder / f"var-{secrets.token_hex(4)}"
        if cluster:
            Cluster(var, QUICK).start()
        if templates := os.environ.get("CHAMELEON_CACHE"):
            (var / "cache").mkdir(parents=True)
            (var / "cache" / "chameleon").symlink_to(templates)
        return var

    return make


@pytest.fixture(scope="session")
def live_site(new_var):
    """The product as a person starts it, with the demo region, on a free port (see `tests.live.Live`)."""
    from tests import live

    running = live.start(new_var("live"), "--profile", "demo")
    yield running
    live.stop(running)


@pytest.fixture(scope="session")
def bare_site(new_var):
    """An installation without content that may be broken and killed; its tests leave it running."""
    from tests import live

    running = live.start(new_var("bare"), "--profile", "bare")
    yield running
    live.stop(running)


@pytest.fixture(scope="session")
def chromium():
    """Headless Chromium (Debian's), ready for pages and contexts."""
    from playwright.sync_api import sync_playwright

    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
    quiet += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", headless=True, args=quiet)
        yield browser
        browser.close()

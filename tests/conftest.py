"""Fixtures every test may use."""

from infostrada.core.testing import DATABASE_FIXTURE
from infostrada.site.testing import FUNCTIONAL_TESTING
from infostrada.site.testing import INTEGRATION_TESTING
from pathlib import Path
from pytest_plone import fixtures_factory

import os
import pytest


pytest_plugins = ["pytest_plone"]

globals().update(
    fixtures_factory(
        (
            (FUNCTIONAL_TESTING, "functional"),
            (INTEGRATION_TESTING, "integration"),
            (DATABASE_FIXTURE, "database_layer"),
        )
    )
)

TOP = Path(__file__).parent.parent


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

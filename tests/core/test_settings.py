"""What the environment sets, and what of it stands in Zope's configuration."""

from infostrada.core.config import ConfigError
from infostrada.core.config import settings
from infostrada.core.server.render import prepare
from infostrada.core.server.render import Process

import pytest


@pytest.fixture
def rendered(tmp_path, top):
    def conf(**given: str) -> list[str]:
        environ = {"INFOSTRADA_HOME": str(top), "INFOSTRADA_VAR": str(tmp_path), **given}
        prepare(settings(environ), [Process("1", 8080)])
        lines = (tmp_path / "etc" / "zope-1.conf").read_text().splitlines()
        return [line.strip() for line in lines if line.strip().startswith("cache-")]

    return conf


def test_the_caches_of_a_small_machine(rendered):
    assert rendered() == ["cache-size 20000", "cache-size-bytes 16MB", "cache-local-mb 48"]


def test_larger_caches_hold_more_objects_and_more_bytes(rendered):
    given = {"INFOSTRADA_OBJECT_CACHE": "64", "INFOSTRADA_STORAGE_CACHE": "512"}
    assert rendered(**given) == ["cache-size 80000", "cache-size-bytes 64MB", "cache-local-mb 512"]


@pytest.mark.parametrize("name", ["INFOSTRADA_OBJECT_CACHE", "INFOSTRADA_STORAGE_CACHE"])
@pytest.mark.parametrize("text", ["0", "-1", "64MB", "1.5", "²", "99999"])
def test_what_is_no_number_of_megabytes_is_named(name, text):
    with pytest.raises(ConfigError, match=name):
        settings({name: text})
